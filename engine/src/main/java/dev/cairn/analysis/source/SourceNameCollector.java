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
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        names.add(catalog == null ? QualifiedName.of(database, name) : QualifiedName.of(catalog, database, name));
        return Source.ofUnknown(database, name, Source.Kind.TABLE);
    }

    @Override
    public boolean mayHaveFunction(QualifiedName function) {
        return true;
    }

    /** Returns the names, one for each use, with their databases, and with their catalogs if the query names them. */
    public List<QualifiedName> names() {
        return List.copyOf(names);
    }
}
