// SPDX-License-Identifier: Apache-2.0

/// How text from strangers is shown: nothing in it that a terminal obeys or that nobody sees.
@NullMarked
package dev.procpush.text;

import org.jspecify.annotations.NullMarked;
