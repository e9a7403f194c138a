package dev.cairn.engine.cluster;

import java.util.List;

/** The names of the columns and the rows of an answer of a server. */
public record ClusterListing(List<String> columns, List<List<String>> rows) {
    public ClusterListing {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }
}
