package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.StorageVolumeProperty;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateDatabase;
import dev.cairn.sql.ast.Statement.DropDatabase;
import dev.cairn.sql.ast.Statement.Use;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies CREATE DATABASE, DROP DATABASE and USE. */
record DatabaseDdl(ServerState server) {
    StatementResult create(CreateDatabase statement) {
        String databaseName = statement.name().lastPart().text();
        requireKnownExternalCatalog(statement.name());
        if (isInExternalCatalog(statement.name())) {
            return server.unchangedResult();
        }
        NameValidation.requireValidDatabaseName(databaseName, statement.name().span());
        requireValidStorageVolume(statement.properties());
        if (server.catalog().isDatabaseNameTaken(databaseName)) {
            if (statement.ifNotExists()) {
                return server.unchangedResult();
            }
            throw Refusal.ofExecution(statement.name().span(), ServerError.DATABASE_EXISTS, databaseName);
        }
        return server.createResult(Database.of(databaseName, statement.properties()));
    }

    StatementResult drop(DropDatabase statement) {
        String databaseName = statement.name().lastPart().text();
        requireKnownExternalCatalog(statement.name());
        if (isInExternalCatalog(statement.name())) {
            requireEmptyExternalDatabase(statement.name());
            return server.unchangedResult();
        }
        Database database = server.catalog().databases().get(databaseName).orElse(null);
        if (database == null) {
            if (statement.ifExists()) {
                return server.unchangedResult();
            }
            throw Refusal.ofExecution(statement.name().span(), ServerError.NO_DATABASE_TO_DROP, databaseName);
        }
        if (!statement.isForced() && !database.temporaryTables().isEmpty()) {
            throw Refusal.ofExecution(
                    statement.name().span(), Engine.ObjectRule.DATABASE_HAS_TEMPORARY_TABLES, databaseName);
        }
        Catalog remainingCatalog = detachReaders(
                statement.isForced()
                        ? server.catalog().withoutDatabase(databaseName)
                        : server.catalog().recycle(database),
                database);
        Session session = databaseName.equals(server.session().databaseName())
                ? server.session().withDatabase(null)
                : server.session();
        return new StatementResult(remainingCatalog, session, ChangeCost.IMMEDIATE);
    }

    /**
     * Deactivates the materialized views that read an object of the dropped database, marks these objects as dropped in
     * them, and returns the new catalog.
     */
    private static Catalog detachReaders(Catalog remainingCatalog, Database droppedDatabase) {
        Catalog catalog = remainingCatalog;
        for (Table table : droppedDatabase.tables().values()) {
            catalog = DependentMaterializedViews.of(catalog).detachReaders(droppedDatabase.name(), table.name());
        }
        for (View view : droppedDatabase.views().values()) {
            catalog = DependentMaterializedViews.of(catalog).detachReaders(droppedDatabase.name(), view.name());
        }
        for (MaterializedView view : droppedDatabase.materializedViews().values()) {
            catalog = DependentMaterializedViews.of(catalog).detachReaders(droppedDatabase.name(), view.name());
        }
        return catalog;
    }

    /**
     * Selects a database. An external catalog is refused, even if it is known: the session selects no catalog, so later
     * names without a catalog would be resolved to the internal one.
     */
    StatementResult use(Use statement) {
        String databaseName = statement.name().lastPart().text();
        statement.name().qualifier().map(Name::text).ifPresent(catalogName -> {
            if (!InternalCatalog.isInternal(catalogName)) {
                throw Refusal.ofExecution(statement.name().span(), ServerError.UNKNOWN_CATALOG, catalogName);
            }
        });
        if (!server.catalog().hasDatabase(databaseName)) {
            throw Refusal.ofExecution(statement.name().span(), ServerError.UNKNOWN_DATABASE, databaseName);
        }
        return new StatementResult(server.catalog(), server.session().withDatabase(databaseName), ChangeCost.IMMEDIATE);
    }

    private void requireKnownExternalCatalog(QualifiedName databaseName) {
        String catalogName = findExternalCatalogName(databaseName);
        if (catalogName != null && !server.catalog().mayHaveExternalCatalog(catalogName)) {
            throw Refusal.ofAnalysis(databaseName.span(), ServerError.UNKNOWN_CATALOG, catalogName);
        }
    }

    /**
     * Returns whether the name is qualified by an external catalog. The engine does not know the databases of such a
     * catalog, so it accepts CREATE and DROP, and changes nothing.
     */
    private static boolean isInExternalCatalog(QualifiedName databaseName) {
        return findExternalCatalogName(databaseName) != null;
    }

    private static @Nullable String findExternalCatalogName(QualifiedName databaseName) {
        return InternalCatalog.externalCatalogName(
                databaseName.qualifier().map(Name::text).orElse(null));
    }

    /** Requires that the catalog contains no object in this database of an external catalog. */
    private void requireEmptyExternalDatabase(QualifiedName databaseName) {
        for (ClusterObject clusterObject :
                server.catalog().clusterObjects().objects().values()) {
            if (clusterObject.externalCatalog().isPresent()
                    && clusterObject.database().equals(databaseName.toString())) {
                throw Refusal.ofExecution(
                        databaseName.span(), Engine.ObjectRule.EXTERNAL_DATABASE_NOT_EMPTY, databaseName.lastPart());
            }
        }
    }

    private void requireValidStorageVolume(List<Property> properties) {
        for (Property property : properties) {
            if (!KnownProperty.STORAGE_VOLUME.isNamed(property.name())) {
                continue;
            }
            if (server.profile().isSharedData()) {
                StorageVolumeProperty.check(server, property.value(), property.span());
            } else if (!property.value().equalsIgnoreCase("local")) {
                throw Refusal.ofWrapped(
                        property.span(), ServerError.COMMON, Engine.ObjectRule.STORAGE_VOLUME_NOT_LOCAL);
            }
        }
    }
}
