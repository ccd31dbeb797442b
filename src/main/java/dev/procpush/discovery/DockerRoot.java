// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCmdline;
import dev.procpush.parse.procfs.PidStat;
import dev.procpush.parse.procfs.PidStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where Docker keeps its state: as the user says, else `data-root` of `/etc/docker/daemon.json`,
/// else `--data-root` of dockerd's command line, else `/var/lib/docker`. A path as the host sees
/// it.
final class DockerRoot {
  private static final String CONFIG = "/etc/docker/daemon.json";
  private static final String USUAL = "/var/lib/docker";
  private static final int MAX_BYTES = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern EVERYBODY = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

  /// Looking at each process of the host is dear, so a daemon that was not found is looked for
  /// again only now and then.
  private static final int CYCLES_BETWEEN_SEARCHES = 12;

  private final KernelFiles kernel;
  private final RootFiles root;
  private final @Nullable String given;
  private List<KnownProcess> hostProcesses = List.of();
  private @Nullable KnownProcess daemon;
  private @Nullable String found;
  private int searchIn;

  /// @param given what the user says; null for nothing
  DockerRoot(KernelFiles kernel, RootFiles root, @Nullable String given) {
    this.kernel = kernel;
    this.root = root;
    this.given = given;
  }

  void beginCycle(List<KnownProcess> processes) {
    hostProcesses = processes;
    searchIn--;
    if (daemon != null && !processes.contains(daemon)) {
      daemon = null;
      found = null;
      searchIn = 0;
    }
  }

  String path() {
    if (given == null && daemon == null && searchIn <= 0) {
      searchIn = CYCLES_BETWEEN_SEARCHES;
      String configured = configured();
      found = configured == null ? daemonArgument() : configured;
    }
    return knownPath();
  }

  /// The same as far as it is known, without a search.
  String knownPath() {
    if (given != null) {
      return given;
    }
    return found == null ? USUAL : found;
  }

  private @Nullable String configured() {
    try (JsonParser parser = JSON.createParser(root.read(CONFIG, MAX_BYTES))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("data-root") && value == JsonToken.VALUE_STRING) {
          return absolute(parser.getText());
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException unreadable) {
      return null;
    }
  }

  /// Anybody can call a process dockerd, but only root can call one of root's so: of these, the
  /// lowest pid is the likeliest.
  private @Nullable String daemonArgument() {
    for (KnownProcess process : hostProcesses) {
      if (process.container == null && (daemon == null || process.pid < daemon.pid)) {
        daemon = isDaemon(process) ? process : daemon;
      }
    }
    if (daemon == null) {
      return null;
    }
    try {
      PidCmdline cmdline = ParsedFile.read(kernel, daemon.folder, "cmdline", PidCmdline::parse);
      return absolute(cmdline.option("--data-root", "--graph", "-g"));
    } catch (ErrnoException | MalformedKernelDataException vanished) {
      return null;
    }
  }

  private boolean isDaemon(KnownProcess process) {
    try {
      return ParsedFile.read(kernel, process.folder, "stat", PidStat::parse)
              .comm()
              .equals("dockerd")
          && isRoots(process);
    } catch (ErrnoException | MalformedKernelDataException e) {
      return false;
    }
  }

  private boolean isRoots(KnownProcess process)
      throws ErrnoException, MalformedKernelDataException {
    PidStatus.Uids uids =
        ParsedFile.read(kernel, process.folder, "status", PidStatus::parse).uids();
    return uids != null && uids.areRoot() && isOfInitialUserNamespace(process);
  }

  /// Root of a user namespace of its own is nobody in particular. Where the agent itself is in such
  /// a namespace, its mapping is shown otherwise, and no process is taken for root's.
  private boolean isOfInitialUserNamespace(KnownProcess process) throws ErrnoException {
    try {
      FileContent content = kernel.read(process.folder, "uid_map");
      String map = new String(content.bytes(), 0, content.length(), StandardCharsets.US_ASCII);
      return EVERYBODY.matcher(map).matches();
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ENOENT) {
        return true; // a kernel without user namespaces
      }
      throw e;
    }
  }

  private static @Nullable String absolute(@Nullable String path) {
    return path != null && path.startsWith("/") ? path : null;
  }
}
