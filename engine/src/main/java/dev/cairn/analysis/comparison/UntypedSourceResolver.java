package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.UserFunction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names of relations in compared queries. All columns have unknown types, since only their names matter,
 * and an unknown relation may have any column.
 *
 * @param delegate resolves the known relations and functions; null if none are known
 */
record UntypedSourceResolver(@Nullable SourceResolver delegate) implements SourceResolver {
    @Override
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        String externalCatalog = InternalCatalog.externalCatalogName(catalog);
        Source source = resolveLeniently(externalCatalog, database, name, span);
        List<Source.Column> columns = source.columns().stream()
                .map(column -> new Source.Column(column.name(), ExpressionType.UNKNOWN, column.isVisible()))
                .toList();
        return new Source(
                new Source.SourceName(externalCatalog, database, name),
                source.kind(),
                columns,
                source.hasAllColumns(),
                null,
                null);
    }

    private Source resolveLeniently(@Nullable String catalog, String database, String name, Span span) {
        Source unknownSource = Source.ofUnknown(database, name, Source.Kind.TABLE);
        if (delegate == null) {
            return unknownSource;
        }
        try {
            return delegate.resolveSource(catalog, database, name, span);
        } catch (Refusal ignored) {
            return unknownSource;
        }
    }

    @Override
    public List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
        return delegate == null ? List.of() : delegate.findFunctions(database, function);
    }

    @Override
    public boolean hasUserAggregates() {
        return delegate != null && delegate.hasUserAggregates();
    }

    @Override
    public boolean mayHaveFunction(QualifiedName function) {
        return true;
    }
}
