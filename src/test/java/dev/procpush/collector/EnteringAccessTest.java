// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NetlinkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways into a namespace, over an inside that only writes down where it was told to go.
class EnteringAccessTest {
  private static final NamespaceMount BLUE = new NamespaceMount("/run/netns/blue", 7, 1);
  private static final NamespaceMount AGAIN = new NamespaceMount("/run/docker/netns/b1", 7, 1);

  private final FakeInside steps = new FakeInside();
  @TempDir private Path root;
  private EnteringAccess access;

  @BeforeEach
  void openTheTree() {
    access =
        new EnteringAccess(
            work -> work.accept(steps), new ProcessAccess(KernelFiles.ofDirectory(root)));
  }

  @Test
  void doesNotEnterItsOwnNamespace() {
    steps.homeInode = 1;

    assertThat(visit(FakeNamespace.host())).containsExactly("home", "inside 1");
  }

  @Test
  void entersThroughAMountRatherThanAProcess() {
    FakeNamespace blue = FakeNamespace.named(50, "blue").mountedAt(BLUE);
    steps.mounts.put(BLUE, 50L);

    assertThat(visit(blue)).containsExactly("mount /run/netns/blue", "inside 50");
  }

  @Test
  void triesTheNextMountWhenOneIsGone() {
    FakeNamespace blue = FakeNamespace.named(50, "blue").mountedAt(BLUE, AGAIN);
    steps.mounts.put(AGAIN, 50L);

    assertThat(visit(blue))
        .containsExactly("mount /run/netns/blue", "mount /run/docker/netns/b1", "inside 50");
  }

  @Test
  void entersThroughAProcess() {
    steps.processes.put("proc/60", 60L);

    assertThat(visit(FakeNamespace.unnamed(60))).containsExactly("process proc/60", "inside 60");
  }

  @Test
  void doesNotBelieveAProcessThatHasLeft() {
    steps.processes.put("proc/60", 61L);

    assertThat(visit(FakeNamespace.unnamed(60)))
        .containsExactly("process proc/60", "home", "outside: ESRCH");
  }

  @Test
  void entersThroughTheNextProcessWhenTheFirstHasEndedOrLeft() {
    steps.processes.put("proc/11", 61L);
    steps.processes.put("proc/12", 60L);

    assertThat(visit(new FadingNamespace(60, 10, 11, 12)))
        .containsExactly("process proc/10", "process proc/11", "process proc/12", "inside 60");
  }

  /// One of the mounts that there was no time for yet may be the way in.
  @Test
  void blamesNoRightWhileMountsAreUntried() throws IOException {
    boolean[] untried = {true};
    access =
        new EnteringAccess(
            work -> work.accept(steps),
            new ProcessAccess(KernelFiles.ofDirectory(root)),
            () -> untried[0]);
    FakeNamespace unnamed = FakeNamespace.unnamed(60);
    denyLivingProcess();

    assertThat(visit(unnamed)).containsExactly("process proc/60", "home", "outside: ESRCH");
    steps.log.clear();
    untried[0] = false;
    assertThat(visit(unnamed)).containsExactly("process proc/60", "home", "outside: EPERM");
  }

  @Test
  void readsThroughTheProcessWhatItMayNotEnter() throws IOException {
    FakeNamespace unnamed = FakeNamespace.unnamed(60);
    denyLivingProcess();

    assertThat(visit(unnamed)).containsExactly("process proc/60", "home", "outside: EPERM");
    steps.log.clear();
    assertThat(visit(unnamed))
        .as("not tried again at once")
        .containsExactly("home", "outside: EPERM");
  }

  @Test
  void triesAgainLaterWhatItMightNotEnter() throws IOException {
    FakeNamespace unnamed = FakeNamespace.unnamed(60);
    denyLivingProcess();
    visit(unnamed);
    steps.denied.clear();
    steps.processes.put("proc/60", 60L);

    for (int cycle = 0; cycle < 30; cycle++) {
      steps.log.clear();
      visit(unnamed);
    }

    assertThat(steps.log).containsExactly("process proc/60", "inside 60");
  }

  /// The kernel denies access to the namespace of a process that has just ended.
  @Test
  void takesANamespaceForGoneWhoseLastProcessEndsMeanwhile() {
    steps.denied.add("proc/60");

    assertThat(visit(FakeNamespace.unnamed(60)))
        .containsExactly("process proc/60", "home", "outside: ESRCH");
  }

  private void denyLivingProcess() throws IOException {
    steps.denied.add("proc/60");
    Path process = root.resolve("proc/60");
    Files.createDirectories(process.resolve("net"));
    Files.createDirectory(process.resolve("ns"));
    Files.createFile(process.resolve("net/dev"));
    Files.createSymbolicLink(process.resolve("ns/net"), Path.of("net:[60]"));
  }

  @Test
  void visitsOnlyWithinACycle() {
    assertThatThrownBy(() -> access.visit(FakeNamespace.host(), files -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  private List<String> visit(NetworkNamespace namespace) {
    access.cycle(
        () ->
            access.visit(
                namespace,
                files ->
                    steps.log.add(files.isEntered() ? "inside " + steps.current : why(files))));
    return steps.log;
  }

  private static String why(NamespaceFiles outside) {
    try {
      outside.ask(NetlinkRequest.LINKS);
      throw new AssertionError("an answer from outside");
    } catch (ErrnoException e) {
      return "outside: " + e.errnoName();
    }
  }
}
