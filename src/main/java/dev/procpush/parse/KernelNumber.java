// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// What the kernel's source says of a number in one of its files: whether it has a sign, how many
/// bits it has, and which of its values stand for none. This is the one place that decides it.
///
/// A number is a `long` of 64 bits. Where there is none it is [#NONE], which is no point.
public enum KernelNumber {
  /// An unsigned number that only rises (`%llu`, `%lu`). It may have all 64 bits. The last 2³²
  /// before it would pass to 0 are what is left of a counter that was counted down below 0.
  COUNTER,

  /// A counter of a protocol's management information base, or one of the few settings among them,
  /// of which -1 says that there is none (`%lu`, `%ld`), which is nothing wrong.
  MIB_COUNTER,

  /// An unsigned number that rises and falls, or rises so slowly that it never has 64 bits, as the
  /// time of a CPU (`%llu`, `%lu`). From 2⁶³ on it has fallen below 0.
  AMOUNT,

  /// A number of things, of 32 bits (`%d`, `%u`). From 2³¹ on it has fallen below 0.
  COUNT,

  /// A counter of 32 bits, which passes to 0 behind the last of them (`%u`, `%08x`). Some kernels
  /// print it with a sign (`%d`) or with the 32 bits of that sign in front.
  COUNTER32,

  /// How long a queue is, of 32 bits (`%d`, `%08X`). The kernel takes from it without a lock, so
  /// that an empty one may be a little below 0 for a moment: it is 0 then.
  LENGTH,

  /// What there may be at most (`%lld`, `%llu`). A number below 0 stands for no limit, and so does
  /// one from 2⁶³ on, which is nothing wrong.
  LIMIT,

  /// The same of 32 bits (`%d`, `%u`): one from 2³¹ on stands for no limit as well.
  LIMIT32,

  /// How many bytes there may be at most, where the kernel counts pages: from the largest multiple
  /// of a page below 2⁶³ on each number stands for no limit as well.
  BYTE_LIMIT,

  /// What a sensor measures, or a limit of it, with a sign (`%d`, `%ld`): the smallest and the
  /// largest number of 32 bits are what drivers say that do not know, which is nothing wrong.
  SENSOR,

  /// A number with a sign (`%lld`, `%ld`, `%d`).
  SIGNED;

  /// No number: the file has none, or none that can be one. No kernel prints this one.
  public static final long NONE = Long.MIN_VALUE;

  private static final double ABSOLUTE_ZERO = -273.15;

  /// 65,535 K in °C.
  private static final double UNSET_KELVIN = 65_261.85;

  private static final long UNDERFLOW = -1L << 32;

  private static final long LOW_BITS = 0xffff_ffffL;

  /// 2⁶³ less the largest page that Linux has, 64 kB.
  private static final long UNLIMITED_FROM = Long.MAX_VALUE - 0xffff;

  /// Whether it may have a minus sign.
  boolean isSigned() {
    return switch (this) {
      case COUNTER, AMOUNT, COUNT -> false;
      case MIB_COUNTER, COUNTER32, LENGTH, LIMIT, LIMIT32, BYTE_LIMIT, SENSOR, SIGNED -> true;
    };
  }

  /// Whether the kernel means what [#checked] takes for none.
  boolean mayBeNone() {
    return switch (this) {
      case COUNTER, AMOUNT, COUNT, COUNTER32, LENGTH, SIGNED -> false;
      case MIB_COUNTER, LIMIT, LIMIT32, BYTE_LIMIT, SENSOR -> true;
    };
  }

  /// The number, or [#NONE] for what stands for none.
  ///
  /// @param bits as they were printed; a number with a sign in two's complement
  public long checked(long bits) {
    return switch (this) {
      case COUNTER, MIB_COUNTER -> bits < 0 && bits >= UNDERFLOW ? NONE : bits;
      case AMOUNT, LIMIT -> bits < 0 ? NONE : bits;
      case COUNT, LIMIT32 -> bits >>> 31 != 0 ? NONE : bits;
      case COUNTER32 -> has32Bits(bits) ? bits & LOW_BITS : NONE;
      case LENGTH -> has32Bits(bits) ? Math.max(0, (int) bits) : NONE;
      case BYTE_LIMIT -> bits < 0 || bits >= UNLIMITED_FROM ? NONE : bits;
      case SENSOR -> bits == Integer.MIN_VALUE || bits == Integer.MAX_VALUE ? NONE : bits;
      case SIGNED -> bits;
    };
  }

  /// Whether it is a number of 32 bits, with a sign or without.
  private static boolean has32Bits(long bits) {
    return bits == (int) bits || bits >>> 32 == 0;
  }

  /// Whether there is a number.
  public static boolean isKnown(long number) {
    return number != NONE;
  }

  /// A number in another unit; none of none, and none where the product has more than 63 bits.
  ///
  /// @param factor above 0
  public static long times(long number, long factor) {
    boolean fits = Math.multiplyHigh(number, factor) == 0 && number * factor >= 0;
    return number >= 0 && fits ? number * factor : NONE;
  }

  /// A counter in another unit, modulo 2⁶⁴; none of none.
  public static long countedTimes(long counter, long factor) {
    return counter == NONE ? NONE : counter * factor;
  }

  /// What is left of an unsigned number without a part of it; none where either is none, or the
  /// part larger.
  public static long minus(long whole, long part) {
    boolean fits = whole != NONE && part != NONE && Long.compareUnsigned(part, whole) <= 0;
    return fits ? whole - part : NONE;
  }

  /// A sum, none where either is none.
  public static long plus(long one, long other) {
    return one == NONE || other == NONE ? NONE : one + other;
  }

  /// A temperature in °C. At or below absolute zero there is none: the kernel says so of what it
  /// does not know (`THERMAL_TEMP_INVALID`), and NVMe devices of a limit that is not set, as 0 K or
  /// as the largest number of kelvins that 16 bits hold.
  ///
  /// @param number a [#SENSOR]'s
  /// @param each how many make a degree
  /// @return NaN of none
  public static double celsius(long number, double each) {
    double celsius = signed(number, each);
    return celsius > ABSOLUTE_ZERO && celsius < UNSET_KELVIN ? celsius : Double.NaN;
  }

  /// A number with a sign as a quantity in a larger unit; NaN of none.
  public static double signed(long number, double each) {
    return number == NONE ? Double.NaN : number / each;
  }

  /// An unsigned number as a quantity in a larger unit; NaN of none.
  ///
  /// @param each how many make the unit, as in 1e9 for ns in seconds
  public static double per(long number, double each) {
    if (number == NONE) {
      return Double.NaN;
    }
    return (number >= 0 ? number : ((number >>> 1) | (number & 1)) * 2.0) / each;
  }
}
