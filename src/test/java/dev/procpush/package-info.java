// SPDX-License-Identifier: Apache-2.0

/// The agent as a program: what is built, in which order it starts and closes, and how it exits.
@NullMarked
package dev.procpush;

import org.jspecify.annotations.NullMarked;
