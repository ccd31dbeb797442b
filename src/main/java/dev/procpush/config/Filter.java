// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import com.google.re2j.Pattern;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is kept of a set of names: those the include expression finds something in, less those the
/// exclude expression finds something in.
///
/// An expression may match anywhere in a name (`veth` matches `myveth0`); `^` and `$` tie it to the
/// ends. RE2/J runs it in time linear in the name, so that a stranger's name cannot make it slow.
public final class Filter implements Predicate<String> {

  private static final Filter EVERYTHING = new Filter(null, null);

  private final @Nullable Pattern include;
  private final @Nullable Pattern exclude;

  private Filter(@Nullable Pattern include, @Nullable Pattern exclude) {
    this.include = include;
    this.exclude = exclude;
  }

  /// The filter that keeps every name.
  public static Filter everything() {
    return EVERYTHING;
  }

  /// @param include null or empty to keep every name
  /// @param exclude null or empty to leave out none
  /// @throws com.google.re2j.PatternSyntaxException for an expression that RE2/J does not take
  public static Filter of(@Nullable String include, @Nullable String exclude) {
    return of(
        include == null ? null : Pattern.compile(include),
        exclude == null ? null : Pattern.compile(exclude));
  }

  /// The filter that keeps those names that the expression finds something in; none where it is
  /// empty.
  static Filter only(Pattern include) {
    return include.pattern().isEmpty() ? new Filter(null, include) : new Filter(include, null);
  }

  static Filter of(@Nullable Pattern include, @Nullable Pattern exclude) {
    return new Filter(unlessEmpty(include), unlessEmpty(exclude));
  }

  /// Whether the name is kept.
  @Override
  public boolean test(String name) {
    return (include == null || include.matcher(name).find())
        && (exclude == null || !exclude.matcher(name).find());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Filter that
        && Objects.equals(include, that.include)
        && Objects.equals(exclude, that.exclude);
  }

  @Override
  public int hashCode() {
    return Objects.hash(include, exclude);
  }

  @Override
  public String toString() {
    return "include=" + include + " exclude=" + exclude;
  }

  private static @Nullable Pattern unlessEmpty(@Nullable Pattern pattern) {
    return pattern == null || pattern.pattern().isEmpty() ? null : pattern;
  }
}
