// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberSource;
import dev.procpush.parse.NumberText;
import dev.procpush.parse.Parser;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A metric that the user has described.
///
/// @param name the whole of it: there is no prefix before it
/// @param unit in UCUM; may be empty
/// @param counter whether it only rises; else it is a gauge
/// @param file the file for error texts, as the user wrote it
/// @param reading reads the file
/// @param source where its numbers are, whose sum is the value
/// @param base that the numbers are written in: 10 or 16
/// @param scopes whose namespaces are read
/// @param namespaces which of them, by name; not asked for the host's
public record ProcMetric(
    String name,
    String unit,
    String description,
    boolean counter,
    String file,
    Reading reading,
    NumberSource source,
    int base,
    Set<Scope> scopes,
    Predicate<String> namespaces) {

  public ProcMetric {
    scopes = Set.copyOf(scopes);
  }

  /// Reads a file as a namespace shows it, and the numbers in it.
  @FunctionalInterface
  public interface Reading {
    List<NumberText> from(NamespaceReader files, Parser<List<NumberText>> source)
        throws ErrnoException, MalformedKernelDataException;
  }
}
