package dev.cairn.corpus;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.comparison.QueryComparison;
import dev.cairn.analysis.comparison.QueryComparison.Equivalence;
import dev.cairn.catalog.Catalog;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;

/**
 * Compares definitions of views from servers before 4.0, which print a query as they understood it, not as it was
 * written: the heads are compared as texts, and the queries by their meaning.
 */
public final class PrintedQueries {
    private final ServerProfile profile;
    private final Catalog catalog;

    public PrintedQueries(ServerProfile profile, Catalog catalog) {
        this.profile = profile;
        this.catalog = catalog;
    }

    public boolean isSameDefinition(String recorded, String shown) {
        return !profile.isAtLeast(Version.V4_0)
                && isDefinition(recorded)
                && isDefinition(shown)
                && definitionHead(recorded).equals(definitionHead(shown))
                && createComparison().compare(parseQuery(shown), parseQuery(recorded)) == Equivalence.SAME;
    }

    private QueryComparison createComparison() {
        return QueryComparison.ofPrintedForm(profile, new CatalogSourceResolver(profile, catalog), "t");
    }

    private static boolean isDefinition(String text) {
        return text.startsWith("CREATE VIEW") || text.startsWith("CREATE MATERIALIZED VIEW");
    }

    private static String definitionHead(String shown) {
        boolean isView = shown.startsWith("CREATE VIEW");
        int start = isView ? Math.max(0, shown.indexOf(" SECURITY ")) : 0;
        int end = shown.indexOf(isView ? " AS " : "\nAS ", start);
        return end < 0 ? shown : shown.substring(0, end);
    }

    private static Query parseQuery(String shown) {
        Statement statement = Sql.parseShowCreateOutput(shown);
        return statement instanceof ViewStatement.CreateView view
                ? view.queryText().query()
                : ((ViewStatement.CreateMaterializedView) statement).queryText().query();
    }
}
