// SPDX-License-Identifier: Apache-2.0

/// One class for each subcommand.
@NullMarked
package dev.procpush.cli;

import org.jspecify.annotations.NullMarked;
