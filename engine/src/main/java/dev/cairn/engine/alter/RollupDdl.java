package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.RollupColumns;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.materialized.MaterializedViewRule;
import dev.cairn.engine.table.TableRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AlterClause.AddRollup;
import dev.cairn.sql.ast.AlterClause.DropRollup;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies ADD ROLLUP and DROP ROLLUP. Every clause sees the table as it was before the statement; if several clauses
 * add a rollup of the same name, the last one wins.
 */
final class RollupDdl {
    private final AlterTableContext context;
    private final Table table;

    /**
     * Prepares a change of the rollups of the table.
     *
     * @throws Refusal if the table has temporary partitions
     */
    private RollupDdl(AlterTableContext context, Span span) {
        this.context = context;
        this.table = context.table();
        table.requireNoTemporaryPartitions(span);
    }

    static void check(AlterTableContext context, AddRollup clause) {
        RollupDefinition rollup = clause.rollup();
        NameValidation.requireValidTableName(rollup.name().text(), rollup.name().span());
        Set<String> columnNames = new HashSet<>();
        for (Name columnName : rollup.columns()) {
            if (!columnNames.add(columnName.text())) {
                throw Refusal.ofAnalysis(columnName.span(), ServerError.DUPLICATE_COLUMN, columnName);
            }
        }
    }

    static StatementResult add(AlterTableContext context, List<AddRollup> clauses) {
        return new RollupDdl(context, clauses.get(0).span()).add(clauses);
    }

    static StatementResult drop(AlterTableContext context, List<DropRollup> clauses) {
        return new RollupDdl(context, clauses.get(0).span()).drop(clauses);
    }

    private StatementResult add(List<AddRollup> clauses) {
        if (context.hasModel(KeyModel.PRIMARY)) {
            throw Refusal.ofExecution(clauses.get(0).span(), TableRule.ROLLUP_OF_PRIMARY_KEY, table.name());
        }
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        for (AddRollup clause : clauses) {
            RollupDefinition definition = clause.rollup();
            Name name = definition.name();
            if (name.equalsIgnoreCase(table.name())) {
                throw Refusal.ofExecution(name.span(), CommonRule.ALREADY_EXISTS, RuleSubject.TABLE, table.name());
            }
            List<Column> baseColumns = requireBaseColumns(definition);
            if (table.findRollup(name.text()).isPresent()) {
                throw Refusal.ofExecution(name.span(), CommonRule.ALREADY_EXISTS, RuleSubject.ROLLUP, name);
            }
            List<Column> columns = RollupColumns.determine(table, baseColumns, definition);
            boolean mergesEqualKeys = table.model() != KeyModel.DUPLICATE;
            rollups.removeIf(rollup -> rollup.name().equals(name.text()));
            rollups.add(new Rollup(name.text(), mergesEqualKeys, columns));
        }
        return context.createResult(table.withRollups(rollups), ChangeCost.ROLLUP_JOB);
    }

    private List<Column> requireBaseColumns(RollupDefinition definition) {
        Name baseName = definition.baseRollup();
        if (baseName == null || baseName.text().equals(table.name())) {
            return table.columns();
        }
        return table.findRollup(baseName.text())
                .orElseThrow(
                        () -> Refusal.ofExecution(baseName.span(), CommonRule.NOT_FOUND, RuleSubject.ROLLUP, baseName))
                .columns();
    }

    private StatementResult drop(List<DropRollup> clauses) {
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        for (DropRollup clause : clauses) {
            Name name = clause.rollup();
            if (name.text().equals(table.name())) {
                throw Refusal.ofExecution(name.span(), MaterializedViewRule.BASE_INDEX_DROPPED);
            }
            if (table.findRollup(name.text()).isEmpty()) {
                throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.ROLLUP, name, table.name());
            }
            rollups.removeIf(rollup -> rollup.name().equals(name.text()));
        }
        return context.createResult(table.withRollups(rollups));
    }
}
