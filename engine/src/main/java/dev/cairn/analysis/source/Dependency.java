package dev.cairn.analysis.source;

import java.util.List;

/**
 * A relation that a query reads.
 *
 * @param isDirect whether the query itself names the relation, and does not read it only through a view
 * @param columns the columns that the query names or that a {@code *} expands to, in the order of the source
 */
public record Dependency(Source source, boolean isDirect, List<Source.Column> columns) {
    public Dependency {
        columns = List.copyOf(columns);
    }
}
