// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;

/// A container that is to be visited in this cycle.
record ContainerVisit(Container container, ContainerFiles files, ContainerSeries series)
    implements Visit {

  @Override
  public SeriesRoom room() {
    return series.room();
  }
}
