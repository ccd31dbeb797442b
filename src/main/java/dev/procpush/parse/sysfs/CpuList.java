// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A list of CPUs, such as `devices/system/cpu/online` (`lib/vsprintf.c`, `bitmap_list_string`).
///
/// ```text
/// 0-3,8,10-11
/// ```
///
/// @param numbers in ascending order; none for an empty line
public record CpuList(List<Integer> numbers) {
  private static final int MAX_NUMBER = 65_535;

  public CpuList {
    numbers = List.copyOf(numbers);
  }

  /// Parses the whole file.
  public static CpuList parse(ByteCursor text) throws MalformedKernelDataException {
    byte[] bytes = text.bytes();
    int length = text.end();
    if (length == 0 || bytes[length - 1] != '\n') {
      throw malformed(bytes, length, "no line feed at the end");
    }
    List<Integer> numbers = new ArrayList<>();
    int at = 0;
    int next = 0;
    while (at < length - 1) {
      int end = endOfDigits(bytes, at);
      int first = number(bytes, at, end, length);
      int last = first;
      if (bytes[end] == '-') {
        at = end + 1;
        end = endOfDigits(bytes, at);
        last = number(bytes, at, end, length);
      }
      if (first < next || last < first || (bytes[end] != ',' && end != length - 1)) {
        throw malformed(bytes, length, "no list");
      }
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
      next = last + 1;
      at = end + 1;
      if (at == length - 1) {
        throw malformed(bytes, length, "no list");
      }
    }
    return new CpuList(numbers);
  }

  /// The file ends with a line feed, which is no digit.
  private static int endOfDigits(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at;
  }

  private static int number(byte[] bytes, int from, int to, int length)
      throws MalformedKernelDataException {
    int number = 0;
    for (int i = from; i < to && number <= MAX_NUMBER; i++) {
      number = number * 10 + bytes[i] - '0';
    }
    if (from == to || number > MAX_NUMBER) {
      throw malformed(bytes, length, "no number of a CPU");
    }
    return number;
  }

  private static MalformedKernelDataException malformed(byte[] bytes, int length, String problem) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).strip();
    return new MalformedKernelDataException("list of CPUs", 1, text, problem);
  }
}
