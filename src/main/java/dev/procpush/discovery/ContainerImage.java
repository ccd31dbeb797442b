// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a container was made of, as far as its runtime tells. All of it is data from strangers.
///
/// @param name without tag and digest, as in `docker.io/library/nginx`
/// @param tags as in `1.27`; empty where it goes by digest or id
/// @param id the runtime's id of the image, as in `sha256:…`
public record ContainerImage(@Nullable String name, List<String> tags, @Nullable String id) {
  private static final int LONGEST = 255;
  private static final String DIGEST = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public ContainerImage {
    tags = List.copyOf(tags);
  }

  /// The image that somebody asked for.
  ///
  /// @param reference as it is written to a runtime, as in `nginx`, `nginx:1.27@sha256:…` or an id;
  ///   without tag and digest it is the one tagged `latest`
  /// @param id with or without the name of its hash
  /// @return null where nothing is known
  static @Nullable ContainerImage of(@Nullable String reference, @Nullable String id) {
    String whole = id(id);
    if (reference == null || reference.isEmpty()) {
      return whole == null ? null : new ContainerImage(null, List.of(), whole);
    }
    String own = id(reference);
    if (own != null || isBeginning(reference, whole)) {
      return new ContainerImage(null, List.of(), whole == null ? own : whole);
    }
    int at = reference.indexOf('@');
    String tagged = at < 0 ? reference : reference.substring(0, at);
    int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    String name = colon < 0 ? tagged : tagged.substring(0, colon);
    String tag = colon < 0 ? (at < 0 ? "latest" : "") : tagged.substring(colon + 1);
    return new ContainerImage(
        name.isEmpty() ? null : BoundedText.cut(name, LONGEST),
        tag.isEmpty() ? List.of() : List.of(BoundedText.cut(tag, LONGEST)),
        whole);
  }

  /// What this one lacks is taken from another description of the same.
  ContainerImage or(@Nullable ContainerImage other) {
    if (other == null) {
      return this;
    }
    boolean named = name != null;
    return new ContainerImage(
        named ? name : other.name, named ? tags : other.tags, id == null ? other.id : id);
  }

  private static @Nullable String id(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String digits = text.startsWith(DIGEST) ? text.substring(DIGEST.length()) : text;
    return HEX.matcher(digits).matches() ? DIGEST + digits : null;
  }

  /// Whether somebody wrote the first digits of the id, and no name.
  private static boolean isBeginning(String reference, @Nullable String id) {
    return id != null && id.startsWith(DIGEST + reference.replace(DIGEST, ""));
  }
}
