package dev.cairn.analysis;

import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.SystemTable;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.UserFunction;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names in queries against the tables, views and functions of a catalog. An unknown name is refused with
 * the server's error. The only exception is a table of a system database that the catalog does not contain: it resolves
 * to an unknown source, which may have any column.
 */
public final class CatalogSourceResolver implements SourceResolver {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final TypeSettings settings;

    /** Creates a resolver for a session that has set none of the variables. */
    public CatalogSourceResolver(ServerProfile profile, Catalog catalog) {
        this(profile, catalog, TypeSettings.DEFAULT);
    }

    public CatalogSourceResolver(ServerProfile profile, Catalog catalog, TypeSettings settings) {
        this.profile = profile;
        this.catalog = catalog;
        this.settings = settings;
    }

    @Override
    public TypeSettings settings() {
        return settings;
    }

    @Override
    public Source resolveSource(@Nullable String catalogName, String database, String name, Span span) {
        String externalCatalog = InternalCatalog.externalCatalogName(catalogName);
        if (externalCatalog != null && !catalog.mayHaveExternalCatalog(externalCatalog)) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_CATALOG, externalCatalog);
        }
        Optional<Database> knownDatabase = externalCatalog == null ? catalog.findDatabase(database) : Optional.empty();
        return knownDatabase
                .flatMap(foundDatabase -> findInDatabase(foundDatabase, name))
                .or(() -> catalog.findExternalObject(externalCatalog, database, name)
                        .map(CatalogSourceResolver::toSource))
                .orElseGet(() -> resolveUnknownSystemTable(externalCatalog, database, name, span));
    }

    /** Returns the synchronous materialized view with the columns and the query of the rollup that stores its rows. */
    @Override
    public Source resolveSynchronousView(String database, String name) {
        for (Database viewDatabase : catalog.findDatabase(database).stream().toList()) {
            for (Map.Entry<String, Table> tableEntry : viewDatabase.tables()) {
                for (Rollup rollup : tableEntry.getValue().rollups()) {
                    if (rollup.name().equals(name) && rollup.query() != null) {
                        return toSource(database, rollup, rollup.query());
                    }
                }
            }
        }
        return SourceResolver.super.resolveSynchronousView(database, name);
    }

    private static Source toSource(String database, Rollup rollup, QueryText query) {
        List<Source.Column> columns = rollup.columns().stream()
                .map(CatalogSourceResolver::toSourceColumn)
                .toList();
        Source.ViewQuery viewQuery = new Source.ViewQuery(query.query(), database, List.of());
        return Source.ofViewQuery(Source.Kind.MATERIALIZED_VIEW, database, rollup.name(), columns, viewQuery);
    }

    @Override
    public boolean lacksPartition(String database, String table, Name partition, boolean isTemporary) {
        return catalog.findTable(database, table)
                .filter(foundTable -> !(isTemporary
                        ? foundTable.hasTemporaryPartition(partition)
                        : foundTable.mayHavePartition(partition)))
                .isPresent();
    }

    @Override
    public List<UserFunction> findFunctions(@Nullable String database, QualifiedName function) {
        String functionDatabase = function.qualifier().map(Name::text).orElse(database);
        return catalog.findFunctions(functionDatabase, function.lastPart().text());
    }

    @Override
    public boolean hasUserAggregates() {
        for (Map.Entry<String, List<UserFunction>> overloadsEntry : catalog.functionsByKey()) {
            if (overloadsEntry.getValue().stream().anyMatch(UserFunction::isAggregate)) {
                return true;
            }
        }
        return false;
    }

    /** Returns null for an external object of this name, whose key is not known. */
    @Override
    public @Nullable DictionaryTable resolveDictionaryTable(@Nullable String database, String name, Span span) {
        Optional<DictionaryTable> table = findDictionaryTable(database, name, span);
        if (table.isPresent()) {
            return table.get();
        }
        QualifiedName tableName = resolveDictionaryTableName(database, name, span);
        if (catalog.findExternalObject(
                        null,
                        tableName.qualifier().orElseThrow().text(),
                        tableName.lastPart().text())
                .isPresent()) {
            return null;
        }
        throw Refusal.ofAnalysis(span, CommonRule.NOT_FOUND, RuleSubject.TABLE, name);
    }

    /**
     * Returns the table that the first argument of {@code dict_mapping} names; empty if it does not exist.
     *
     * @throws Refusal if the name has more than two parts or lacks a database, or if the table has no PRIMARY KEY
     */
    public Optional<DictionaryTable> findDictionaryTable(@Nullable String database, String name, Span span) {
        QualifiedName tableName = resolveDictionaryTableName(database, name, span);
        String dictionaryDatabase = tableName.qualifier().orElseThrow().text();
        Optional<Table> table =
                catalog.findTable(dictionaryDatabase, tableName.lastPart().text());
        if (table.filter(foundTable -> foundTable.model() != KeyModel.PRIMARY).isPresent()) {
            throw Refusal.ofAnalysis(span, CommonRule.REQUIREMENT_MISSING, "dict_mapping", "a table with PRIMARY KEY");
        }
        return table.map(foundTable -> new DictionaryTable(dictionaryDatabase, foundTable));
    }

    private static QualifiedName resolveDictionaryTableName(@Nullable String database, String name, Span span) {
        String[] nameParts = name.split("\\.", 0);
        if (nameParts.length == 0 || nameParts.length > 2) {
            throw Refusal.ofAnalysis(
                    span, CommonRule.WRONG_KIND, name, "the name of a table, 'table' or 'database.table'");
        }
        String dictionaryDatabase =
                DatabaseNameResolver.requireDatabaseName(nameParts.length == 2 ? nameParts[0] : database, span);
        return QualifiedName.of(dictionaryDatabase, nameParts[nameParts.length - 1]);
    }

    private Optional<Source> findInDatabase(Database database, String name) {
        return database.findTable(name)
                .map(table -> toSource(database.name(), table))
                .or(() -> database.findView(name).map(view -> toSource(database.name(), view)))
                .or(() -> database.findMaterializedView(name).map(view -> toSource(database.name(), view)))
                .or(() -> database.findSystemTable(name).map(table -> toSource(database.name(), table)));
    }

    /**
     * Returns an unknown source for a table of a system database that the catalog does not contain; refuses all other
     * names. If the catalog describes only a part of a server, it contains only the declared tables of an external
     * catalog, so the refusal names this catalog, whose table must be declared.
     */
    private Source resolveUnknownSystemTable(
            @Nullable String externalCatalog, String database, String name, Span span) {
        if (externalCatalog != null && !catalog.isOfWholeServer()) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_CATALOG, externalCatalog);
        }
        if (externalCatalog != null || catalog.findDatabase(database).isPresent()) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_TABLE, database + "." + name);
        }
        if (!catalog.hasDatabase(database)) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_DATABASE, database);
        }
        return Source.ofUnknown(database, name, Source.Kind.SYSTEM);
    }

    private static Source toSource(ExternalObject externalObject) {
        List<Source.Column> columns = externalObject.columns().stream()
                .map(column -> new Source.Column(
                        column.name(), ExpressionType.ofColumn(column.type(), column.isNullable(), null)))
                .toList();
        return new Source(
                new Source.SourceName(
                        externalObject.externalCatalog(), externalObject.database(), externalObject.name()),
                Source.Kind.EXTERNAL,
                columns,
                externalObject.hasAllColumns(),
                null,
                null);
    }

    private Source toSource(String database, Table table) {
        List<Source.Column> columns = new ArrayList<>(table.columns().size());
        for (Column column : table.columns()) {
            columns.add(toSourceColumn(column));
        }
        columns.addAll(HiddenPartitionColumns.deriveColumns(profile, table, columns));
        Source.Kind kind = table.isTemporary() ? Source.Kind.TEMPORARY_TABLE : Source.Kind.TABLE;
        return Source.of(database, table.name(), kind, columns);
    }

    private static Source.Column toSourceColumn(Column column) {
        Aggregation.State state =
                column.aggregation() instanceof Aggregation.State aggregateState ? aggregateState : null;
        return new Source.Column(column.name(), ExpressionType.ofColumn(column.type(), column.isNullable(), state));
    }

    private static Source toSource(String database, SystemTable table) {
        List<Source.Column> columns = table.columns().stream()
                .map(CatalogSourceResolver::toSourceColumn)
                .toList();
        return Source.of(database, table.name(), Source.Kind.SYSTEM, columns);
    }

    private static Source toSource(String database, View view) {
        Source.ViewQuery viewQuery = new Source.ViewQuery(
                view.definition().query().query(),
                view.definition().defaultDatabaseName(),
                view.definition().baseRelations());
        return Source.ofView(database, view.name(), toSourceColumns(view.columns()), viewQuery);
    }

    private static Source toSource(String database, MaterializedView view) {
        Source.StoredQuery storedQuery = new Source.StoredQuery(
                view.definition().query().query(), view.definition().defaultDatabaseName(), view.columns());
        return Source.ofMaterializedView(database, view.name(), toSourceColumns(view.storedColumns()), storedQuery);
    }

    /** Returns the columns of a view; {@code *} does not expand to a column that is derived from a hidden column. */
    private static List<Source.Column> toSourceColumns(List<ViewColumn> columns) {
        return columns.stream()
                .map(column -> new Source.Column(
                        column.name(),
                        ExpressionType.ofColumn(column.type(), column.isNullable(), null),
                        !column.name().startsWith(Partitioning.HIDDEN_COLUMN_PREFIX)))
                .toList();
    }
}
