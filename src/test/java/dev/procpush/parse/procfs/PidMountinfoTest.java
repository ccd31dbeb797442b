// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidMountinfoTest {
  private static final String TEXT =
      """
      36 35 98:0 /mnt1 /mnt\\0402 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue
      22 27 0:21 / /proc rw,relatime - proc proc rw,hidepid=invisible
      """;

  @Test
  void givesOptionsOfTheFileSystem() throws Exception {
    Mount mount =
        parse("1 0 0:50 / / rw - overlay o rw,xupperdir=/x,upperdir=/a\\054b\\075c,workdir,last=\n")
            .mounts()
            .getFirst();
    assertThat(mount.superOption("upperdir")).isEqualTo("/a,b=c");
    assertThat(mount.superOption("last")).isEmpty();
    assertThat(mount.superOption("workdir")).isNull();
    assertThat(mount.superOption("upper")).isNull();
  }

  @Test
  void readsEachMount() throws Exception {
    assertThat(parse(TEXT).mounts())
        .containsExactly(
            new Mount(
                36,
                35,
                "98:0",
                "/mnt1",
                "/mnt 2",
                "rw,noatime",
                "ext3",
                "/dev/root",
                "rw,errors=continue"),
            new Mount(
                22,
                27,
                "0:21",
                "/",
                "/proc",
                "rw,relatime",
                "proc",
                "proc",
                "rw,hidepid=invisible"));
  }

  @Test
  void undoesTheKernelsEscapes() throws Exception {
    Mount mount = parse("1 2 0:1 / /a\\011b\\012c\\134d\\9\\04 rw - t s rw\n").mounts().getFirst();

    assertThat(mount.mountPoint()).isEqualTo("/a\tb\nc\\d\\9\\04");
  }

  @Test
  void takesAnEmptySource() throws Exception {
    assertThat(parse("1 2 0:1 / /a rw - tmpfs  rw\n").mounts().getFirst().source()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 2 0:1 / /a rw\n",
        "1 2 0:1 / /a rw - tmpfs\n",
        "1 2 0:1 / /a rw - tmpfs none\n",
        "x 2 0:1 / /a rw - tmpfs none rw\n"
      })
  void losesNoMoreThanALine(String odd) throws Exception {
    byte[] bytes = (TEXT + odd + TEXT).getBytes(UTF_8);
    ByteCursor cursor = new ByteCursor("file", bytes, bytes.length);
    List<Mount> mounts = parse(TEXT).mounts();
    assertThat(PidMountinfo.parse(cursor).mounts())
        .containsExactly(mounts.get(0), mounts.get(1), mounts.get(0), mounts.get(1));
    assertThat(cursor.firstLoss()).hasMessageStartingWith("file:3: ");
  }

  @Test
  void passesOverEmptyLines() throws Exception {
    assertThat(parse("\n" + TEXT + "\n").mounts()).hasSize(2);
  }

  @Test
  void losesNoMoreThanANumbersMount() throws Exception {
    SpoiledFields.costThemselvesAlone(
        () -> PidMountinfo::parse,
        TEXT.replace("\\0402", ""),
        table ->
            table.mounts().stream()
                .collect(Collectors.toMap(Mount::type, one -> one.id() * 100 + one.parent())));
  }

  @Test
  void refusesWhatIsCut() {
    assertThatThrownBy(() -> parse("1 2 0:1 / /a rw - tmpfs none rw"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:1: ");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(PidMountinfo::parse, TEXT)).isBetween(1_000, 95_000);
  }

  @Test
  void changesTheFieldWhoseDigitChanges() throws Exception {
    assertThat(RecordChanges.afterDigitChange(PidMountinfo::parse, TEXT, "36 35"))
        .containsExactly("mounts0.id");
    assertThat(RecordChanges.afterDigitChange(PidMountinfo::parse, TEXT, "27 0:21"))
        .containsExactly("mounts1.parent");
    assertThat(RecordChanges.afterDigitChange(PidMountinfo::parse, TEXT, "98:0"))
        .containsExactly("mounts0.device");
  }

  private static PidMountinfo parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(UTF_8);
    return PidMountinfo.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
