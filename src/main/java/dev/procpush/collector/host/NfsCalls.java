// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.parse.procfs.RpcCounts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// The counters of NFS that client and server have alike, and the names of what is called.
final class NfsCalls {
  private static final AttributeKey<Long> VERSION = longKey("onc_rpc.version");
  private static final AttributeKey<String> PROCEDURE = stringKey("onc_rpc.procedure.name");
  private static final AttributeKey<String> OPERATION = stringKey("nfs.operation.name");
  private static final AttributeKey<String> TRANSPORT = stringKey("network.transport");
  private static final Attributes UDP = Attributes.of(TRANSPORT, "udp");
  private static final Attributes TCP = Attributes.of(TRANSPORT, "tcp");

  /// `include/uapi/linux/nfs2.h`.
  private static final String VERSION_2 =
      "NULL GETATTR SETATTR ROOT LOOKUP READLINK READ WRITECACHE WRITE CREATE REMOVE RENAME LINK"
          + " SYMLINK MKDIR RMDIR READDIR STATFS";

  /// `include/uapi/linux/nfs3.h`.
  private static final String VERSION_3 =
      "NULL GETATTR SETATTR LOOKUP ACCESS READLINK READ WRITE CREATE MKDIR SYMLINK MKNOD REMOVE"
          + " RMDIR RENAME LINK READDIR READDIRPLUS FSSTAT FSINFO PATHCONF COMMIT";

  /// The client's own operations, to which the kernel only appends: `include/linux/nfs4.h`,
  /// `NFSPROC4_CLNT_NULL`.
  private static final String CLIENT_4 =
      "NULL READ WRITE COMMIT OPEN OPEN_CONFIRM OPEN_NOATTR OPEN_DOWNGRADE CLOSE SETATTR FSINFO"
          + " RENEW SETCLIENTID SETCLIENTID_CONFIRM LOCK LOCKT LOCKU ACCESS GETATTR LOOKUP"
          + " LOOKUP_ROOT REMOVE RENAME LINK SYMLINK CREATE PATHCONF STATFS READLINK READDIR"
          + " SERVER_CAPS DELEGRETURN GETACL SETACL FS_LOCATIONS RELEASE_LOCKOWNER SECINFO"
          + " FSID_PRESENT EXCHANGE_ID CREATE_SESSION DESTROY_SESSION SEQUENCE GET_LEASE_TIME"
          + " RECLAIM_COMPLETE LAYOUTGET GETDEVICEINFO LAYOUTCOMMIT LAYOUTRETURN SECINFO_NO_NAME"
          + " TEST_STATEID FREE_STATEID GETDEVICELIST BIND_CONN_TO_SESSION DESTROY_CLIENTID SEEK"
          + " ALLOCATE DEALLOCATE LAYOUTSTATS CLONE COPY OFFLOAD_CANCEL LOOKUPP LAYOUTERROR"
          + " COPY_NOTIFY GETXATTR SETXATTR LISTXATTRS REMOVEXATTR READ_PLUS OFFLOAD_STATUS";

  /// Operations by their number in the protocol, `enum nfs_opnum4` of `include/linux/nfs4.h`; there
  /// is none of the first three.
  private static final String SERVER_4 =
      "- - - ACCESS CLOSE COMMIT CREATE DELEGPURGE DELEGRETURN GETATTR GETFH LINK LOCK LOCKT LOCKU"
          + " LOOKUP LOOKUPP NVERIFY OPEN OPENATTR OPEN_CONFIRM OPEN_DOWNGRADE PUTFH PUTPUBFH"
          + " PUTROOTFH READ READDIR READLINK REMOVE RENAME RENEW RESTOREFH SAVEFH SECINFO SETATTR"
          + " SETCLIENTID SETCLIENTID_CONFIRM VERIFY WRITE RELEASE_LOCKOWNER BACKCHANNEL_CTL"
          + " BIND_CONN_TO_SESSION EXCHANGE_ID CREATE_SESSION DESTROY_SESSION FREE_STATEID"
          + " GET_DIR_DELEGATION GETDEVICEINFO GETDEVICELIST LAYOUTCOMMIT LAYOUTGET LAYOUTRETURN"
          + " SECINFO_NO_NAME SEQUENCE SET_SSV TEST_STATEID WANT_DELEGATION DESTROY_CLIENTID"
          + " RECLAIM_COMPLETE ALLOCATE COPY COPY_NOTIFY DEALLOCATE IO_ADVISE LAYOUTERROR"
          + " LAYOUTSTATS OFFLOAD_CANCEL OFFLOAD_STATUS READ_PLUS SEEK WRITE_SAME CLONE GETXATTR"
          + " SETXATTR LISTXATTRS REMOVEXATTR";

  private static final Attributes[] PROCEDURES_2 = named(2, PROCEDURE, VERSION_2);
  private static final Attributes[] PROCEDURES_3 = named(3, PROCEDURE, VERSION_3);
  private static final Attributes[] PROCEDURES_4 = named(4, PROCEDURE, "NULL COMPOUND");
  private static final Attributes[] NOTHING = {};

  /// What the client calls by a number of its own.
  static final Attributes[] CLIENT_OPERATIONS = named(4, OPERATION, CLIENT_4);

  /// What the server calls by the number in the protocol.
  static final Attributes[] SERVER_OPERATIONS = named(4, OPERATION, SERVER_4);

  private final ScopedInstrument records;
  private final ScopedInstrument connections;

  /// @param side client or server
  NfsCalls(Instruments instruments, String side) {
    records =
        metric(
                instruments,
                "nfs." + side + ".net.count",
                "{record}",
                "TCP segments and UDP datagrams that the kernel's NFS " + side + " handled")
            .counter();
    connections =
        metric(
                instruments,
                "nfs." + side + ".net.tcp.connection.accepted",
                "{connection}",
                "TCP connections that the kernel's NFS " + side + " accepted")
            .counter();
  }

  /// A metric of the conventions, which has no prefix of the host's.
  static InstrumentBuilder metric(
      Instruments instruments, String name, String unit, String description) {
    return instruments.metric(name, unit, description).only(Scope.SYSTEM).unprefixed();
  }

  boolean isOn() {
    return records.isOn(SYSTEM) || connections.isOn(SYSTEM);
  }

  /// The attributes of what a version calls by number.
  static Attributes[] procedures(int version) {
    return switch (version) {
      case 2 -> PROCEDURES_2;
      case 3 -> PROCEDURES_3;
      case 4 -> PROCEDURES_4;
      default -> NOTHING;
    };
  }

  /// Records the line `net`.
  void recordNet(RpcCounts net) {
    records.record(SYSTEM, net.get(1), UDP);
    records.record(SYSTEM, net.get(2), TCP);
    connections.record(SYSTEM, net.get(3), Attributes.empty());
  }

  /// Records what has a name; a newer kernel may have more.
  static void record(ScopedInstrument instrument, RpcCounts counts, Attributes[] named) {
    for (int i = 0; i < Math.min(counts.size(), named.length); i++) {
      if (!named[i].isEmpty()) {
        instrument.record(SYSTEM, counts.get(i), named[i]);
      }
    }
  }

  private static Attributes[] named(long version, AttributeKey<String> key, String names) {
    String[] words = names.split(" ", -1);
    Attributes[] attributes = new Attributes[words.length];
    for (int i = 0; i < words.length; i++) {
      attributes[i] =
          words[i].equals("-")
              ? Attributes.empty()
              : Attributes.of(VERSION, version, key, words[i]);
    }
    return attributes;
  }
}
