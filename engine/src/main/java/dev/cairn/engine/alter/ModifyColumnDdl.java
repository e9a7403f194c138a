package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.AlterColumnDefinition;
import dev.cairn.engine.column.ColumnConversion;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.GeneratedColumns;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.ModifyColumn;
import dev.cairn.sql.ast.AlterClause.ModifyColumnComment;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/**
 * Applies MODIFY COLUMN: a new definition, a new position, or both. The server permits only conversions that it can
 * apply to stored rows; {@link ColumnConversion} decides which conversions these are.
 */
final class ModifyColumnDdl {
    private final AlterTableDraft draft;
    private final ModifyColumn clause;
    private final Span span;

    private ModifyColumnDdl(AlterTableDraft draft, ModifyColumn clause) {
        this.draft = draft;
        this.clause = clause;
        this.span = clause.column().name().span();
    }

    static void check(AlterTableContext context, ModifyColumn clause) {
        ColumnDefinition definition = clause.column();
        Column column = new AlterColumnDefinition(context, definition).analyzeColumn();
        AddColumnDdl.requireNotTimeType(column, definition.span());
        if (definition.generatedValue() != null) {
            GeneratedColumns.check(context, definition, column);
        } else if (clause.position() instanceof Position.After after) {
            Name name = after.column();
            Column precedingColumn = context.table()
                    .findColumn(name.text())
                    .orElseThrow(
                            () -> Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name));
            if (precedingColumn.generatedValue() != null) {
                throw Refusal.ofAnalysis(name.span(), ColumnRule.GENERATED_BEFORE_ORDINARY);
            }
        }
    }

    /** Applies MODIFY COLUMN … COMMENT. */
    static void changeComment(AlterTableDraft draft, ModifyColumnComment clause) {
        Table table = draft.tableBefore();
        Name name = clause.column();
        draft.requireSingleClause(clause, "MODIFY COLUMN COMMENT");
        if (table.findColumn(name.text()).isEmpty()) {
            throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
        }
        List<Column> columns = table.columns().stream()
                .map(column -> column.isNamed(name.text()) ? column.withComment(clause.comment()) : column)
                .toList();
        draft.setFinalResult(draft.context().createResult(table.withColumns(columns)));
    }

    static void modify(AlterTableDraft draft, ModifyColumn clause) {
        new ModifyColumnDdl(draft, clause).modify();
    }

    private void modify() {
        Name name = clause.column().name();
        draft.tableBefore().requireNoDependentRollup(name);
        Column declaredColumn =
                adaptToModel(new AlterColumnDefinition(draft.context(), clause.column()).analyzeColumn());
        requireNotReadByGeneratedColumn(declaredColumn);
        Optional<ColumnListDraft> targetRollupColumns = draft.resolveRollupColumns(clause.rollup());
        if (targetRollupColumns.isPresent() && clause.position() == null) {
            throw Refusal.ofExecution(span, AlterRule.ROLLUP_NAMED, "of a rollup");
        }
        ColumnListDraft columnList = targetRollupColumns.orElse(draft.tableColumns());
        int index = columnList.indexOf(name.text());
        if (index < 0) {
            throw Refusal.ofExecution(span, CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
        }
        requirePrecedingColumn(columnList);
        Column oldColumn = columnList.columnAt(index);
        requireCompatibleIndexes(oldColumn, declaredColumn);
        requireSameValueSource(oldColumn, declaredColumn);
        Column newColumn = declaredColumn.withName(oldColumn.name()).withId(oldColumn.id());
        replaceInTableAndRollups(columnList, moveToPosition(columnList, index), oldColumn, newColumn);
        if (!keepsData(oldColumn, newColumn)) {
            draft.recordDataRewrite();
        }
    }

    /**
     * Returns the declared column as a table of this model stores it: in an AGGREGATE KEY table, a column without an
     * aggregation becomes a key.
     *
     * @throws Refusal if the model does not permit the change
     */
    private Column adaptToModel(Column column) {
        switch (draft.tableBefore().model()) {
            case PRIMARY -> requireNotPrimaryOrSortKey(column);
            case UNIQUE -> AddColumnDdl.requireNoAggregation(column, "Unique", span);
            case DUPLICATE -> AddColumnDdl.requireNoAggregation(column, "Duplicate", span);
            case AGGREGATE -> {
                if (column.isKey() && column.aggregation() != null) {
                    throw Refusal.ofExecution(span, ColumnRule.KEY_WITH_AGGREGATION, column.name());
                }
                return column.withKey(column.aggregation() == null);
            }
        }
        return column;
    }

    private void requireNotPrimaryOrSortKey(Column column) {
        Table table = draft.tableBefore();
        if (table.findColumn(column.name()).filter(Column::isKey).isPresent()) {
            throw Refusal.ofExecution(
                    span, AlterRule.KEY_COLUMN_CHANGED, "modify", "key", column.name(), "PRIMARY KEY");
        }
        if (table.sortKey().stream().anyMatch(column::isNamed)) {
            throw Refusal.ofExecution(
                    span, AlterRule.KEY_COLUMN_CHANGED, "modify", "sort", column.name(), "PRIMARY KEY");
        }
    }

    private void requireNotReadByGeneratedColumn(Column column) {
        if (column.generatedValue() == null
                && draft.tableBefore()
                        .findDependentGeneratedColumnName(column.name())
                        .isPresent()) {
            throw Refusal.ofExecution(span, AlterRule.COLUMN_READ_BY_GENERATED_COLUMN, column.name());
        }
    }

    private void requirePrecedingColumn(ColumnListDraft columnList) {
        if (clause.position() instanceof Position.After after
                && columnList.indexOf(after.column().text()) < 0) {
            throw Refusal.ofExecution(after.column().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, after.column());
        }
    }

    private void requireCompatibleIndexes(Column oldColumn, Column newColumn) {
        for (IndexDefinition index : findIndexesOn(oldColumn)) {
            if (index.kind() == IndexDefinition.Kind.GIN
                    && !PrimitiveType.of(newColumn.type()).isCharacterType()) {
                throw Refusal.ofExecution(span, AlterRule.FIXED_COLUMN_CHANGED, "GIN index", oldColumn.name());
            }
            if (index.kind() == IndexDefinition.Kind.VECTOR) {
                throw Refusal.ofExecution(span, AlterRule.FIXED_COLUMN_CHANGED, "VECTOR index", oldColumn.name());
            }
        }
    }

    private List<IndexDefinition> findIndexesOn(Column column) {
        return draft.tableBefore().indexes().stream()
                .filter(index -> index.columns().stream().anyMatch(name -> column.isNamed(name.text())))
                .toList();
    }

    private void requireSameValueSource(Column oldColumn, Column newColumn) {
        if (oldColumn.isAutoIncrement()) {
            throw Refusal.ofExecution(span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "an AUTO_INCREMENT column");
        }
        if (newColumn.isAutoIncrement()) {
            throw Refusal.ofExecution(
                    span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "a column to an AUTO_INCREMENT column");
        }
        if (oldColumn.generatedValue() == null && newColumn.generatedValue() != null) {
            throw Refusal.ofExecution(
                    span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "a non-generated column to a generated column");
        }
        if (oldColumn.generatedValue() != null && newColumn.generatedValue() == null) {
            throw Refusal.ofExecution(
                    span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "a generated column to a non-generated column");
        }
    }

    /**
     * Moves the column if the clause has a position, and returns its new index.
     *
     * @throws Refusal if the clause puts the column after itself
     */
    private int moveToPosition(ColumnListDraft columnList, int index) {
        if (clause.position() == null) {
            return index;
        }
        if (!(clause.position() instanceof Position.After after)) {
            return columnList.move(index, -1);
        }
        int precedingIndex = columnList.indexOf(after.column().text());
        if (precedingIndex == index) {
            throw Refusal.ofExecution(after.column().span(), ColumnRule.VALUE_BEFORE_KEY, after.column());
        }
        return columnList.move(index, precedingIndex);
    }

    /** Replaces the column in its own list and, if the definition changes, in all other lists that contain it. */
    private void replaceInTableAndRollups(ColumnListDraft columnList, int index, Column oldColumn, Column newColumn) {
        if (oldColumn.hasSameDefinition(newColumn)) {
            columnList.replace(index, newColumn);
            return;
        }
        columnList.replaceAndHide(index, newColumn);
        if (columnList != draft.tableColumns()) {
            replaceIfPresent(draft.tableColumns(), newColumn);
        }
        for (ColumnListDraft rollupColumnList : draft.rollupColumnsByName().values()) {
            if (rollupColumnList != columnList) {
                replaceIfPresent(rollupColumnList, newColumn);
            }
        }
    }

    /**
     * Applies the change to another list, if that contains the column. In a DUPLICATE KEY table, each list keeps its
     * own choice of key columns.
     */
    private void replaceIfPresent(ColumnListDraft columnList, Column newColumn) {
        int index = columnList.indexOf(newColumn.name());
        if (index < 0) {
            return;
        }
        boolean keepsKeyChoice = draft.tableBefore().model() == KeyModel.DUPLICATE;
        Column currentColumn = columnList.columnAt(index);
        columnList.replaceAndHide(
                index,
                keepsKeyChoice
                        ? newColumn.withKey(currentColumn.isKey()).withAggregation(currentColumn.aggregation())
                        : newColumn);
        if (keepsKeyChoice && currentColumn.isKey()) {
            draft.recordDataRewrite();
        }
    }

    /** Returns whether the stored data can stay unchanged; only shared-data servers use this shortcut. */
    private boolean keepsData(Column oldColumn, Column newColumn) {
        return draft.context().profile().isSharedData()
                && isScalarValueColumn(oldColumn)
                && isScalarValueColumn(newColumn)
                && !PrimitiveType.of(oldColumn.type()).isDecimal()
                && oldColumn.generatedValue() == null
                && new ColumnConversion(oldColumn, newColumn).preservesOrder()
                && findIndexesOn(oldColumn).stream().allMatch(index -> index.kind() == IndexDefinition.Kind.NGRAMBF);
    }

    private static boolean isScalarValueColumn(Column column) {
        return !column.isKey() && !column.type().isNested();
    }
}
