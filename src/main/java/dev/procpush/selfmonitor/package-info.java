// SPDX-License-Identifier: Apache-2.0

/// How the agent itself does: durations, errors by type, points, budget.
@NullMarked
package dev.procpush.selfmonitor;

import org.jspecify.annotations.NullMarked;
