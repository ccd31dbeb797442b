// SPDX-License-Identifier: Apache-2.0

/// One class for each kernel file of a container's cgroup.
@NullMarked
package dev.procpush.collector.container;

import org.jspecify.annotations.NullMarked;
