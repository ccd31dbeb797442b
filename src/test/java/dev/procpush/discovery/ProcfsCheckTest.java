// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcfsCheckTest {
  private final FakeProcfs procfs = new FakeProcfs();

  @Test
  void theHostsOwnIsTakenWithoutAWord() {
    assertThat(check(false)).isEqualTo(new ProcfsCheck(true, List.of()));
  }

  @Test
  void aContainersOwnIsSaidNotToBeTheHosts() {
    procfs.process(2).comm("nginx");

    ProcfsCheck check = check(false);

    assertThat(check.isHost()).isFalse();
    assertThat(check.notices()).singleElement().asString().contains("/proc is not the host's");
  }

  @Test
  void theOneThatTheUserNamedIsBelieved() {
    procfs.end(2);

    assertThat(check(true)).isEqualTo(new ProcfsCheck(true, List.of()));
  }

  @Test
  void hiddenProcessesAreSaidByTheMountOptions() {
    procfs.end(1);
    procfs.end(2);
    mounted("rw,gid=5,hidepid=invisible");

    assertThat(check(false).isHost()).isFalse();
    assertThat(check(false).notices())
        .singleElement()
        .asString()
        .contains("hidepid", "CAP_SYS_PTRACE");
  }

  @Test
  void hiddenProcessesAreSaidByTheErrno() {
    procfs.process(1).refuse(ErrnoException.EPERM);

    assertThat(check(true).notices()).singleElement().asString().contains("hidepid");
  }

  @Test
  void aSubsetIsSaid() {
    mounted("rw,subset=pid");

    assertThat(check(false).notices()).singleElement().asString().contains("subset=pid");
  }

  @Test
  void whatIsNoProcfsIsSaid() {
    procfs.end(1);

    assertThat(check(true).notices())
        .singleElement()
        .asString()
        .contains("/proc/1/net/dev", "ENOENT", "--path.procfs");
  }

  private void mounted(String superOptions) {
    procfs.file(
        "/proc/self/mountinfo",
        "22 27 0:21 / /proc rw,relatime shared:3 - proc proc " + superOptions + "\n");
  }

  private ProcfsCheck check(boolean named) {
    return ProcfsCheck.of(procfs, FakeProcfs.PATH, named);
  }
}
