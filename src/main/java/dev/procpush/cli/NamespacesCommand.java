// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.config.AgentConfig;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `procpush namespaces`: who is on this host, and what can be read of it.
///
/// @param commands what it does
record NamespacesCommand(Commands commands) implements Subcommand {

  @Override
  public String name() {
    return "namespaces";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .header("List the network namespaces of this host.", "")
        .description(
            "",
            "A line for each: whose it is, how many processes and which interfaces it has, or why"
                + " that cannot be read.",
            "",
            "INODE is the number in netns.inode. NET is the one that lsns shows; reading it needs"
                + " the rights to trace the namespace's processes.",
            "",
            "READS tells how much can be read. 'all': it can be entered. 'files': what its"
                + " processes' files show, which are counters, sockets and protocols, but no TCP"
                + " states, interface state and addresses. 'nothing': only its mount is seen; it"
                + " may be one of the others. '-': there was no time to look. Below the table"
                + " stands what a missing capability costs.",
            "",
            "Takes the settings of 'procpush run' as well.",
            "")
        .footer(
            "",
            "Examples:",
            "  procpush namespaces",
            "  procpush namespaces --path.rootfs=/mnt/host");
    return spec;
  }

  @Override
  public int execute(ParseResult arguments, AgentConfig config)
      throws IOException, InterruptedException {
    return commands.namespaces(config);
  }
}
