package dev.cairn.internal.reflection.show;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.SourceNameCollector;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects the names that a query references in FROM, including names of objects that do not exist. */
public final class ReferencedNameCollector {
    private ReferencedNameCollector() {}

    /**
     * Returns the names; after an error in the query, the names before the error.
     *
     * @param databaseName the database of unqualified names
     */
    public static Set<ObjectName> collectNames(ServerProfile profile, Query query, String databaseName) {
        SourceNameCollector collector = new SourceNameCollector();
        try {
            new QueryAnalysis(profile, collector, databaseName).analyze(query);
        } catch (Refusal ignored) {
            return toObjectNames(collector);
        }
        return toObjectNames(collector);
    }

    private static Set<ObjectName> toObjectNames(SourceNameCollector collector) {
        Set<ObjectName> names = new LinkedHashSet<>();
        collector
                .names()
                .forEach(name -> names.add(new ObjectName(
                        name.qualifier().map(Name::text).orElse(""),
                        name.lastPart().text())));
        return names;
    }
}
