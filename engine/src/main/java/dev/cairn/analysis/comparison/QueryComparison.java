package dev.cairn.analysis.comparison;

import dev.cairn.analysis.source.QuerySources;
import dev.cairn.sql.ast.Query;
import org.jspecify.annotations.Nullable;

/**
 * Tells queries that say the same from those that don't. Servers up to 3.5 show a view's query not as it was written but
 * as they understood it: with each column behind its table, {@code *} spelled out, functions in lower case, and so on.
 *
 * <pre>{@code
 * QueryComparison comparison = QueryComparison.withPrinted(sources, "shop");
 * comparison.compare(
 *         Sql.parseQuery("SELECT id, SUM(price) AS total FROM orders GROUP BY 1"),
 *         Sql.parseQuery("SELECT `shop`.`orders`.`id`, sum(`shop`.`orders`.`price`) AS `total`\nFROM `shop`.`orders`\n"
 *                 + "GROUP BY `shop`.`orders`.`id`")); // SAME
 * }</pre>
 */
public final class QueryComparison {
    /** What can be said of two queries. */
    public enum Answer {
        SAME,
        DIFFERENT,
        /** They differ in something whose meaning is not known here. */
        CANNOT_TELL
    }

    private final @Nullable QuerySources sources;
    private final @Nullable String database;
    private final boolean printed;

    private QueryComparison(@Nullable QuerySources sources, @Nullable String database, boolean printed) {
        this.sources = sources;
        this.database = database;
        this.printed = printed;
    }

    /**
     * Of two queries that were written.
     *
     * @param sources where the columns of tables are found; without it, {@code *} and bare names often can't be told
     * @param database the one in use; null where that is unknown
     */
    public static QueryComparison of(@Nullable QuerySources sources, @Nullable String database) {
        return new QueryComparison(sources, database, false);
    }

    /** Of a query that was written with one that a server up to 3.5 printed: what it does not print, is not compared. */
    public static QueryComparison withPrinted(@Nullable QuerySources sources, @Nullable String database) {
        return new QueryComparison(sources, database, true);
    }

    public Answer compare(Query one, Query other) {
        if (one.equals(other)) {
            return Answer.SAME;
        }
        return one.isUnread() || other.isUnread()
                ? Answer.CANNOT_TELL
                : shape(one).compare(shape(other));
    }

    private ShapeNode shape(Query query) {
        return new QueryShapes(new ComparisonContext(sources, database, printed)).whole(query);
    }
}
