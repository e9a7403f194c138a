package dev.cairn.plan.part;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.comparison.QueryComparison;
import dev.cairn.analysis.comparison.QueryComparison.Answer;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Query;

/**
 * When two views say the same. Blanks, line breaks and comments in their texts are no difference, nor is what can be said in
 * two ways.
 */
public final class QueryMatch {
    private final QueryComparison comparison;
    private final boolean printed;

    private QueryMatch(QueryComparison comparison, boolean printed) {
        this.comparison = comparison;
        this.printed = printed;
    }

    /** Of queries as people wrote them: what can't be told apart for certain is another query. */
    public static QueryMatch ofWritten() {
        return new QueryMatch(QueryComparison.of(null, null), false);
    }

    /**
     * Of a query that a server showed with one that was written; the database in use may be named or not. A server before 4.0 shows what it understood; what then
     * can't be told apart is the same, for a view that did not change must not be touched.
     */
    public static QueryMatch ofShown(ServerProfile profile, Catalog catalog, Session session) {
        return profile.atLeast(Version.V4_0)
                ? new QueryMatch(QueryComparison.of(null, session.database()), false)
                : new QueryMatch(
                        QueryComparison.withPrinted(new CatalogSources(profile, catalog), session.database()), true);
    }

    boolean same(Query shown, Query wanted) {
        Answer answer = comparison.compare(shown, wanted);
        return printed ? answer != Answer.DIFFERENT : answer == Answer.SAME;
    }
}
