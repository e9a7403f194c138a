package dev.cairn.internal.look;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.NamedSources;
import dev.cairn.catalog.Refusal;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a query names behind FROM, whether it is there or not. */
final class ReferencedNames {
    private ReferencedNames() {}

    /** @param database where names without a database are looked for */
    static Set<ObjectName> of(ServerProfile profile, Query query, String database) {
        NamedSources sources = new NamedSources();
        try {
            new QueryAnalysis(profile, sources, database).of(query);
        } catch (Refusal newer) {
            return names(sources); // what it names before that
        }
        return names(sources);
    }

    private static Set<ObjectName> names(NamedSources sources) {
        Set<ObjectName> names = new LinkedHashSet<>();
        sources.names()
                .forEach(name -> names.add(new ObjectName(
                        name.qualifier().map(Name::text).orElse(""), name.last().text())));
        return names;
    }
}
