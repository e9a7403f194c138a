package dev.cairn.analysis.source;

import java.util.List;

/**
 * What a query reads from.
 *
 * @param direct false where only a view that the query reads from reads it
 * @param columns those that the query says the name of, or that a {@code *} stands for, in the order of the source
 */
public record Dependency(Source source, boolean direct, List<Source.Column> columns) {
    public Dependency {
        columns = List.copyOf(columns);
    }
}
