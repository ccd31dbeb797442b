// SPDX-License-Identifier: Apache-2.0

/// One record for each file of sysfs.
@NullMarked
package dev.procpush.parse.sysfs;

import org.jspecify.annotations.NullMarked;
