package dev.cairn.engine.cluster;

import java.util.List;

/** A table of texts that a server shows. */
public record ClusterListing(List<String> columns, List<List<String>> rows) {
    public ClusterListing {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
