package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.Replicas;
import java.util.List;
import java.util.Optional;

/** A materialized view has as many replicas as the one of its base tables that has the most. */
final class BaseReplicas {
    private BaseReplicas() {}

    static int most(ServerState server, List<Dependency> dependencies) {
        return dependencies.stream()
                .flatMap(dependency -> replicas(server, dependency).stream())
                .max(Integer::compare)
                .orElseGet(() -> Replicas.assumed(server.profile()));
    }

    private static Optional<Integer> replicas(ServerState server, Dependency dependency) {
        if (dependency.source().kind() == Source.Kind.EXTERNAL) {
            return Optional.empty();
        }
        Optional<Database> database =
                server.catalog().database(dependency.source().database());
        String name = dependency.source().name();
        Optional<StoredProperties> properties =
                database.flatMap(found -> found.table(name)).map(Table::properties);
        if (properties.isEmpty()) {
            properties = database.flatMap(found -> found.materializedView(name)).map(MaterializedView::properties);
        }
        return properties.flatMap(found -> found.value(Replicas.PROPERTY)).flatMap(BaseReplicas::number);
    }

    /** A placeholder's value is not known. */
    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException placeholder) {
            return Optional.empty();
        }
    }
}
