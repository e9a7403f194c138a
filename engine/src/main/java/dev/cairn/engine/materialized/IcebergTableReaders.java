package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the materialized views that read Iceberg tables, directly or through views. A server neither creates nor
 * refreshes a materialized view over a table whose partitioning has changed, even if the partitioning has changed back.
 */
public record IcebergTableReaders(ServerProfile profile, Catalog catalog) {
    /** Returns the full names of the materialized views that read the Iceberg table, directly or through views. */
    public List<String> findMaterializedViewNames(ExternalObject table) {
        List<String> viewNames = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (findExternalObjects(view).stream().anyMatch(table::equals)) {
                    viewNames.add(database.name() + "." + view.name());
                }
            }
        }
        return viewNames;
    }

    /** Returns the first Iceberg table that a materialized view reads and whose partitioning has changed. */
    public Optional<ExternalObject> findRepartitionedTable(MaterializedView view) {
        return findExternalObjects(view).stream()
                .filter(IcebergTableReaders::isRepartitioned)
                .findFirst();
    }

    private List<ExternalObject> findExternalObjects(MaterializedView view) {
        if (!hasManagedIcebergTables() || view.definition().query().query().isUnread()) {
            return List.of();
        }
        ServerState server =
                new ServerState(profile, catalog, new Session(view.definition().defaultDatabaseName()));
        try {
            return DefiningQuery.of(server, view.definition().query()).dependencies().stream()
                    .flatMap(dependency -> findExternalObject(catalog, dependency.source()).stream())
                    .toList();
        } catch (Refusal ignored) {
            return List.of(); // the view can't be refreshed for another reason
        }
    }

    /** Returns whether the statements of the schema create any Iceberg table. */
    public boolean hasManagedIcebergTables() {
        for (ExternalObject object : catalog.externalObjects().values()) {
            if (object.isManagedBySchema()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the first dependency that is an Iceberg table whose partitioning has changed. */
    static Optional<ExternalObject> findRepartitionedTable(Catalog catalog, List<Dependency> dependencies) {
        return dependencies.stream()
                .flatMap(dependency -> findExternalObject(catalog, dependency.source()).stream())
                .filter(IcebergTableReaders::isRepartitioned)
                .findFirst();
    }

    private static Optional<ExternalObject> findExternalObject(Catalog catalog, Source source) {
        return source.kind() == Source.Kind.EXTERNAL
                ? catalog.findExternalObject(source.catalog(), source.database(), source.name())
                : Optional.empty();
    }

    private static boolean isRepartitioned(ExternalObject table) {
        return table.icebergLayout() != null && table.icebergLayout().isRepartitioned();
    }
}
