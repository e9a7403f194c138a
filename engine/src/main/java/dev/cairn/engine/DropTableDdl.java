package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Statement.DropTable;
import java.util.Optional;

/** Applies DROP TABLE. The table can be recovered, unless it is temporary or the drop is forced. */
record DropTableDdl(ServerState server) {
    StatementResult apply(DropTable statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.table());
        Database database = resolvedName.requireDatabase(server);
        Optional<Table> table = statement.isTemporary()
                ? database.temporaryTables().get(resolvedName.tableName())
                : database.findTable(resolvedName.tableName());
        if (table.isEmpty()) {
            requireNotView(database, resolvedName);
            // DROP of a system table is refused with the error of a statement with IF EXISTS.
            boolean isSystemTable = !statement.isTemporary()
                    && database.findSystemTable(resolvedName.tableName()).isPresent();
            if (statement.ifExists() || isSystemTable) {
                resolvedName.requireDroppable(database);
                return server.unchangedResult();
            }
            throw Refusal.ofAnalysis(resolvedName.span(), ServerError.UNKNOWN_TABLE, resolvedName.tableName());
        }
        if (table.get().isTemporary()) {
            return server.createResult(database.withoutTable(resolvedName.tableName()));
        }
        Database remainingDatabase =
                statement.isForced() ? database.withoutTable(resolvedName.tableName()) : database.recycle(table.get());
        Catalog remainingCatalog = DeclaredConstraints.of(server.catalog().withDatabase(remainingDatabase))
                .followTableDrop(database.name(), resolvedName.tableName());
        return server.createResult(DependentMaterializedViews.of(remainingCatalog)
                .detachReaders(database.name(), resolvedName.tableName()));
    }

    private static void requireNotView(Database database, ResolvedTableName resolvedName) {
        if (database.findMaterializedView(resolvedName.tableName()).isPresent()) {
            throw resolvedName.createMaterializedViewRefusal();
        }
        if (database.findView(resolvedName.tableName()).isPresent()) {
            throw Refusal.ofAnalysis(
                    resolvedName.span(), ServerError.WRONG_OBJECT, database.name(), resolvedName.tableName(), "TABLE");
        }
    }
}
