package dev.cairn.processor.check.refusal;

import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.index.IndexRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.table.TableRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;

/**
 * Converts refusals of CREATE TABLE into findings. For each rule of the engine that has a message of its own, the
 * converter of its topic defines the rule, the place and the arguments of the finding. The rules about the table itself
 * are converted here.
 */
public final class TableRefusalConverter {
    private static final String SORT_KEY_TYPE_REMEDY =
            "use an integer, a String, a LocalDate, a LocalDateTime or a byte[]";

    private final RefusedTable refusedTable;
    private final CheckedTable table;

    private TableRefusalConverter(RefusedTable refusedTable) {
        this.refusedTable = refusedTable;
        this.table = refusedTable.table();
    }

    /**
     * Returns the finding for a refusal; empty if the rule of the refusal has no message of its own, or if the refused
     * part is not found.
     *
     * @param table the table as declared
     * @param refusedStatement the refused statement, which may lack parts with other mistakes
     */
    public static Optional<Finding> toFinding(CheckedTable table, CreateTable refusedStatement, Refusal refusal) {
        RefusedTable refusedTable = new RefusedTable(table, refusedStatement, refusal);
        return refusal.rule().flatMap(rule -> toFinding(refusedTable, rule));
    }

    private static Optional<Finding> toFinding(RefusedTable refusedTable, RefusalRule rule) {
        if (rule instanceof TableRule tableRule) {
            return new TableRefusalConverter(refusedTable).toFinding(tableRule);
        }
        if (rule instanceof PartitionRule partitionRule) {
            return new PartitionRefusalConverter(refusedTable).toFinding(partitionRule);
        }
        if (rule instanceof IndexRule indexRule) {
            return new IndexRefusalConverter(refusedTable).toFinding(indexRule);
        }
        Optional<Finding> keyFinding = rule instanceof ColumnRule columnRule
                ? new KeyRefusalConverter(refusedTable).toFinding(columnRule)
                : Optional.empty();
        return keyFinding.or(() -> new ColumnRefusalConverter(refusedTable).toFinding(rule));
    }

    private Optional<Finding> toFinding(TableRule rule) {
        return switch (rule) {
            case SEVERAL_AUTO_INCREMENTS -> secondAutoIncrementFinding();
            case AUTO_INCREMENT_NOT_BIGINT -> autoIncrementTypeFinding();
            case SORT_COLUMN_TYPE_UNSUPPORTED -> sortColumnTypeFinding();
            case SORT_COLUMN_REPEATED ->
                refusedTable.createFinding(CompileRule.REPEATED_COLUMN, refusedTable.argument(0), "ORDER BY");
            case SORT_COLUMNS_NOT_KEY ->
                refusedTable.createFinding(CompileRule.ORDER_BY_KEYS, table.keyKeywords(), table.renderKeyAsJava());
            case ROLLUP_OF_PRIMARY_KEY -> rollupFinding();
            default -> Optional.empty();
        };
    }

    private Optional<Finding> autoIncrementTypeFinding() {
        return refusedTable
                .findColumn()
                .map(column -> Finding.of(
                        CompileRule.AUTO_INCREMENT_TYPE,
                        column.place(ColumnPart.AUTO_INCREMENT),
                        column.name(),
                        refusedTable.formatType(column)));
    }

    private Optional<Finding> secondAutoIncrementFinding() {
        List<DeclaredColumn> columns = table.columns().stream()
                .filter(column -> column.definition().isAutoIncrement() && isInRefusedStatement(column))
                .toList();
        DeclaredColumn secondColumn = columns.get(1);
        return Optional.of(Finding.of(
                CompileRule.AUTO_INCREMENT_TWICE,
                secondColumn.place(ColumnPart.AUTO_INCREMENT),
                columns.get(0).name(),
                secondColumn.name()));
    }

    /** Returns whether the refused statement still has the column. */
    private boolean isInRefusedStatement(DeclaredColumn column) {
        return refusedTable.statement().columns().stream()
                .anyMatch(remainingColumn -> remainingColumn.name().equalsIgnoreCase(column.name()));
    }

    private Optional<Finding> sortColumnTypeFinding() {
        return table.findColumn(String.valueOf(refusedTable.argument(0)))
                .map(column -> Finding.of(
                        CompileRule.KEY_TYPE,
                        refusedTable.place(),
                        column.name(),
                        refusedTable.formatType(column),
                        "ORDER BY of a table with PRIMARY KEY",
                        SORT_KEY_TYPE_REMEDY));
    }

    private Optional<Finding> rollupFinding() {
        return refusedTable.statement().rollups().stream()
                .filter(rollup -> refusedTable.isRefused(rollup.span()))
                .findFirst()
                .map(rollup -> Finding.of(CompileRule.ROLLUP_MODEL, refusedTable.place(), rollup.name()));
    }
}
