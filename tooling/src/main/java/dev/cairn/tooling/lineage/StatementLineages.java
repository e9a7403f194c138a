package dev.cairn.tooling.lineage;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.lineage.QueryLineage;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.QueryListing.ListedQuery;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lineages of the checked statements of an application.
 *
 * @param lineages by the names of the methods: {@code Sales.perCity}
 * @param unread the statements that can't be followed, with the reasons
 */
public record StatementLineages(SortedMap<ObjectName, QueryLineage> lineages, SortedMap<ObjectName, String> unread) {
    /** Analyses statements; SHOW, TRUNCATE and REFRESH read no columns. */
    public static StatementLineages of(ServerProfile profile, Catalog catalog, CompiledQueries queries) {
        SortedMap<ObjectName, QueryLineage> lineages = new TreeMap<>();
        SortedMap<ObjectName, String> unread = new TreeMap<>();
        CatalogSources sources = new CatalogSources(profile, catalog);
        for (QueryListing listing : queries.listings()) {
            for (ListedQuery query : listing.queries()) {
                ObjectName name = new ObjectName("", query.name());
                try {
                    QueryLineage lineage = lineage(profile, sources, listing.schema(), query.sample());
                    if (lineage != null) {
                        lineages.put(name, lineage);
                    }
                } catch (SqlSyntaxException | Refusal newer) {
                    unread.put(name, String.valueOf(newer.getMessage()));
                }
            }
        }
        return new StatementLineages(lineages, unread);
    }

    private static @Nullable QueryLineage lineage(
            ServerProfile profile, CatalogSources sources, String database, String sql) {
        Statement statement = Sql.parse(sql);
        if (statement instanceof Statement.Select select) {
            return ReaderGraph.lineage(
                    profile, sources, database, select.query().query());
        }
        return statement instanceof Statement.Opaque opaque && opaque.changesRows()
                ? ReaderGraph.lineage(profile, sources, database, Sql.parseManipulation(opaque))
                : null;
    }
}
