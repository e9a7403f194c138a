package dev.cairn.engine.cluster;

import java.util.List;

/** The names of the columns and the rows of an answer of a server. */
public record ClusterListing(List<String> columnNames, List<List<String>> rows) {
    public ClusterListing {
        columnNames = List.copyOf(columnNames);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
