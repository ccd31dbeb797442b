// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamedFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A storage that does not answer at first.
class UnansweredStorageTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String STORAGE = "/home/a/overlay-containers";

  private final FakeProcfs procfs = new FakeProcfs();
  private final FakeRootFiles root =
      new FakeRootFiles()
          .file(STORAGE + "/containers.json", "[{\"id\":\"" + ID + "\",\"names\":[\"web\"]}]");
  private boolean dead = true;

  @Test
  void isSaidAndTriedUntilItAnswers() {
    procfs.add(9, HOST, "/x").comm("conmon");
    procfs.process(9).cmdline("conmon", "-c", ID, "-b", STORAGE + "/" + ID + "/userdata");
    procfs.add(10, 200, "/" + ID).parent(9);
    ProcfsScanner scanner =
        ProcfsScanner.of(
            procfs,
            FakeProcfs.PATH,
            CgroupNamespace.HOST,
            null,
            new NameSettings(root, this::read, null, AllowedLabels.NONE, null),
            new ProcfsCheck(true, List.of()),
            null);

    for (int i = 0; i < 50; i++) {
      assertThat(scanner.scan().containers().getFirst().name()).isNull();
    }
    assertThat(scanner.notices())
        .filteredOn(line -> line.contains("do not answer"))
        .singleElement()
        .asString()
        .contains(STORAGE);

    dead = false;
    assertThat(scanner.scan().containers().getFirst().name()).isEqualTo("web");
  }

  private byte[] read(String folder, String name, int maxBytes) throws ErrnoException {
    if (dead && folder.equals(STORAGE)) {
      throw new ErrnoException(ErrnoException.ETIMEDOUT, "wait for", folder);
    }
    return NamedFiles.inline(root).read(folder, name, maxBytes);
  }
}
