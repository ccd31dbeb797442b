// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import dev.procpush.collector.OptionalFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A chip of `class/hwmon`. Its number may be another one's after a restart: it is known by the
/// device that it is part of.
final class HwmonDevice extends SlowDevice {
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "((temp|fan|in|curr|power|energy)[0-9]{1,4})"
              + "_(input|average|label|fault|max|min|crit|lcrit)");
  private static final int MOST_CHANNELS = 512;

  private final Hardware hardware;
  private final String folder;
  private final String target;
  private final SlowFile name;
  private List<HwmonChannel> channels;
  private String id = "";
  private boolean described;

  /// @param folder as in `class/hwmon/hwmon0`
  /// @param target where that link leads
  /// @param files the names of its files
  HwmonDevice(Hardware hardware, String folder, String target, List<String> files) {
    this.hardware = hardware;
    this.folder = folder;
    this.target = target;
    this.name = new SlowFile(folder + "/name");
    this.channels = channels(files);
  }

  boolean isAt(String link) {
    return target.equals(link);
  }

  /// Looks at its files, its label and its limits anew.
  void lookAgain(List<String> files) {
    if (!isStuck()) {
      channels = channels(files);
      described = false;
    }
  }

  List<HwmonChannel> channels() {
    return channels;
  }

  @Override
  List<SlowFile> files() {
    List<SlowFile> files = new ArrayList<>();
    if (!described) {
      files.add(name);
    }
    channels.forEach(channel -> channel.addFiles(files, !described));
    return files;
  }

  /// Takes what hardly ever changes from what was read.
  ///
  /// @param taken the ids of other devices; its own is added
  void describe(Set<String> taken, OptionalFiles files) {
    if (!described) {
      String chip = name.text();
      id = id(chip, taken);
      for (HwmonChannel channel : channels) {
        channel.describe(id, chip, files);
      }
      described = isWhole();
    }
    taken.add(id);
  }

  /// As in `platform_coretemp_0`; where two chips are part of one device, the second has its own
  /// name added.
  private String id(@Nullable String chip, Set<String> taken) {
    String number = folder.substring(folder.lastIndexOf('/') + 1);
    String device = device(target, number);
    String made = device != null ? device : chip != null ? clean(chip) : number;
    if (taken.contains(made) && chip != null) {
      made = made + "_" + clean(chip);
    }
    return taken.contains(made) ? made + "_" + number : made;
  }

  /// The last two parts of the path of the device that it is part of: its bus and its name there.
  private static @Nullable String device(String target, String number) {
    List<String> path = new ArrayList<>(List.of(target.split("/", -1)));
    if (path.removeLast().equals(number) && !path.isEmpty() && path.getLast().equals("hwmon")) {
      path.removeLast();
    }
    int size = path.size();
    if (size < 2 || path.getLast().equals("virtual")) {
      return null;
    }
    return clean(path.get(size - 2)) + "_" + clean(path.get(size - 1));
  }

  private static String clean(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9:_]", "_").replaceAll("^_+|_+$", "");
  }

  private List<HwmonChannel> channels(List<String> files) {
    Map<String, List<String>> suffixes = new TreeMap<>();
    Map<String, String> prefixes = new TreeMap<>();
    for (String file : files) {
      Matcher attribute = ATTRIBUTE.matcher(file);
      if (attribute.matches()) {
        suffixes
            .computeIfAbsent(attribute.group(1), _ -> new ArrayList<>())
            .add(attribute.group(3));
        prefixes.put(attribute.group(1), attribute.group(2));
      }
    }
    List<HwmonChannel> channels = new ArrayList<>();
    suffixes.forEach(
        (channel, found) -> {
          boolean measures = found.contains("input") || found.contains("average");
          if (measures && channels.size() < MOST_CHANNELS) {
            channels.add(
                new HwmonChannel(
                    hardware,
                    kind(prefixes.getOrDefault(channel, "")),
                    channel,
                    folder + "/" + channel,
                    found));
          }
        });
    return channels;
  }

  private static HwmonChannel.Kind kind(String prefix) {
    for (HwmonChannel.Kind kind : HwmonChannel.Kind.values()) {
      if (kind.prefix.equals(prefix)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(prefix);
  }
}
