// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.InterfaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.parse.DeviceCounters;
import io.opentelemetry.api.common.Attributes;
import java.util.stream.Stream;

/// The ten metrics of an interface's sixteen counters.
final class InterfaceCounters {
  private final ScopedInstrument io;
  private final ScopedInstrument packets;
  private final ScopedInstrument dropped;
  private final ScopedInstrument errors;
  private final ScopedInstrument fifoErrors;
  private final ScopedInstrument compressed;
  private final ScopedInstrument multicast;
  private final ScopedInstrument frameErrors;
  private final ScopedInstrument collisions;
  private final ScopedInstrument carrierErrors;

  /// Sixteen, less what the configuration leaves out; by [Scope#index].
  private final int[] pointsPerInterface = new int[Scope.values().length];

  InterfaceCounters(Instruments instruments) {
    io =
        instruments
            .metric("network.io", "By", "Bytes that the interface received and transmitted")
            .counter();
    packets =
        instruments
            .metric(
                "network.packet.count",
                "{packet}",
                "Packets that the interface received and transmitted")
            .counter();
    dropped =
        instruments
            .metric(
                "network.packet.dropped",
                "{packet}",
                "Good packets that the interface dropped for want of room, missed ones included")
            .counter();
    errors =
        instruments
            .metric(
                "network.errors",
                "{error}",
                "Packets that the interface received or transmitted with errors")
            .counter();
    fifoErrors =
        instruments
            .metric(
                "network.fifo.errors",
                "{error}",
                "FIFO overruns of the interface while receiving or transmitting")
            .counter();
    compressed =
        instruments
            .metric(
                "network.packet.compressed",
                "{packet}",
                "Compressed packets that the interface received and transmitted")
            .counter();
    multicast =
        instruments
            .metric(
                "network.packet.multicast",
                "{packet}",
                "Multicast packets that the interface received")
            .counter();
    frameErrors =
        instruments
            .metric(
                "network.frame.errors",
                "{error}",
                "Packets that the interface received with a wrong length, alignment or checksum")
            .counter();
    collisions =
        instruments
            .metric(
                "network.collisions",
                "{collision}",
                "Collisions that the interface detected while transmitting")
            .counter();
    carrierErrors =
        instruments
            .metric(
                "network.carrier.errors",
                "{error}",
                "Transmit errors of the interface: carrier lost, aborted, window and heartbeat"
                    + " errors")
            .counter();
    for (Scope scope : Scope.values()) {
      long byDirection =
          Stream.of(io, packets, dropped, errors, fifoErrors, compressed)
              .filter(counter -> counter.isOn(scope))
              .count();
      long byInterface =
          Stream.of(multicast, frameErrors, collisions, carrierErrors)
              .filter(counter -> counter.isOn(scope))
              .count();
      pointsPerInterface[scope.index()] = (int) (2 * byDirection + byInterface);
    }
  }

  /// How many points an interface has.
  int points(Scope scope) {
    return pointsPerInterface[scope.index()];
  }

  void record(DeviceCounters device, Scope scope, InterfaceSeries attributes) {
    Attributes receive = attributes.receive();
    Attributes transmit = attributes.transmit();
    Attributes plain = attributes.plain();
    io.record(scope, device.receiveBytes(), receive);
    io.record(scope, device.transmitBytes(), transmit);
    packets.record(scope, device.receivePackets(), receive);
    packets.record(scope, device.transmitPackets(), transmit);
    dropped.record(scope, device.receiveDrop(), receive);
    dropped.record(scope, device.transmitDrop(), transmit);
    errors.record(scope, device.receiveErrs(), receive);
    errors.record(scope, device.transmitErrs(), transmit);
    fifoErrors.record(scope, device.receiveFifo(), receive);
    fifoErrors.record(scope, device.transmitFifo(), transmit);
    compressed.record(scope, device.receiveCompressed(), receive);
    compressed.record(scope, device.transmitCompressed(), transmit);
    multicast.record(scope, device.receiveMulticast(), plain);
    frameErrors.record(scope, device.receiveFrame(), plain);
    collisions.record(scope, device.transmitColls(), plain);
    carrierErrors.record(scope, device.transmitCarrier(), plain);
  }
}
