// SPDX-License-Identifier: Apache-2.0

/// The kernel's answers to netlink requests: messages one after the other, in the machine's own
/// byte order.
@NullMarked
package dev.procpush.parse.netlink;

import org.jspecify.annotations.NullMarked;
