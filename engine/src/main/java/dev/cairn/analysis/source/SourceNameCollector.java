package dev.cairn.analysis.source;

import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves every name in a query to an unknown source and records it, for callers that need the names before a catalog
 * exists.
 */
public final class SourceNameCollector implements SourceResolver {
    private final List<QualifiedName> names = new ArrayList<>();

    @Override
    public Source resolveSource(@Nullable String catalogName, String databaseName, String sourceName, Span span) {
        names.add(
                catalogName == null
                        ? QualifiedName.of(databaseName, sourceName)
                        : QualifiedName.of(catalogName, databaseName, sourceName));
        return Source.ofUnknown(databaseName, sourceName, Source.Kind.TABLE);
    }

    @Override
    public boolean mayHaveFunction(QualifiedName functionName) {
        return true;
    }

    /** Returns the names, one for each use, with their databases, and with their catalogs if the query names them. */
    public List<QualifiedName> names() {
        return List.copyOf(names);
    }
}
