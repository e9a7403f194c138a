package dev.cairn.engine.row;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.QualifiedName;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The target of an INSERT, UPDATE or DELETE: a table of the catalog, or an external object, about which less is known.
 *
 * @param table the table; null for an external object
 * @param externalObject the external object; null for a table
 */
record RowTarget(
        ResolvedTableName resolvedName,
        @Nullable Table table,
        @Nullable ExternalObject externalObject) {
    /** Creates the refusals of a target that differ between INSERT, UPDATE and DELETE. */
    record TargetRefusalFactory(
            Function<ResolvedTableName, Refusal> missingDatabaseFactory,
            BiFunction<ResolvedTableName, RuleSubject, Refusal> unsupportedKindFactory) {
        TargetRefusalFactory(BiFunction<ResolvedTableName, RuleSubject, Refusal> unsupportedKindFactory) {
            this(
                    resolvedName -> Refusal.ofAnalysis(
                            resolvedName.span(),
                            CommonRule.NOT_FOUND,
                            RuleSubject.DATABASE,
                            resolvedName.databaseName()),
                    unsupportedKindFactory);
        }
    }

    /** Creates the refusal to change the rows of a view, or of a table of the system. */
    static Refusal createUnsupportedKindRefusal(ResolvedTableName resolvedName, RuleSubject kind) {
        return Refusal.ofExecution(resolvedName.span(), RowRule.ROWS_NOT_CHANGEABLE, kind, resolvedName.tableName());
    }

    /** Returns the target with the name; refuses a missing object, any view, and a table of the system. */
    static RowTarget of(ServerState server, QualifiedName name, TargetRefusalFactory refusalFactory) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, name);
        String externalCatalogName = resolvedName.isInternal() ? null : resolvedName.catalogName();
        Optional<ExternalObject> externalObject = server.catalog()
                .findExternalObject(externalCatalogName, resolvedName.databaseName(), resolvedName.tableName());
        if (externalCatalogName != null
                && (externalObject.isEmpty() || !server.catalog().mayHaveExternalCatalog(externalCatalogName))) {
            throw server.catalog().isOfWholeServer() && server.catalog().mayHaveExternalCatalog(externalCatalogName)
                    ? Refusal.ofAnalysis(resolvedName.span(), NameRule.TABLE_NOT_FOUND, resolvedName.tableName())
                    : Refusal.ofAnalysis(resolvedName.span(), ServerError.UNKNOWN_CATALOG, externalCatalogName);
        }
        Optional<Table> table = resolvedName.findTable(server);
        if (table.isPresent()) {
            return new RowTarget(resolvedName, table.get(), null);
        }
        if (externalObject.isPresent()) {
            return new RowTarget(resolvedName, null, externalObject.get());
        }
        Database database = resolvedName
                .findDatabase(server)
                .orElseThrow(() -> refusalFactory.missingDatabaseFactory.apply(resolvedName));
        if (database.findMaterializedView(resolvedName.tableName()).isPresent()) {
            throw Refusal.ofAnalysis(
                    resolvedName.span(),
                    RowRule.ROWS_NOT_CHANGEABLE,
                    RuleSubject.MATERIALIZED_VIEW,
                    resolvedName.tableName());
        }
        if (database.hasObject(resolvedName.tableName())) {
            throw refusalFactory.unsupportedKindFactory.apply(
                    resolvedName, database.isSystem() ? RuleSubject.SYSTEM_TABLE : RuleSubject.VIEW);
        }
        throw Refusal.ofAnalysis(resolvedName.span(), NameRule.TABLE_NOT_FOUND, resolvedName.tableName());
    }

    /** Returns whether a column with the name may exist. */
    boolean mayHaveColumn(String columnName) {
        return table != null
                ? table.findColumn(columnName).isPresent()
                : externalObject == null
                        || !externalObject.hasAllColumns()
                        || externalObject.columns().stream()
                                .anyMatch(
                                        externalColumn -> externalColumn.name().equalsIgnoreCase(columnName));
    }
}
