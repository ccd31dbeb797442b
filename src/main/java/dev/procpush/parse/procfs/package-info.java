// SPDX-License-Identifier: Apache-2.0

/// One record for each file of procfs, named after the file.
@NullMarked
package dev.procpush.parse.procfs;

import org.jspecify.annotations.NullMarked;
