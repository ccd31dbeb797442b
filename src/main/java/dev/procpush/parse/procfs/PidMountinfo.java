// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/proc/<pid>/mountinfo`: what is mounted where in the process's mount namespace.
///
/// ```text
/// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
/// ```
///
/// Blanks, tabs, line feeds and backslashes stand as `\040`, `\011`, `\012` and `\134`, which is
/// undone here.
///
/// @param mounts in the kernel's order: one that hides another comes later
public record PidMountinfo(List<Mount> mounts) {

  public PidMountinfo {
    mounts = List.copyOf(mounts);
  }

  /// One line of the file.
  ///
  /// @param id unique while mounted
  /// @param parent the mount it is mounted on
  /// @param device as in `98:0`
  /// @param root the folder of the file system that is its root
  /// @param mountPoint seen from the process's root
  /// @param options those of this mount, as in `rw,noatime`
  /// @param type of the file system, as in `ext4` or `fuse.sshfs`
  /// @param source what is mounted, as the file system has it
  /// @param superOptions those of the file system
  public record Mount(
      long id,
      long parent,
      String device,
      String root,
      String mountPoint,
      String options,
      String type,
      String source,
      String superOptions) {

    /// The value of one of the file system's options, as in `upperdir`; null where it has none.
    public @Nullable String superOption(String name) {
      for (String option : superOptions.split(",", -1)) {
        if (option.startsWith(name) && option.startsWith("=", name.length())) {
          return unescaped(option.substring(name.length() + 1));
        }
      }
      return null;
    }
  }

  /// Parses the whole file. A line that lacks a field is left out.
  ///
  /// @throws MalformedKernelDataException when no line is of use, or the last one is cut
  public static PidMountinfo parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Mount> mounts = new ArrayList<>();
    while (cursor.nextLine()) {
      try {
        if (cursor.hasField()) {
          mounts.add(mount(cursor));
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    MalformedKernelDataException loss = cursor.firstLoss();
    if (mounts.isEmpty() && loss != null) {
      throw loss;
    }
    return new PidMountinfo(mounts);
  }

  private static Mount mount(ByteCursor cursor) throws MalformedKernelDataException {
    long id = cursor.unsigned("id");
    long parent = cursor.unsigned("parent");
    String device = cursor.word("device");
    String root = unescaped(cursor.word("root"));
    String mountPoint = unescaped(cursor.word("mount point"));
    String options = cursor.word("options");
    String optional = cursor.word("separator");
    while (!optional.equals("-")) {
      optional = cursor.word("separator");
    }
    String type = unescaped(cursor.word("type"));
    // a source may be empty, and nothing then stands between two blanks
    String[] rest = cursor.rest().split(" ", -1);
    if (rest.length < 3) {
      throw cursor.malformed("super options: missing");
    }
    return new Mount(
        id, parent, device, root, mountPoint, options, type, unescaped(rest[1]), rest[2]);
  }

  /// Undoes what the kernel does to characters that would part fields or lines.
  static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      int code = text.charAt(i) == '\\' ? octal(text, i + 1) : -1;
      plain.append(code < 0 ? text.charAt(i) : (char) code);
      i += code < 0 ? 0 : 3;
    }
    return plain.toString();
  }

  /// The ASCII character of three octal digits, or -1 when they are none.
  private static int octal(String text, int at) {
    if (at + 3 > text.length()) {
      return -1;
    }
    int code = 0;
    for (int i = at; i < at + 3; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 7) {
        return -1;
      }
      code = code * 8 + digit;
    }
    return code < 128 ? code : -1;
  }
}
