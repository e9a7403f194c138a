package dev.cairn.engine.alter;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.List;
import java.util.Optional;

/**
 * Applies ALTER TABLE. The clauses are first checked for conflicts with one another, then each clause is checked
 * against the table, then the table must have no running job. Only after these checks are the clauses carried out,
 * and their combined result can still be refused.
 */
public record AlterTables(ServerState server, ResolvedTableName place) {
    public static StatementResult apply(ServerState server, AlterTable statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.table());
        AlterOperation.requireCompatible(server.profile(), statement.clauses());
        return new AlterTables(server, place).apply(statement.clauses());
    }

    private StatementResult apply(List<AlterClause> clauses) {
        Optional<Database> found = place.database(server);
        if (found.isPresent() && found.get().table(place.table()).isEmpty()) {
            if (found.get().view(place.table()).isPresent()) {
                throw Refusal.analysis(place.span(), AlterRule.NOT_NATIVE, place.inDatabase());
            }
            Optional<MaterializedView> view = found.get().materializedView(place.table());
            if (view.isPresent()) {
                return server.changed(found.get().with(altered(view.get(), clauses)), Cost.IMMEDIATE);
            }
        }
        Table table = place.existingTable(server);
        if (table.temporary()) {
            throw Refusal.analysis(place.span(), AlterRule.TEMPORARY_TABLE_ALTERED);
        }
        AlterTableContext alteration = new AlterTableContext(server, place.existingDatabase(server), table);
        clauses.forEach(clause -> ClauseKind.of(clause).check(alteration, clause));
        AlterTableContext.requireIdle(table, place.span());
        return ClauseKind.of(clauses.get(0)).apply(alteration, clauses);
    }

    /** The view after the clauses; of a materialized view, ALTER TABLE changes only indexes and bloom filters. */
    private MaterializedView altered(MaterializedView view, List<AlterClause> clauses) {
        MaterializedView altered = view;
        for (AlterClause clause : clauses) {
            altered = ClauseKind.of(clause)
                    .applyToView(server, altered, clause)
                    .orElseThrow(() -> Refusal.located(
                            place.span(), place.span(), AlterRule.MATERIALIZED_VIEW_ALTERED_AS_TABLE, view.name()));
        }
        return altered;
    }
}
