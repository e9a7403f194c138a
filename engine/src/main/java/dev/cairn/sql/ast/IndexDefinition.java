package dev.cairn.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code INDEX name (column) USING GIN ("parser" = "english") COMMENT '…'}; kind and comment are null if not specified.
 */
public record IndexDefinition(
        Name name,
        List<Name> columns,
        @Nullable Kind kind,
        List<Property> properties,
        @Nullable String comment,
        Span span) {
    public enum Kind {
        BITMAP,
        GIN,
        NGRAMBF,
        VECTOR
    }

    public IndexDefinition {
        columns = List.copyOf(columns);
        properties = List.copyOf(properties);
    }
}
