// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostCollectorsInCycleTest {
  private final CollectionFixture host = new CollectionFixture();

  @Test
  void observesTheHostOnceWhateverOneOfItsFilesDoes() {
    List<String> observed = new ArrayList<>();
    host.hostCollectors =
        List.of(
            hostCollector("first", true, () -> observed.add("first")),
            hostCollector(
                "broken",
                true,
                () -> {
                  throw new IllegalStateException("made up");
                }),
            hostCollector("off", false, () -> observed.add("off")),
            hostCollector("last", true, () -> observed.add("last")));
    host.add(FakeNamespace.unnamed(4), "eth0");
    host.collect();
    assertThat(observed).as("the procfs is not the host's").isEmpty();

    host.add(FakeNamespace.host(), "eth0");
    assertThat(host.collect()).containsKey("system.network.collisions");

    assertThat(observed).containsExactly("first", "last");
  }

  private static HostCollector hostCollector(String name, boolean on, Runnable observation) {
    return new HostCollector() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isOn() {
        return on;
      }

      @Override
      public void observe(HostFiles files) {
        observation.run();
      }
    };
  }
}
