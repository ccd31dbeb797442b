// SPDX-License-Identifier: Apache-2.0

/// One class for each kind of file in a cgroup's folder.
@NullMarked
package dev.procpush.parse.cgroup;

import org.jspecify.annotations.NullMarked;
