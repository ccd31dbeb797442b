// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.OptionalFiles;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;

/// What a btrfs is made of, which is looked up now and then: the kinds of its block groups, their
/// profiles, its devices.
///
/// @param info what it is called, as attributes
/// @param figures files of one number, each with where that goes
/// @param devices as btrfs figures them
record BtrfsLayout(Attributes info, List<Figure> figures, List<Device> devices) {
  private static final AttributeKey<String> UUID = stringKey("system.btrfs.uuid");
  private static final AttributeKey<String> LABEL = stringKey("system.btrfs.label");
  private static final AttributeKey<String> TYPE = stringKey("system.btrfs.block_group.type");
  private static final AttributeKey<String> PROFILE = stringKey("system.btrfs.block_group.profile");
  private static final AttributeKey<String> DEVICE = stringKey("system.device");
  private static final AttributeKey<Long> DEVICE_ID =
      AttributeKey.longKey("system.btrfs.device.id");
  private static final List<String> TYPES = List.of("data", "metadata", "system", "mixed");
  private static final List<String> PROFILES =
      List.of("single", "dup", "raid0", "raid1", "raid1c3", "raid1c4", "raid10", "raid5", "raid6");

  /// Which value of the kernel a number is.
  enum Value {
    SIZE("total_bytes", 1),
    USAGE("used_bytes", 1),
    DISK_SIZE("disk_total", 1),
    DISK_USAGE("disk_used", 1),
    RESERVED("bytes_reserved", 1),
    GLOBAL_RESERVE("global_rsv_size", 1),
    DEVICE_SIZE("size", 512),
    DEVICE_MISSING("missing", 1);

    private final String file;
    private final int factor;

    Value(String file, int factor) {
      this.file = file;
      this.factor = factor;
    }

    /// What the file's number is multiplied with.
    int factor() {
      return factor;
    }
  }

  /// A file that is one number.
  record Figure(Value what, String file, Attributes attributes) {

    static Figure in(String folder, Value what, Attributes attributes) {
      return new Figure(what, folder + "/" + what.file, attributes);
    }
  }

  /// @param errorStats the file of its errors
  /// @param errors the attributes of these, in the order of the file
  record Device(String errorStats, List<Attributes> errors) {}

  BtrfsLayout {
    figures = List.copyOf(figures);
    devices = List.copyOf(devices);
  }

  /// Finds out what there is.
  static BtrfsLayout find(String folder, String uuid, OptionalFiles files) {
    Attributes system = Attributes.of(UUID, uuid);
    String label = files.text(folder + "/label");
    List<Figure> figures = new ArrayList<>();
    String allocation = folder + "/allocation";
    for (String type : files.list(allocation)) {
      if (TYPES.contains(type)) {
        Attributes group = system.toBuilder().put(TYPE, type).build();
        addGroup(figures, allocation + "/" + type, group, files);
      }
    }
    figures.add(Figure.in(allocation, Value.GLOBAL_RESERVE, system));
    for (String device : files.list(folder + "/devices")) {
      figures.add(
          Figure.in(
              folder + "/devices/" + device,
              Value.DEVICE_SIZE,
              system.toBuilder().put(DEVICE, device).build()));
    }
    List<Device> devices = new ArrayList<>();
    for (String id : files.list(folder + "/devinfo")) {
      if (id.length() <= 18 && id.chars().allMatch(c -> c >= '0' && c <= '9')) {
        Attributes device = system.toBuilder().put(DEVICE_ID, Long.parseLong(id)).build();
        String place = folder + "/devinfo/" + id;
        figures.add(Figure.in(place, Value.DEVICE_MISSING, device));
        devices.add(new Device(place + "/error_stats", BtrfsCollector.errors(device)));
      }
    }
    Attributes info = label == null ? system : system.toBuilder().put(LABEL, label).build();
    return new BtrfsLayout(info, figures, devices);
  }

  private static void addGroup(
      List<Figure> figures, String folder, Attributes group, OptionalFiles files) {
    figures.add(Figure.in(folder, Value.DISK_SIZE, group));
    figures.add(Figure.in(folder, Value.DISK_USAGE, group));
    figures.add(Figure.in(folder, Value.RESERVED, group));
    for (String profile : files.list(folder)) {
      if (PROFILES.contains(profile)) {
        Attributes attributes = group.toBuilder().put(PROFILE, profile).build();
        figures.add(Figure.in(folder + "/" + profile, Value.SIZE, attributes));
        figures.add(Figure.in(folder + "/" + profile, Value.USAGE, attributes));
      }
    }
  }
}
