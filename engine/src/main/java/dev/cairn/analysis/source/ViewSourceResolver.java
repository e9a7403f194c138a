package dev.cairn.analysis.source;

import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the relations that the query of a view reads. The server stores each {@code *} as the columns that it stood
 * for when the view was created.
 *
 * @param delegate resolves all names
 * @param bases the relations that the view read at its creation
 * @param refusesMissingColumns whether a relation that lacks one of these columns is refused
 */
public record ViewSourceResolver(SourceResolver delegate, List<BaseRelation> bases, boolean refusesMissingColumns)
        implements ForwardingSourceResolver {
    public ViewSourceResolver {
        bases = List.copyOf(bases);
    }

    /** Returns a resolver for the query of a view that is named in another query. */
    public static SourceResolver forView(SourceResolver outerResolver, List<BaseRelation> bases) {
        SourceResolver resolver =
                outerResolver instanceof ViewSourceResolver viewResolver ? viewResolver.delegate : outerResolver;
        return bases.isEmpty() ? resolver : new ViewSourceResolver(resolver, bases, true);
    }

    @Override
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        Source source = delegate.resolveSource(catalog, database, name, span);
        Optional<BaseRelation> base = bases.stream()
                .filter(candidate -> candidate.isDirect() && candidate.isNamed(database, name))
                .findFirst();
        return base.isEmpty() || base.get().columns().isEmpty() || !source.hasAllColumns()
                ? source
                : narrowStar(source, base.get(), span);
    }

    /**
     * Returns a source whose {@code *} stands only for the columns that the view reads, in their order at its creation.
     * All other columns can still be referenced by name. The columns of another view keep their order, because it
     * corresponds to the outputs of its query; only its {@code *} expands to them in the order at the creation.
     */
    private Source narrowStar(Source source, BaseRelation base, Span span) {
        List<Source.Column> columns = new ArrayList<>(source.columns().size());
        for (String columnName : base.columns()) {
            Optional<Source.Column> readColumn = source.columns().stream()
                    .filter(column -> column.name().equalsIgnoreCase(columnName))
                    .findFirst();
            if (readColumn.isPresent()) {
                columns.add(readColumn.get());
            } else if (refusesMissingColumns) {
                throw Refusal.ofAnalysis(span, TypeRule.COLUMN_NOT_FOUND, columnName);
            }
        }
        if (source.viewQuery() != null) {
            return source.withColumns(source.columns().stream()
                            .map(column -> withVisibility(column, base.reads(column.name())))
                            .toList())
                    .withStarColumnNames(base.columns());
        }
        for (Source.Column column : source.columns()) {
            if (!base.reads(column.name())) {
                columns.add(withVisibility(column, false));
            }
        }
        return source.withColumns(columns);
    }

    private static Source.Column withVisibility(Source.Column column, boolean isRead) {
        return new Source.Column(column.name(), column.expressionType(), column.isVisible() && isRead);
    }
}
