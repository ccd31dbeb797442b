// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static java.util.stream.Collectors.joining;

import dev.procpush.collector.OptionalFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final String link;
  private final String target;
  private final SlowFile name;
  private List<HwmonChannel> channels = List.of();
  private @Nullable String chip;
  private String labels = "";
  private String id = "";
  private boolean described;

  /// @param link as in `class/hwmon/hwmon0`
  /// @param target where that link leads
  /// @param files tell the names of its files
  HwmonDevice(Hardware hardware, String link, String target, OptionalFiles files) {
    this.hardware = hardware;
    this.link = link;
    this.target = target;
    this.name = SlowFile.constant(look(files) + "/name");
  }

  boolean isAt(String link) {
    return target.equals(link);
  }

  /// Looks at its files, its label and its limits anew.
  void lookAgain(OptionalFiles files) {
    if (!isStuck()) {
      look(files);
      name.forget();
      described = false;
    }
  }

  List<HwmonChannel> channels() {
    return channels;
  }

  @Override
  List<SlowFile> files() {
    List<SlowFile> files = new ArrayList<>();
    if (!name.isKnown()) {
      files.add(name);
    }
    channels.forEach(channel -> channel.addFiles(files));
    return files;
  }

  /// Whether what hardly ever changes is known.
  boolean isDescribed() {
    return described;
  }

  /// Takes its name and its labels from what was read.
  void takeNames() {
    if (!described) {
      chip = name.text();
      labels = channels.stream().map(HwmonChannel::content).collect(joining(","));
    }
  }

  /// Takes what else hardly ever changes from what was read.
  ///
  /// @param called what it is called in `hw.id`
  void describe(String called, OptionalFiles files) {
    if (!described || !called.equals(id)) {
      id = called;
      channels.forEach(channel -> channel.describe(id, chip, files));
      described = name.isKnown() && channels.stream().allMatch(HwmonChannel::isDescribed);
    }
  }

  /// The last two parts of the path of the device that it is part of, its bus and its name there,
  /// as in `platform_coretemp_0`; null where it is part of none.
  @Nullable String device() {
    List<String> path = new ArrayList<>(List.of(target.split("/", -1)));
    if (path.removeLast().equals(number()) && !path.isEmpty() && path.getLast().equals("hwmon")) {
      path.removeLast();
    }
    int size = path.size();
    if (size < 2 || path.getLast().equals("virtual")) {
      return null;
    }
    return HwmonIds.clean(path.get(size - 2)) + "_" + HwmonIds.clean(path.get(size - 1));
  }

  /// What it calls itself; null where it does not.
  @Nullable String chip() {
    return chip;
  }

  /// Its channels and their labels, by which it is told from another one that has its name.
  String labels() {
    return labels;
  }

  /// As in `hwmon0`, which may be another's after a restart.
  String number() {
    return link.substring(link.lastIndexOf('/') + 1);
  }

  /// Where its files are: drivers of the old interface have them in the folder of the device, to
  /// which `device` leads.
  private String look(OptionalFiles files) {
    List<String> names = files.list(link);
    boolean isOld = !names.contains("name") && names.contains("device");
    String found = isOld ? link + "/device" : link;
    channels = channels(found, isOld ? files.list(found) : names);
    return found;
  }

  private List<HwmonChannel> channels(String folder, List<String> files) {
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
