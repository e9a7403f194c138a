package dev.cairn.engine.cluster;

import java.util.List;

/** A result of SHOW or DESC: the names of the columns, and the rows. */
public record ClusterListing(List<String> columnNames, List<List<String>> rows) {
    public ClusterListing {
        columnNames = List.copyOf(columnNames);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
