// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessCycleTest {
  private static final String WEB = "web";

  private final FakeProcessHost host = new FakeProcessHost();

  @Test
  void tellsOfEachProcessWithTheIdentityOfItsContainer() {
    host.start(7, "nginx: (x) y", WEB, 500, 150);
    host.start(8, "sshd", null, 500, 20);
    host.rename(WEB, "shop");

    assertThat(points())
        .containsExactly(
            "process.cpu.time{s,counter} {container.id=web, container.name=shop, cpu.mode=system,"
                + " process.executable.name=nginx: (x) y, process.pid=7} 2.0",
            "process.cpu.time{s,counter} {container.id=web, container.name=shop, cpu.mode=user,"
                + " process.executable.name=nginx: (x) y, process.pid=7} 1.5",
            "process.cpu.time{s,counter} {cpu.mode=system, process.executable.name=sshd,"
                + " process.pid=8} 2.0",
            "process.cpu.time{s,counter} {cpu.mode=user, process.executable.name=sshd,"
                + " process.pid=8} 0.2");
  }

  @Test
  void leavesOutWhatIsInNoContainerUnlessAsked() {
    host.others = false;
    host.start(7, "nginx", WEB, 500, 150);
    host.start(8, "sshd", null, 500, 20);

    assertThat(host.told()).containsExactly(7);
  }

  @Test
  void takesNoProcessForTheHostsWhereTheHostWasNotFound() {
    host.isHost = false;
    host.start(7, "nginx", WEB, 500, 150);
    host.start(8, "sshd", null, 500, 20);

    assertThat(host.told()).containsExactly(7);
  }

  @Test
  void leavesOutWhatIsNotWantedByName() {
    host.names = name -> name.startsWith("n");
    host.start(7, "nginx", WEB, 500, 150);
    host.start(8, "sh", WEB, 500, 20);
    assertThat(host.told()).containsExactly(7);

    host.now(8, "node", 500, 20);
    assertThat(host.told()).as("a shell that has begun its program").containsExactly(7, 8);
  }

  @Test
  void looksAtWhatIsNotWantedOnlyNowAndThen() {
    host.names = _ -> false;
    host.start(8, "sh", WEB, 500, 20);
    for (int i = 0; i < 10; i++) {
      host.told();
    }
    host.files.forget();
    for (int i = 0; i < 16; i++) {
      host.told();
    }

    assertThat(host.files.reads).filteredOn("/proc/8/stat"::equals).hasSize(1);
  }

  @Test
  void endsTheSeriesOfAProcessThatHasEnded() {
    host.start(7, "nginx", WEB, 500, 150);
    host.start(8, "zombie", WEB, 500, 150);
    assertThat(host.told()).containsExactly(7, 8);

    host.end(7);
    host.stat(8, "zombie", 'Z', 500, 150);
    assertThat(points()).isEmpty();
  }

  @Test
  void saysNothingOfAProcessThatEndsMeanwhile() {
    host.start(7, "nginx", WEB, 500, 150);
    host.files.remove("/proc/7/stat");

    assertThat(host.collect()).noneMatch(line -> line.startsWith("procpush.collector.errors"));
  }

  @Test
  void leavesAGapBetweenTwoProcessesOfOnePid() {
    host.start(7, "worker", WEB, 500, 150);
    assertThat(host.told()).containsExactly(7);

    host.start(7, "worker", WEB, 900, 1);
    assertThat(host.told()).isEmpty();
    assertThat(host.told()).containsExactly(7);
  }

  @Test
  void leavesTheGapAlsoWhereNobodyHasSeenTheFirstEnd() {
    host.start(7, "worker", WEB, 500, 150);
    assertThat(host.told()).containsExactly(7);

    host.now(7, "worker", 900, 1);
    assertThat(host.told()).isEmpty();
    assertThat(host.told()).containsExactly(7);
  }

  @Test
  void goesOnWithAProcessThatIsFoundUnderAnotherHandle() {
    host.start(7, "worker", WEB, 500, 150);
    assertThat(host.told()).containsExactly(7);

    host.start(7, "worker", WEB, 500, 160);
    assertThat(host.told()).containsExactly(7);
  }

  @Test
  void needsNoGapWhereThereWasOne() {
    host.start(7, "worker", WEB, 500, 150);
    assertThat(host.told()).containsExactly(7);
    host.end(7);
    assertThat(host.told()).isEmpty();

    host.start(7, "worker", WEB, 900, 1);
    assertThat(host.told()).containsExactly(7);
  }

  @Test
  void tellsOfAProcessUnderItsNewName() {
    host.start(7, "sh", WEB, 500, 150);
    host.told();
    host.now(7, "node", 500, 151);

    assertThat(points()).hasSize(2).allMatch(line -> line.contains("process.executable.name=node"));
  }

  @Test
  void callsAWorkerOfTheKernelTheSameWhateverItDoes() {
    assertThat(
            List.of(
                ObservedProcess.name("kworker/0:1-events"),
                ObservedProcess.name("kworker/u8:3+flush-254:0"),
                ObservedProcess.name("kworker/1:0H"),
                ObservedProcess.name("kworker/R-slub_flushwq"),
                ObservedProcess.name("a:b-c")))
        .containsExactly(
            "kworker/0:1", "kworker/u8:3", "kworker/1:0H", "kworker/R-slub_flushwq", "a:b-c");
  }

  @Test
  void tellsOfTheRenamedContainersProcesses() {
    host.start(7, "sh", WEB, 500, 150);
    host.told();
    host.rename(WEB, "shop");

    assertThat(points()).hasSize(2).allMatch(line -> line.contains("container.name=shop"));
  }

  @Test
  void countsWhatCannotBeRead() {
    host.start(7, "sh", WEB, 500, 150);
    host.start(8, "sh", WEB, 500, 150);
    host.start(9, "sh", WEB, 500, 150);
    host.files.fail("/proc/7/stat", ErrnoException.EACCES);
    host.files.put("/proc/8/stat", "8 (sh) S x\n");

    assertThat(host.collect())
        .filteredOn(line -> line.startsWith("procpush.collector.errors"))
        .containsExactly(
            "procpush.collector.errors{{error},counter} {error.type=EACCES,"
                + " procpush.collector=process_stat} 1",
            "procpush.collector.errors{{error},counter} {error.type=malformed,"
                + " procpush.collector=process_stat} 1");
    assertThat(host.told()).containsExactly(9);
  }

  @Test
  void leavesOutWhatDoesNotFitIntoTheLimitOnSeries() {
    host.seriesMax = 5;
    host.start(6, "sh", null, 500, 1);
    host.start(7, "sh", WEB, 500, 150);
    host.start(8, "sh", WEB, 500, 900);

    assertThat(host.collect())
        .contains(
            "procpush.collector.skipped{{namespace},counter} {procpush.collector=process_stat,"
                + " procpush.drop.reason=series_limit} 1");
    assertThat(host.told()).as("first the host's, then those that use most").containsExactly(6, 8);
  }

  @Test
  void leavesOutContainersWhenTimeIsOverOthersEachTime() {
    host.others = false;
    host.clockStep = 600;
    for (int i = 1; i <= 4; i++) {
      host.start(i, "sh", "c" + i, 500, 1);
    }
    List<Integer> first = host.told();
    List<Integer> second = host.told();

    assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
    assertThat(host.collect())
        .anyMatch(
            line ->
                line.startsWith("procpush.collector.skipped") && line.contains("reason=budget"));
  }

  private List<String> points() {
    return host.collect().stream().filter(line -> line.startsWith("process.")).toList();
  }
}
