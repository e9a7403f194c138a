package dev.cairn.engine.context;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.Optional;

/** A fully qualified table name; the session supplies the parts that the statement omits. */
public record ResolvedTableName(String catalogName, String databaseName, String tableName, Span span) {

    public static ResolvedTableName of(ServerState server, QualifiedName name) {
        String catalogName = name.catalog().map(Name::text).orElse(InternalCatalog.NAME);
        String databaseName =
                DatabaseNameResolver.requireDatabase(name, server.session().databaseName());
        return new ResolvedTableName(catalogName, databaseName, name.lastPart().text(), name.span());
    }

    public boolean isInternal() {
        return InternalCatalog.isInternal(catalogName);
    }

    /** Returns whether both names name the same table, wherever the statement mentions it. */
    public boolean isSameTable(ResolvedTableName other) {
        return catalogName.equals(other.catalogName)
                && databaseName.equals(other.databaseName)
                && tableName.equals(other.tableName);
    }

    public void requireInternal() {
        if (!isInternal()) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_CATALOG, catalogName);
        }
    }

    public Optional<Database> findDatabase(ServerState server) {
        return isInternal() ? server.catalog().findDatabase(databaseName) : Optional.empty();
    }

    public Optional<Table> findTable(ServerState server) {
        return findDatabase(server).flatMap(database -> database.findTable(tableName));
    }

    /**
     * Returns the database, for CREATE and DROP: an unknown catalog and an unknown database have their own error
     * numbers.
     */
    public Database requireDatabase(ServerState server) {
        requireInternal();
        return findDatabase(server)
                .orElseThrow(() -> Refusal.ofAnalysis(span, ServerError.UNKNOWN_DATABASE, databaseName));
    }

    /**
     * Returns the database, for statements that look for it only at execution. If the catalog is unknown, the database
     * is reported as missing.
     */
    public Database requireDatabaseAtExecution(ServerState server) {
        return findDatabase(server)
                .orElseThrow(() -> Refusal.ofExecution(span, ServerError.UNKNOWN_DATABASE, databaseName));
    }

    /** Returns the table, for ALTER TABLE: all errors have the number 1064. */
    public Table requireTable(ServerState server) {
        if (findDatabase(server).isEmpty()) {
            throw createUnknownDatabaseRefusal(server);
        }
        return findTable(server).orElseThrow(() -> Refusal.ofAnalysis(span, NameRule.TABLE_NOT_FOUND, tableName));
    }

    /** Requires that the object can be created in its database, which must not be a system database. */
    public void requireCreatable(Database ownerDatabase) {
        if (ownerDatabase.isSystem()) {
            throw Refusal.ofExecution(
                    span, ServerError.TABLE_NOT_CREATED, tableName, "cannot create table in system database");
        }
    }

    /** Requires that an object with this name can be dropped from its database, which must not be a system database. */
    public void requireDroppable(Database ownerDatabase) {
        if (ownerDatabase.isSystem()) {
            throw Refusal.ofExecution(
                    span, ServerError.SYSTEM_TABLE_DROPPED, databaseName, tableName, ownerDatabase.name());
        }
    }

    /** Returns the name with its database, for example {@code shop.orders}. */
    public String databaseAndTableName() {
        return databaseName + "." + tableName;
    }

    /** Returns the error of DROP TABLE and DROP VIEW for a materialized view. */
    public Refusal createMaterializedViewRefusal() {
        return Refusal.ofAnalysis(span, NameRule.MATERIALIZED_VIEW_DROPPED_AS_TABLE, tableName, tableName, tableName);
    }

    private Refusal createUnknownDatabaseRefusal(ServerState server) {
        if (!isInternal()
                && server.catalog()
                        .findExternalObject(catalogName, databaseName, tableName)
                        .isPresent()) {
            return Refusal.ofAnalysis(span, NameRule.EXTERNAL_TABLE_CHANGE_UNKNOWN, catalogName);
        }
        if (!isInternal() && !server.profile().isAtLeast(Version.V4_0)) {
            return Refusal.ofAnalysis(span, CommonRule.NOT_FOUND, RuleSubject.CATALOG, catalogName);
        }
        return Refusal.ofAnalysis(span, CommonRule.NOT_FOUND, RuleSubject.DATABASE, databaseName);
    }
}
