package dev.cairn.engine;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.AlterOperation;
import dev.cairn.engine.alter.AlteredRollups;
import dev.cairn.engine.alter.ClauseCheck;
import dev.cairn.engine.alter.ClauseEffect;
import dev.cairn.engine.alter.SchemaChange;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.List;
import java.util.Optional;

/**
 * ALTER TABLE. First the clauses are held against each other, then each against the table, then the table must have no
 * change under way; only then they are carried out, and refused for what comes of them together.
 */
final class AlterTables {
    private AlterTables() {}

    static StatementResult apply(ServerState server, AlterTable statement) {
        List<AlterClause> clauses = statement.clauses();
        ResolvedTableName place = ResolvedTableName.of(server, statement.table());
        AlterOperation.requireCompatible(server.profile(), clauses);
        Optional<StatementResult> ofIndexes = NonTableAlteration.altered(server, place, clauses);
        if (ofIndexes.isPresent()) {
            return ofIndexes.get();
        }
        Table table = place.existingTable(server);
        if (table.temporary()) {
            throw Refusal.analysis(place.span(), "temporary table doesn't support alter table statement");
        }
        Database database = place.existingDatabase(server);
        AlterTableContext alteration = new AlterTableContext(server, database, table);
        clauses.forEach(clause -> ClauseCheck.check(alteration, clause));
        AlterTableContext.requireIdle(table, place.span());
        return carryOut(alteration, clauses);
    }

    private static StatementResult carryOut(AlterTableContext alteration, List<AlterClause> clauses) {
        AlterClause first = clauses.get(0);
        if (AlterOperation.changesSchema(first)) {
            return SchemaChange.apply(alteration, clauses);
        }
        if (first instanceof AlterClause.AddRollup || first instanceof AlterClause.DropRollup) {
            return AlteredRollups.apply(alteration, clauses);
        }
        return ClauseEffect.apply(alteration, first);
    }
}
