// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessAccessTest {
  private static final long INODE = 4026532000L;
  private static final long OTHER = 4026532001L;

  @TempDir Path root;
  private ProcessAccess access;

  @BeforeEach
  void openTheTree() {
    access = new ProcessAccess(KernelFiles.ofDirectory(root));
  }

  @Test
  void readsThroughTheFirstProcess() throws Exception {
    process(10, INODE);
    process(11, INODE);

    assertThat(read(new FadingNamespace(INODE, 10, 11), "net/dev")).isEqualTo("net/dev of 10");
  }

  @Test
  void readsThroughAnotherWhenTheFirstHasEnded() throws Exception {
    process(11, INODE);

    assertThat(read(new FadingNamespace(INODE, 10, 11), "net/dev")).isEqualTo("net/dev of 11");
  }

  @Test
  void neverReadsThroughOneThatIsInAnotherNamespaceByNow() throws Exception {
    process(10, OTHER);
    process(11, INODE);

    assertThat(read(new FadingNamespace(INODE, 10, 11), "net/dev")).isEqualTo("net/dev of 11");
  }

  @Test
  void givesNothingWhenNoProcessIsLeft() throws Exception {
    process(10, OTHER);

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> read(new FadingNamespace(INODE, 10, 11), "net/dev"))
        .satisfies(gone -> assertThat(gone.errno()).isEqualTo(ErrnoException.ESRCH));
  }

  @Test
  void tellsAFileThatTheKernelLacksFromAProcessThatHasEnded() throws Exception {
    process(10, INODE);

    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(() -> read(new FadingNamespace(INODE, 10, 11), "net/none"))
        .satisfies(absent -> assertThat(absent.errno()).isEqualTo(ErrnoException.ENOENT));
  }

  private void process(int pid, long inode) throws Exception {
    Path folder = root.resolve("proc").resolve(Integer.toString(pid));
    Files.createDirectories(folder.resolve("net"));
    Files.createDirectories(folder.resolve("ns"));
    Files.writeString(folder.resolve("net/dev"), "net/dev of " + pid);
    Files.createSymbolicLink(folder.resolve("ns/net"), Path.of("net:[" + inode + "]"));
  }

  private String read(NetworkNamespace namespace, String name) throws ErrnoException {
    FileContent[] content = new FileContent[1];
    ErrnoException[] failure = new ErrnoException[1];
    access.visit(
        namespace,
        files -> {
          try {
            content[0] = files.read(name);
          } catch (ErrnoException e) {
            failure[0] = e;
          }
        });
    if (failure[0] != null) {
      throw failure[0];
    }
    return new String(content[0].copy(), UTF_8);
  }
}
