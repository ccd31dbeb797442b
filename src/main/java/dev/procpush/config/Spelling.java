// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What somebody who mistyped a name may have meant.
public final class Spelling {

  private static final int LONGEST = 64;

  private Spelling() {}

  /// The question to put after the complaint about an unknown name, as in `; did you mean
  /// 'identity'?`, or nothing where no known name is like it.
  public static String question(String unknown, Collection<String> known) {
    String nearest = nearest(unknown, known);
    boolean alike =
        nearest != null && distance(unknown, nearest) <= Math.max(1, nearest.length() / 3);
    return alike ? "; did you mean '" + nearest + "'?" : "";
  }

  /// The known name that takes the fewest edits, however many; null where nothing is known.
  static @Nullable String nearest(String unknown, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(unknown, name)))
        .orElse(null);
  }

  /// How many characters are to be added, removed, changed or swapped with their neighbour.
  private static int distance(String from, String to) {
    String left = from.length() > LONGEST ? from.substring(0, LONGEST) : from;
    int[][] edits = new int[left.length() + 1][to.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, left, to, i, j);
      }
    }
    return edits[left.length()][to.length()];
  }

  private static int cheapest(int[][] edits, String left, String right, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int changed = edits[i - 1][j - 1] + (same ? 0 : 1);
    int best = Math.min(changed, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
