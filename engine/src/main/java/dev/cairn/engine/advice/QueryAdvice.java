package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds parts of valid statements that make the server read or compute more than the statement needs. It warns only
 * where this is certain.
 *
 * <pre>{@code
 * BoundQuery bound = new QueryAnalysis(profile, new CatalogSourceResolver(profile, catalog), "shop").analyze(query);
 * List<QueryWarning> warnings = new QueryAdvice(catalog).findWarnings(text, bound);
 * }</pre>
 */
public final class QueryAdvice {
    private final Catalog catalog;
    private final @Nullable Function<Span, String> sourceTextFunction;

    public QueryAdvice(Catalog catalog) {
        this(catalog, null);
    }

    private QueryAdvice(Catalog catalog, @Nullable Function<Span, String> sourceTextFunction) {
        this.catalog = catalog;
        this.sourceTextFunction = sourceTextFunction;
    }

    /**
     * Returns a copy whose messages quote other words instead of the analyzed text.
     *
     * @param newSourceText returns the words to quote for a part of the analyzed text, such as the name of a parameter
     *     if a literal stands for it in the text
     */
    public QueryAdvice withSourceText(Function<Span, String> newSourceText) {
        return new QueryAdvice(catalog, newSourceText);
    }

    /**
     * Returns the warnings about a query, in the order of the text.
     *
     * @param text the text of the query
     */
    public List<QueryWarning> findWarnings(String text, BoundQuery boundQuery) {
        StatementWarningCollector collector = createStatementWarningCollector(text, boundQuery);
        collector.addOrderWarning(boundQuery.query());
        collector.addOffsetWarning(boundQuery.query());
        return collector.collectWarnings();
    }

    private StatementWarningCollector createStatementWarningCollector(String text, BoundQuery boundQuery) {
        return new StatementWarningCollector(
                catalog, sourceTextFunction, text, boundQuery.query(), boundQuery.bindings());
    }

    /**
     * Returns the warning about a query whose caller expects at most one row; empty unless it is certain that the query
     * can return several rows.
     *
     * @param text the text of the query
     */
    public Optional<QueryWarning> findSeveralRowsWarning(String text, BoundQuery boundQuery) {
        return createStatementWarningCollector(text, boundQuery).findSeveralRowsWarning(boundQuery.query());
    }

    /**
     * Returns the warning about a query whose first column is the key of a map; empty unless it is certain that several
     * rows can have the same key.
     *
     * @param text the text of the query
     */
    public Optional<QueryWarning> findSeveralRowsOfKeyWarning(String text, BoundQuery boundQuery) {
        return createStatementWarningCollector(text, boundQuery).findSeveralRowsOfKeyWarning(boundQuery.query());
    }

    /**
     * Returns the warning about a query whose rows are read page by page; empty unless it is certain that the order of
     * the rows is not determined.
     *
     * @param text the text of the query
     */
    public Optional<QueryWarning> findUnstablePageWarning(String text, BoundQuery boundQuery) {
        return createStatementWarningCollector(text, boundQuery).findUnstablePageWarning(boundQuery.query());
    }

    /**
     * Returns the warnings about a statement that changes rows: about the rows that it reads or searches for, and about
     * the columns that an INSERT omits. There are none for a DELETE that names partitions.
     */
    public List<QueryWarning> findWarnings(String text, DmlStatement dmlStatement, Bindings bindings) {
        if (dmlStatement instanceof DmlStatement.Delete delete && delete.partitions() != null) {
            return List.of();
        }
        List<QueryWarning> warnings = new ArrayList<>(findOmittedColumnWarnings(dmlStatement, bindings));
        warnings.addAll(new StatementWarningCollector(catalog, sourceTextFunction, text, bindings.query(), bindings)
                .collectWarnings());
        return warnings;
    }

    private static List<QueryWarning> findOmittedColumnWarnings(DmlStatement dmlStatement, Bindings bindings) {
        List<String> columnNames =
                bindings.omittedColumns().stream().map(Column::name).toList();
        return columnNames.isEmpty() || !(dmlStatement instanceof DmlStatement.Insert insert)
                ? List.of()
                : List.of(new QueryWarning(
                        QueryAdviceRule.OMITTED_COLUMN,
                        List.of(String.join(", ", columnNames), columnNames.size() == 1 ? "which is" : "which are"),
                        insert.target().span(),
                        null));
    }
}
