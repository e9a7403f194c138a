package dev.cairn.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code name (columns) DUPLICATE KEY (…) FROM base PROPERTIES (…)}. */
public record RollupDefinition(
        Name name,
        List<Name> columns,
        List<Name> duplicateKey,
        @Nullable Name baseRollup,
        List<Property> properties,
        Span span) {
    public RollupDefinition {
        columns = List.copyOf(columns);
        duplicateKey = List.copyOf(duplicateKey);
        properties = List.copyOf(properties);
    }
}
