// SPDX-License-Identifier: Apache-2.0

/// Assembly of the OpenTelemetry SDK: reader, exporter, resource, and the formats of `once`.
@NullMarked
package dev.procpush.otlp;

import org.jspecify.annotations.NullMarked;
