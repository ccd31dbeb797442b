// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers may put in the place of each file that names are read from, on a real file
/// system. None of it holds a scan up or leads out of the host's root.
@Timeout(60)
class UnusableNameFilesTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String STORAGE = "home/ann/overlay-containers/";
  private static final String SECRET =
      """
      {"ID": "%s", "Name": "/secret", "Image": "sha256:%s", "Config": {"Image": "secret"},
       "annotations": {"nerdctl/name": "secret", "io.kubernetes.cri.image-name": "secret"}}
      """
          .formatted(ID, ID);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run/containerd/io.containerd.runtime.v2.task/k8s.io/" + "%s/config.json",
        "run/containers/storage/overlay-containers/%s/userdata/config.json",
        "var/lib/containers/storage/overlay-containers/%s/userdata/config.json",
        "var/lib/containers/storage/overlay-containers/containers.json",
        "var/lib/containers/storage/overlay-containers/volatile-containers.json",
        STORAGE + "%s/userdata/config.json",
        STORAGE + "containers.json",
        "var/lib/docker/containers/%s/config.v2.json"
      })
  void isLeftAlone(String place) throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    Path file = root.resolve(place.formatted(ID));
    Path parent = file.resolveSibling("");
    Files.createDirectories(parent);

    Files.writeString(file, "{\"a\":\"" + "x".repeat(10 << 20) + "\"}");
    assertIsNotUsed(root, "EFBIG");

    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertIsNotUsed(root, "EINVAL");

    Files.delete(file);
    Files.createDirectory(file);
    assertIsNotUsed(root, "EISDIR");

    Files.delete(file);
    Path outside = Files.writeString(folder.resolve("secret.json"), SECRET);
    Files.createSymbolicLink(file, outside);
    assertIsNotUsed(root, "");

    Files.delete(file);
    Files.createSymbolicLink(file, parent.relativize(outside));
    assertIsNotUsed(root, "");

    Files.delete(file);
    Files.write(
        file, "[{\"id\":\"\u00ff\u00c0\u0080\",\"annotations\":{\u00fe".getBytes(ISO_8859_1));
    assertIsNotUsed(root, "");
  }

  @Test
  void theOthersAreStillRead() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Path bundle = root.resolve("var/lib/containers/storage/overlay-containers/" + ID + "/userdata");
    Files.createDirectories(bundle.resolve("config.json"));
    Files.writeString(
        bundle.resolve("../../containers.json").normalize(),
        "[{\"id\":\"" + ID + "\",\"names\":[\"web\"]}]");

    assertThat(scan(root, new ArrayList<>()).name()).isEqualTo("web");
  }

  private static void assertIsNotUsed(Path root, String errno) {
    List<String> notices = new ArrayList<>();
    Container container = scan(root, notices);

    assertThat(container.name()).isNull();
    assertThat(container.details().image()).isNull();
    if (!errno.isEmpty()) {
      assertThat(notices).filteredOn(line -> line.contains(errno)).hasSize(1);
    }
  }

  /// Scans twice, so that what is unusable has been met again.
  private static Container scan(Path root, List<String> notices) {
    FakeProcfs procfs = new FakeProcfs();
    procfs.add(9, HOST, "/x").comm("conmon");
    procfs.process(9).cmdline("conmon", "-c", ID, "-b", "/" + STORAGE + ID + "/userdata");
    procfs.add(10, 200, "/" + ID).parent(9);
    try (RootFiles files = RootFiles.under(root.toString())) {
      ProcfsScanner scanner =
          ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), files, null);
      scanner.scan();
      Container container = scanner.scan().containers().getFirst();
      if (!scanner.notices().isEmpty()) {
        notices.addAll(scanner.notices());
      }
      return container;
    }
  }
}
