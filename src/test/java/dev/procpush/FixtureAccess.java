// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.NamespaceAccess;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.linux.NetlinkRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Enters a namespace of a fixture where a process of it has a folder `netlink`: what the kernel
/// answered there, a file for each request.
///
/// @param root the folder that holds the host's `proc`
/// @param outside the way to the other files
record FixtureAccess(Path root, NamespaceAccess outside) implements NamespaceAccess {

  @Override
  public void cycle(Runnable visits) {
    outside.cycle(visits);
  }

  @Override
  public void visit(NetworkNamespace namespace, Visit visit) {
    Path answers = root.resolve(namespace.directory() + "/netlink");
    outside.visit(
        namespace,
        files -> visit.with(Files.isDirectory(answers) ? new Inside(root, answers, files) : files));
  }

  private record Inside(Path root, Path answers, NamespaceFiles files) implements NamespaceFiles {

    @Override
    public FileContent read(String name) throws ErrnoException {
      return files.read(name);
    }

    @Override
    public boolean isEntered() {
      return true;
    }

    @Override
    public long nsfsInode() throws ErrnoException {
      return files.nsfsInode();
    }

    @Override
    public FileContent readSysctl(String name) throws ErrnoException {
      return files.readSysctl(name);
    }

    @Override
    public FileContent readSysfs(String name) throws ErrnoException {
      return files.readSysfs(name);
    }

    @Override
    public @Nullable Long inodeOf(int netnsId) {
      try {
        String home = Files.readString(answers.resolve("home_id")).strip();
        String number = Files.readSymbolicLink(root.resolve("proc/1/ns/net")).toString();
        return home.equals(Integer.toString(netnsId))
            ? Long.valueOf(number.replaceAll("\\D", ""))
            : null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public FileContent ask(NetlinkRequest request) throws ErrnoException {
      try {
        Path answer = answers.resolve(request + ".bin");
        if (!Files.exists(answer)) {
          throw new ErrnoException(ErrnoException.ENOENT, "send", request.toString());
        }
        return FileContent.of(Files.readAllBytes(answer));
      } catch (ErrnoException e) {
        throw e;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
