package dev.cairn.analysis.comparison;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Query;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether two queries are equivalent. Servers up to 3.5 do not show a view's query as written but in an
 * analyzed form: with qualified columns, {@code *} expanded, functions in lower case, and so on.
 *
 * <pre>{@code
 * QueryComparison comparison = QueryComparison.ofPrintedForm(profile, sourceResolver, "shop");
 * comparison.compare(
 *         Sql.parseQuery("SELECT id, SUM(price) AS total FROM orders GROUP BY 1"),
 *         Sql.parseQuery("SELECT `shop`.`orders`.`id`, sum(`shop`.`orders`.`price`) AS `total`\nFROM `shop`.`orders`\n"
 *                 + "GROUP BY `shop`.`orders`.`id`")); // SAME
 * }</pre>
 */
public final class QueryComparison {
    /** The result of a comparison. */
    public enum Equivalence {
        /** The queries are equal after normalization, so they return the same rows. */
        SAME,
        /** The queries differ after normalization. They may nevertheless return the same rows. */
        DIFFERENT,
        /** The queries differ in a part that could not be resolved or is not compared exactly. */
        CANNOT_TELL
    }

    private final QueryAnalysis analysis;
    private final QueryAnalysis lenientAnalysis;
    private final boolean comparesPrintedForm;

    private QueryComparison(
            ServerProfile profile,
            @Nullable SourceResolver sourceResolver,
            @Nullable String database,
            boolean comparesPrintedForm) {
        this.analysis = new QueryAnalysis(profile, new UntypedSourceResolver(sourceResolver), database);
        this.lenientAnalysis = new QueryAnalysis(profile, new UntypedSourceResolver(null), database);
        this.comparesPrintedForm = comparesPrintedForm;
    }

    /**
     * Creates a comparison of two queries as written.
     *
     * @param sourceResolver resolves the columns of tables; if it is null, {@code *} and unqualified names often can't
     *     be resolved
     * @param database the database in use; null if it is unknown
     */
    public static QueryComparison of(
            ServerProfile profile, @Nullable SourceResolver sourceResolver, @Nullable String database) {
        return new QueryComparison(profile, sourceResolver, database, false);
    }

    /**
     * Creates a comparison of a query as written with one that a server up to 3.5 printed; it ignores the parts that
     * such a server does not print.
     */
    public static QueryComparison ofPrintedForm(
            ServerProfile profile, @Nullable SourceResolver sourceResolver, @Nullable String database) {
        return new QueryComparison(profile, sourceResolver, database, true);
    }

    /**
     * Returns whether the queries are equivalent; {@code CANNOT_TELL} also if they differ and one of them can't be
     * parsed. The order of the two queries does not matter.
     */
    public Equivalence compare(Query left, Query right) {
        if (left.equals(right)) {
            return Equivalence.SAME;
        }
        return left.isUnread() || right.isUnread()
                ? Equivalence.CANNOT_TELL
                : buildShape(left).compare(buildShape(right));
    }

    ShapeNode buildShape(Query query) {
        return new QueryShapeBuilder(analyze(query), comparesPrintedForm).buildShapeWithNames(query);
    }

    private Bindings analyze(Query query) {
        try {
            return analysis.analyze(query).bindings();
        } catch (Refusal ignored) {
            return analyzeWithoutColumns(query);
        }
    }

    /** Analyzes a query without the columns of the tables, as an inactive view may read columns that were dropped. */
    private Bindings analyzeWithoutColumns(Query query) {
        Bindings bindings = new Bindings();
        try {
            lenientAnalysis.analyze(query, bindings);
        } catch (Refusal ignored) {
            // The bindings lack the parts that were not analyzed; the comparison of these parts can't tell.
        }
        return bindings;
    }
}
