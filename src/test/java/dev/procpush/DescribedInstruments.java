// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import io.opentelemetry.api.metrics.Meter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

/// A meter that only writes down which instruments are made with it.
final class DescribedInstruments {
  private final Map<String, Description> instruments = new TreeMap<>();

  /// An instrument as its builder was told.
  static final class Description {
    final String kind;
    String unit = "";
    String text = "";

    Description(String kind) {
      this.kind = kind;
    }
  }

  /// The meter.
  Meter meter() {
    return proxy(
        Meter.class,
        (self, method, arguments) -> {
          String kind = method.getName().replace("Builder", "");
          Description description = new Description(kind);
          instruments.put((String) arguments[0], description);
          return proxy(method.getReturnType(), builder(description));
        });
  }

  /// What was made so far, by name.
  Map<String, Description> instruments() {
    return instruments;
  }

  private static InvocationHandler builder(Description description) {
    return (self, method, arguments) ->
        switch (method.getName()) {
          case "setUnit" -> {
            description.unit = (String) arguments[0];
            yield self;
          }
          case "setDescription" -> {
            description.text = (String) arguments[0];
            yield self;
          }
          case "ofDoubles", "ofLongs" -> proxy(method.getReturnType(), builder(description));
          case "hashCode" -> System.identityHashCode(self);
          case "equals" -> self == arguments[0];
          default -> proxy(method.getReturnType(), builder(description));
        };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
