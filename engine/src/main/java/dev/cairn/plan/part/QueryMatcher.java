package dev.cairn.plan.part;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.comparison.QueryComparison;
import dev.cairn.analysis.comparison.QueryComparison.Equivalence;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Query;

/**
 * Decides whether the queries of two views are equivalent. Blanks, line breaks, comments and different spellings of the
 * same meaning make no difference.
 */
public final class QueryMatcher {
    private final QueryComparison queryComparison;
    /** Whether queries match if the comparison can't determine whether they are equivalent. */
    private final boolean acceptsUnknownEquivalence;

    private QueryMatcher(QueryComparison queryComparison, boolean acceptsUnknownEquivalence) {
        this.queryComparison = queryComparison;
        this.acceptsUnknownEquivalence = acceptsUnknownEquivalence;
    }

    /** Returns a matcher for queries as written: if their equivalence can't be determined, they differ. */
    public static QueryMatcher ofWrittenQueries(ServerProfile profile, Session session) {
        return new QueryMatcher(QueryComparison.of(profile, null, session.databaseName()), false);
    }

    /**
     * Returns a matcher that compares the query that a server shows with a query as written; both may omit the current
     * database. A server before 4.0 shows its own form of the query. If the equivalence to that form can't be
     * determined, the queries match, since an unchanged view must not be touched.
     */
    public static QueryMatcher ofShownQueries(ServerProfile profile, Catalog catalog, Session session) {
        return profile.isAtLeast(Version.V4_0)
                ? ofWrittenQueries(profile, session)
                : new QueryMatcher(
                        QueryComparison.ofPrintedForm(
                                profile, new CatalogSourceResolver(profile, catalog), session.databaseName()),
                        true);
    }

    /** Returns whether the current query need not be replaced by the desired one. */
    boolean areEquivalent(Query currentQuery, Query desiredQuery) {
        Equivalence equivalence = queryComparison.compare(currentQuery, desiredQuery);
        return acceptsUnknownEquivalence ? equivalence != Equivalence.DIFFERENT : equivalence == Equivalence.SAME;
    }
}
