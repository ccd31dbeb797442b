// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.StatFs;
import dev.procpush.linux.WatchedFile;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostMountsTest {
  private static final String ONE = "28 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n";

  private static final String READ_ONLY = ONE.replace("rw,relatime", "ro,relatime");

  private final Map<String, String> files = new HashMap<>();
  private boolean unchanged;
  private int reads;
  private long now;

  @Test
  void takesTheFirstProcesssAsTheyAre() throws Exception {
    files.put("/host/proc/1/mountinfo", ONE + "29 28 254:2 / /host/x rw - ext4 /dev/vda2 rw\n");

    assertThat(points(new HostMounts(kernel(), "/host/proc", "/host")))
        .containsExactly("/", "/host/x");
  }

  @Test
  void givesTheSameTableUntilSomethingChanges() throws Exception {
    HostMounts mounts = new HostMounts(kernel(), "/proc", "/");
    files.put("/proc/1/mountinfo", ONE);
    MountTable first = mounts.read();

    assertThat(mounts.read()).isSameAs(first);
    files.put("/proc/1/mountinfo", READ_ONLY);
    assertThat(mounts.read()).isNotSameAs(first);
  }

  @Test
  void readsOnlyWhatHasChanged() throws Exception {
    HostMounts mounts = new HostMounts(kernel(), "/proc", "/", () -> now);
    files.put("/proc/1/mountinfo", ONE);
    unchanged = true;
    MountTable first = mounts.read();
    files.put("/proc/1/mountinfo", READ_ONLY);

    assertThat(mounts.read()).isSameAs(first);
    unchanged = false;
    MountTable second = mounts.read();
    assertThat(second).isNotEqualTo(first);

    unchanged = true;
    files.put("/proc/1/mountinfo", ONE);
    assertThat(mounts.read()).isSameAs(second);
    assertThat(mounts.readAnew()).isEqualTo(first);
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void readsAnewNowAndThenWhatTheKernelTellsNobodyOf() throws Exception {
    HostMounts mounts = new HostMounts(kernel(), "/proc", "/", () -> now);
    files.put("/proc/1/mountinfo", ONE);
    unchanged = true;
    MountTable first = mounts.read();
    files.put("/proc/1/mountinfo", READ_ONLY);
    now += 120_000_000_000L;
    assertThat(mounts.read()).isSameAs(first);

    now++;
    assertThat(mounts.read()).isNotEqualTo(first);
  }

  @Test
  void watchesItsOwnWhereTheFirstProcesssAreRefused() throws Exception {
    HostMounts mounts = new HostMounts(kernel(), "/proc", "/", () -> now);
    files.put("/proc/self/mountinfo", ONE);
    unchanged = true;
    MountTable first = mounts.read();

    assertThat(mounts.read()).isSameAs(first);
    assertThat(reads).isEqualTo(1);
    files.put("/proc/1/mountinfo", READ_ONLY);
    assertThat(mounts.read()).isNotEqualTo(first);
  }

  @Test
  void takesNothingForReadThatMakesNoSense() throws Exception {
    HostMounts mounts = new HostMounts(kernel(), "/proc", "/", () -> now);
    unchanged = true;
    for (int i = 0; i < 2; i++) {
      files.put("/proc/1/mountinfo", "garbage\n");
      assertThatThrownBy(mounts::read).isInstanceOf(MalformedKernelDataException.class);
      assertThatThrownBy(mounts::read).isInstanceOf(MalformedKernelDataException.class);
      files.put("/proc/1/mountinfo", ONE);
      assertThat(mounts.read()).isNotNull();
      mounts.close();
    }
  }

  @Test
  void stripsItsOwnWhereTheFirstProcesssAreRefused() throws Exception {
    files.put(
        "/proc/self/mountinfo",
        """
        1 0 0:50 / / rw - overlay overlay rw
        2 1 254:1 / /host ro - ext4 /dev/vda1 rw
        3 2 254:2 / /host/media/volume1 ro - ext4 /dev/vda2 rw
        4 1 0:51 / /dev/shm rw - tmpfs shm rw
        5 1 254:3 / /hostile rw - ext4 /dev/vda3 rw
        """);
    assertThat(points(new HostMounts(kernel(), "/host/proc", "/host")))
        .containsExactly("/", "/media/volume1");
    assertThat(points(new HostMounts(kernel(), "/proc", "/")))
        .containsExactly("/", "/host", "/host/media/volume1", "/dev/shm", "/hostile");
  }

  @Test
  void isAbsentWhereTheFirstProcessHasNone() {
    files.put("/proc/1/mountinfo", "absent");

    assertThatThrownBy(() -> new HostMounts(kernel(), "/proc", "/").read())
        .hasMessageContaining("ENOENT");
  }

  @Test
  void callsEachFileSystemByOnePlace() throws Exception {
    files.put(
        "/proc/1/mountinfo",
        """
        1 0 254:1 /sub /a rw - ext4 /dev/vda1 rw
        2 1 254:1 / /longer rw - ext4 /dev/vda1 rw
        3 1 254:1 / /long2 rw - ext4 /dev/vda1 rw
        4 1 254:1 / /long1 rw - ext4 /dev/vda1 rw
        5 1 0:40 / /twice rw - tmpfs below rw
        6 5 0:41 / /twice rw - tmpfs above rw
        7 6 0:41 / /twice/b rw - tmpfs above rw
        """);
    assertThat(points(new HostMounts(kernel(), "/proc", "/"))).containsExactly("/long1", "/twice");
    MountTable table = new HostMounts(kernel(), "/proc", "/").read();
    assertThat(table.fileSystems(mount -> mount.root().equals("/sub")))
        .extracting(Mount::mountPoint)
        .containsExactly("/a");
    assertThat(table.fileSystems(mount -> mount.type().equals("tmpfs")))
        .extracting(Mount::source)
        .containsExactly("above");
    assertThat(table.has("0:40")).isTrue();
    assertThat(table.has("0:42")).isFalse();
    assertThat(table.place("0:41")).isEqualTo("/twice");
  }

  @Test
  void knowsWhatIsAtThePlace() {
    Mount ext4 = mount("254:1", "ext4", "rw", "rw,errors=remount-ro");
    Mount btrfs = mount("0:41", "btrfs", "rw,noatime,ro", "rw");

    assertThat(MountTable.isAt(ext4, found(0xef53, 254, 1))).isTrue();
    assertThat(MountTable.isAt(ext4, found(0xef53, 254, 2))).isFalse();
    assertThat(MountTable.isAt(mount("?", "ext4", "", ""), found(0xef53, 0, 0))).isFalse();
    assertThat(MountTable.isAt(btrfs, found(StatFs.BTRFS_SUPER_MAGIC, 0, 77))).isTrue();
    assertThat(MountTable.isAt(ext4, found(StatFs.BTRFS_SUPER_MAGIC, 254, 1))).isFalse();
  }

  @Test
  void knowsWhatIsReadOnly() {
    assertThat(MountTable.isReadOnly(mount("0:1", "ext4", "rw,relatime", "rw,errors=remount-ro")))
        .isFalse();
    assertThat(MountTable.isReadOnly(mount("0:1", "ext4", "rw,ro", "rw"))).isTrue();
    assertThat(MountTable.isReadOnly(mount("0:1", "ext4", "rw,ro,noatime", "rw"))).isTrue();
    assertThat(MountTable.isReadOnly(mount("0:1", "ext4", "rw", "ro,errors=continue"))).isTrue();
    assertThat(MountTable.isReadOnly(mount("0:1", "ext4", "rw", "ro"))).isTrue();
  }

  @Test
  void takesTenThousandMounts() throws Exception {
    StringBuilder text = new StringBuilder(ONE);
    for (int i = 0; i < 10_000; i++) {
      text.append(
          "%d 28 0:%d / /m/%d rw - overlay overlay rw,lowerdir=/a\n".formatted(i + 100, i, i));
    }
    files.put("/proc/1/mountinfo", text.toString());
    HostMounts mounts = new HostMounts(kernel(), "/proc", "/");

    assertThat(mounts.read().fileSystems(mount -> !mount.type().equals("overlay"))).hasSize(1);
    assertThat(mounts.read()).isSameAs(mounts.read());
  }

  private static Mount mount(String device, String type, String options, String superOptions) {
    return new Mount(1, 0, device, "/", "/", options, type, "source", superOptions);
  }

  private static StatFs found(long type, int major, int minor) {
    return new StatFs(type, StatFs.device(major, minor), 1, 1, 1, 1, 1, 1, false);
  }

  private static List<String> points(HostMounts mounts) throws Exception {
    return mounts.read().fileSystems(_ -> true).stream().map(Mount::mountPoint).toList();
  }

  private KernelFiles kernel() {
    return (KernelFiles)
        Proxy.newProxyInstance(
            KernelFiles.class.getClassLoader(),
            new Class<?>[] {KernelFiles.class},
            (_, _, arguments) -> watched(arguments[0] + "/mountinfo"));
  }

  private WatchedFile watched(String path) {
    return new WatchedFile() {
      private boolean isOpen;

      @Override
      public @Nullable FileContent readIfChanged() throws ErrnoException {
        if (isOpen && unchanged) {
          return null;
        }
        isOpen = false;
        String text = files.get(path);
        if (text == null || text.equals("absent")) {
          int errno = text == null ? ErrnoException.EACCES : ErrnoException.ENOENT;
          throw new ErrnoException(errno, "open", path);
        }
        isOpen = true;
        reads++;
        return FileContent.of(text.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void close() {
        isOpen = false;
      }
    };
  }
}
