// SPDX-License-Identifier: Apache-2.0

/// The settings of the agent, where each came from, and their strict parsing.
@NullMarked
package dev.procpush.config;

import org.jspecify.annotations.NullMarked;
