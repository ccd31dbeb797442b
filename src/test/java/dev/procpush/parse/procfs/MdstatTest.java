// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import dev.procpush.parse.procfs.Mdstat.Action;
import dev.procpush.parse.procfs.Mdstat.Activity;
import dev.procpush.parse.procfs.Mdstat.Array;
import dev.procpush.parse.procfs.Mdstat.Sync;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MdstatTest {
  private static final String SERVER = KernelFileFixture.text("composed/sensors-host/proc/mdstat");
  private static final String END = "unused devices: <none>\n";

  @Test
  void readsArraysOfAllKinds() throws Exception {
    assertThat(Refused.parse(Mdstat::parse, SERVER).arrays())
        .containsExactly(
            array("md10", Activity.BROKEN, "raid5", 209584128L, 3, 1, 2, 0, 1, null),
            array("md9", Activity.INACTIVE, null, 4776L, null, null, 0, 2, 0, null),
            array(
                "md8",
                Activity.ACTIVE,
                "raid4",
                838336512L,
                5,
                5,
                0,
                0,
                5,
                new Sync(Action.RESHAPE, 203505152L, 209584128L)),
            array(
                "md7",
                Activity.ACTIVE,
                "raid1",
                104792064L,
                2,
                2,
                0,
                0,
                2,
                new Sync(Action.RESYNC, null, null)),
            array(
                "md6",
                Activity.ACTIVE,
                "raid1",
                52396032L,
                2,
                2,
                0,
                0,
                2,
                new Sync(Action.RESYNC, null, null)),
            array(
                "md5",
                Activity.ACTIVE,
                "raid1",
                1046528L,
                2,
                2,
                0,
                0,
                2,
                new Sync(Action.CHECK, 130816L, 1046528L)),
            array("md4", Activity.ACTIVE, "linear", 1000L, null, null, 0, 0, 2, null),
            array("md3", Activity.ACTIVE, "raid0", 7813768192L, null, null, 0, 0, 2, null),
            array(
                "md2",
                Activity.ACTIVE,
                "raid10",
                1953259520L,
                4,
                4,
                0,
                0,
                4,
                new Sync(Action.RESYNC, 82336896L, 1953259520L)),
            array(
                "md1",
                Activity.ACTIVE,
                "raid6",
                3906764800L,
                5,
                4,
                1,
                1,
                5,
                new Sync(Action.RECOVER, 110736896L, 1302254933L)),
            array("md0", Activity.ACTIVE, "raid1", 523712L, 2, 1, 0, 0, 1, null));
  }

  @Test
  void readsAHostWithoutArrays() throws Exception {
    assertThat(Refused.parse(Mdstat::parse, "Personalities : \n" + END).arrays()).isEmpty();
  }

  @Test
  void readsWhatOtherNodesOfAClusterDo() throws Exception {
    String header = "md0 : active (read-only) raid1 sdb[1](R) sda[0]\n      8 blocks [2/2] [UU]\n";
    for (String remote : new String[] {"recover=REMOTE", "reshape=REMOTE", "resync=REMOTE"}) {
      Array array =
          Refused.parse(Mdstat::parse, header + "      \t" + remote + "\n      \n" + END)
              .arrays()
              .getFirst();
      assertThat(array.personality()).isEqualTo("raid1");
      assertThat(array.unmarked()).isEqualTo(1);
      assertThat(array.sync()).isNotNull().extracting(Sync::done).isNull();
    }
  }

  @Test
  void readsAnArrayWithoutDisks() throws Exception {
    Array array =
        Refused.parse(Mdstat::parse, "md1 : inactive\n       \n" + END).arrays().getFirst();
    assertThat(array)
        .isEqualTo(array("md1", Activity.INACTIVE, null, null, null, null, 0, 0, 0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Personalities : [raid1]\n",
        "Personalities : [raid1]\nmd0 : active raid1 sda[0]\n",
        "unused devices: <none>",
        "md0 : asleep raid1 sda[0]\n" + END,
        "md0 active raid1 sda[0]\n" + END,
        "md0 : active raid1 sda[0]\n      many blocks\n      99999999999999999999 blocks\n" + END,
        "md0 : active raid1 sda[0]\n      8 blocks [2/x] [UU]\n" + END,
        "md0 : active raid1 sda[0]\n      8 blocks [2/99999] [UU]\n" + END,
        "md0 : active raid1 sda[0]\n      [=>...]  growth = 1.0% (1/2)\n" + END,
        "md0 : active raid1 sda[0]\n      [=>...]  resync = 1.0%\n" + END
      })
  void refusesWhatIsCutOrUnknown(String text) {
    assertThatThrownBy(() -> Refused.parse(Mdstat::parse, text))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    int from = SERVER.indexOf("md2 :");
    assertThat(Refused.mutants(Mdstat::parse, SERVER.substring(from))).isBetween(10_000, 99_000);
  }

  private static Array array(
      String name,
      Activity activity,
      @Nullable String personality,
      @Nullable Long blocks,
      @Nullable Integer required,
      @Nullable Integer active,
      int failed,
      int spare,
      int unmarked,
      @Nullable Sync sync) {
    return new Array(
        name, activity, personality, blocks, required, active, failed, spare, unmarked, sync);
  }
}
