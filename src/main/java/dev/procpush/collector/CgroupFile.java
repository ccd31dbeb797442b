// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.CgroupController;

/// A file in the folders of all containers' cgroups. Each is a constant: it is known again by being
/// the same object.
///
/// @param controller in whose hierarchy it is
/// @param name as in `memory.stat`
public record CgroupFile(CgroupController controller, String name) {}
