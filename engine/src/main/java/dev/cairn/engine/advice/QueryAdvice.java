package dev.cairn.engine.advice;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.RowSelection;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds parts of valid statements that make the server read or compute more than the statement needs. It warns only where
 * this is certain.
 *
 * <pre>{@code
 * QueryFacts facts = new QueryFacts();
 * new QueryAnalysis(profile, new CatalogSources(profile, catalog), "shop", facts).of(query);
 * List<QueryWarning> warnings = new QueryAdvice(profile, catalog).of(text, query, facts);
 * }</pre>
 */
public final class QueryAdvice {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final @Nullable Function<Span, String> quotation;

    public QueryAdvice(ServerProfile profile, Catalog catalog) {
        this(profile, catalog, null);
    }

    private QueryAdvice(ServerProfile profile, Catalog catalog, @Nullable Function<Span, String> quotation) {
        this.profile = profile;
        this.catalog = catalog;
        this.quotation = quotation;
    }

    /**
     * Returns an advice that quotes other words than those of the analysed text.
     *
     * @param quoted returns the words for a part of the analysed text: if literals stand in it for parameters, the names of
     *     the parameters
     */
    public QueryAdvice quoting(Function<Span, String> quoted) {
        return new QueryAdvice(profile, catalog, quoted);
    }

    /**
     * Returns the warnings about a query, in the order of the text.
     *
     * @param text the text of the query
     * @param facts what the analysis of the query reported
     */
    public List<QueryWarning> of(String text, Query query, QueryFacts facts) {
        StatementAdvice advice = new StatementAdvice(profile, catalog, quotation, text, query, facts);
        advice.addOrder(query);
        return advice.warnings();
    }

    /** Returns the warnings about a statement that changes rows: about the rows that it reads or searches for. */
    public List<QueryWarning> of(String text, Manipulation manipulation, QueryFacts facts) {
        Query query = query(manipulation);
        return query == null
                ? List.of()
                : new StatementAdvice(profile, catalog, quotation, text, query, facts).warnings();
    }

    private static @Nullable Query query(Manipulation manipulation) {
        if (manipulation instanceof Manipulation.Insert insert) {
            return insert.source() instanceof Manipulation.Source.Result result
                    ? result.query().query()
                    : null;
        }
        if (manipulation instanceof Manipulation.Update update) {
            List<Expression> values = update.assignments().stream()
                    .map(Manipulation.Assignment::value)
                    .filter(Objects::nonNull)
                    .toList();
            return new RowSelection(update.with(), update.target(), update.from(), update.where()).query(values);
        }
        Manipulation.Delete delete = (Manipulation.Delete) manipulation;
        return delete.partitions() == null
                ? new RowSelection(delete.with(), delete.target(), delete.using(), delete.where()).query(List.of())
                : null;
    }
}
