package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.AlterColumnDefinition;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.GeneratedColumns;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause.AddColumn;
import dev.cairn.sql.ast.AlterClause.AddColumns;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies ADD COLUMN: adapts the column to the table's key model and inserts it into the table and its rollups. A key
 * column without a position comes after the last key column, because key columns come first.
 */
final class AddColumnDdl {
    private final AlterTableDraft draft;
    private final @Nullable Name rollupName;
    private final Optional<ColumnListDraft> targetRollupColumns;

    private AddColumnDdl(AlterTableDraft draft, @Nullable Name rollupName) {
        this.draft = draft;
        this.rollupName = rollupName;
        this.targetRollupColumns = draft.resolveRollupColumns(rollupName);
    }

    static void check(AlterTableContext context, AddColumn clause) {
        ColumnDefinition definition = clause.column();
        Column column = new AlterColumnDefinition(context, definition).analyzeColumn();
        requireNotTimeType(column, definition.span());
        if (definition.generatedValue() != null) {
            GeneratedColumns.check(context, definition, column);
            return;
        }
        boolean isAggregated = context.hasModel(KeyModel.PRIMARY) || column.aggregation() != null;
        if (isAggregated && clause.position() instanceof Position.First) {
            throw Refusal.ofAnalysis(definition.span(), ColumnRule.VALUE_BEFORE_KEY, column.name());
        }
        new AlterColumnDefinition(context, definition).analyzeAddedColumn();
    }

    static void requireNotTimeType(Column column, Span span) {
        if (PrimitiveType.of(column.type()) == PrimitiveType.TIME) {
            throw Refusal.ofAnalysis(span, ColumnRule.INVALID_TYPE, "TIME");
        }
    }

    static void check(AlterTableContext context, AddColumns clause) {
        boolean hasGeneratedColumn = false;
        boolean hasOrdinaryColumn = false;
        for (ColumnDefinition definition : clause.columns()) {
            Column column = new AlterColumnDefinition(context, definition).analyzeColumn();
            if (definition.generatedValue() != null) {
                GeneratedColumns.check(context, definition, column);
                hasGeneratedColumn = true;
            } else {
                hasOrdinaryColumn = true;
            }
        }
        if (hasGeneratedColumn && hasOrdinaryColumn) {
            throw Refusal.ofAnalysis(clause.span(), AlterRule.GENERATED_WITH_ORDINARY_COLUMNS);
        }
        if (hasOrdinaryColumn) {
            clause.columns().forEach(definition -> new AlterColumnDefinition(context, definition).analyzeAddedColumn());
        }
    }

    static void add(AlterTableDraft draft, AddColumn clause) {
        Column column = new AlterColumnDefinition(draft.context(), clause.column()).analyzeAddedColumn();
        AddColumnDdl addition = new AddColumnDdl(draft, clause.rollup());
        Position position = clause.position();
        if (position == null && column.generatedValue() == null) {
            position = findPositionBeforeGenerated(draft);
        }
        addition.addColumn(column, position, clause.span());
    }

    static void add(AlterTableDraft draft, AddColumns clause) {
        List<Column> columns = new ArrayList<>();
        for (ColumnDefinition definition : clause.columns()) {
            columns.add(new AlterColumnDefinition(draft.context(), definition).analyzeAddedColumn());
        }
        AddColumnDdl addition = new AddColumnDdl(draft, clause.rollup());
        boolean hasOnlyOrdinaryColumns = columns.stream().allMatch(column -> column.generatedValue() == null);
        Position position = hasOnlyOrdinaryColumns ? findPositionBeforeGenerated(draft) : null;
        if (position == null) {
            columns.forEach(column -> addition.addColumn(column, null, clause.span()));
            if (hasOnlyOrdinaryColumns
                    && !draft.tableBefore().partitioning().hiddenExpressions().isEmpty()) {
                draft.recordDataRewrite();
            }
            return;
        }
        // Each column is inserted directly after the same column, so the last one is inserted first.
        for (int i = columns.size() - 1; i >= 0; i--) {
            addition.addColumn(columns.get(i), position, clause.span());
        }
        draft.recordDataRewrite();
    }

    /**
     * Returns the position after the last ordinary column before the generated ones, which stay last; null if no
     * ordinary column precedes a generated one.
     */
    private static @Nullable Position findPositionBeforeGenerated(AlterTableDraft draft) {
        Column precedingColumn = draft.lastColumnBeforeGenerated();
        return precedingColumn == null ? null : new Position.After(Name.of(precedingColumn.name()));
    }

    private void addColumn(Column declaredColumn, @Nullable Position position, Span span) {
        requireConstantDefault(declaredColumn, span);
        if (declaredColumn.isAutoIncrement() || declaredColumn.generatedValue() != null) {
            draft.recordDataRewrite();
        }
        Column column = adaptToModel(declaredColumn, span);
        requireNewColumn(column, span);
        if (column.isKey() && !draft.context().profile().isSharedData()) {
            draft.recordDataRewrite();
        }
        insertIntoTableAndRollups(column, position, span);
    }

    private void requireConstantDefault(Column column, Span span) {
        ColumnDefault defaultValue = column.defaultValue();
        if (defaultValue instanceof ColumnDefault.FunctionDefault functionDefault) {
            throw Refusal.ofExecution(span, ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED, functionDefault.name());
        }
        if (defaultValue instanceof ColumnDefault.CurrentTimestamp currentTimestamp
                && currentTimestamp.precision() != null) {
            throw Refusal.ofExecution(
                    span,
                    ColumnRule.DEFAULT_EXPRESSION_UNSUPPORTED,
                    "current_timestamp(" + currentTimestamp.precision() + ")");
        }
        if (defaultValue instanceof ColumnDefault.ComputedDefault && !draft.supportsFastSchemaEvolution()) {
            throw Refusal.ofExecution(
                    span,
                    ColumnRule.FAST_SCHEMA_EVOLUTION_REQUIRED,
                    "A default of an ARRAY, a MAP or a STRUCT",
                    draft.tableBefore().name());
        }
    }

    private Column adaptToModel(Column column, Span span) {
        switch (draft.tableBefore().model()) {
            case PRIMARY -> {
                if (column.isKey()) {
                    throw Refusal.ofExecution(
                            span, AlterRule.KEY_COLUMN_CHANGED, "add", "key", column.name(), "PRIMARY KEY");
                }
            }
            case AGGREGATE -> {
                return adaptToAggregateModel(column, span);
            }
            case UNIQUE -> requireNoAggregation(column, "Unique", span);
            case DUPLICATE -> {
                requireNoAggregation(column, "Duplicate", span);
                if (!column.isKey() && rollupName != null && isMergedRollup(rollupName)) {
                    throw Refusal.ofExecution(span, AlterRule.COLUMN_ADDED_TO_ROLLUP, column.name());
                }
            }
        }
        if (PrimitiveType.of(column.type()) == PrimitiveType.HLL) {
            throw Refusal.ofExecution(span, ColumnRule.NO_AGGREGATE_FUNCTION, column.name());
        }
        return column;
    }

    /**
     * Adapts the column to an AGGREGATE KEY table: a column without an aggregate function is a key, even without the
     * word KEY.
     */
    private Column adaptToAggregateModel(Column column, Span span) {
        if (column.aggregation() == null) {
            if (!TypeRules.canBeKey(draft.context().profile(), column.type())) {
                throw Refusal.ofExecution(
                        span,
                        ColumnRule.KEY_TYPE_UNSUPPORTED,
                        column.name(),
                        TypeFormat.formatForMessages(column.type()),
                        "");
            }
            return column.withKey(true);
        }
        if (column.isKey()) {
            throw Refusal.ofExecution(span, ColumnRule.KEY_WITH_AGGREGATION, column.name());
        }
        boolean isDefaultAllowedForSum = !(column.defaultValue() instanceof ColumnDefault.TextDefault textDefault)
                || textDefault.value().equals("0");
        if (column.aggregation() == Aggregation.Function.SUM && !isDefaultAllowedForSum) {
            throw Refusal.ofExecution(span, AlterRule.DEFAULT_OF_SUM_NOT_ZERO, column.name());
        }
        return column;
    }

    static void requireNoAggregation(Column column, String modelName, Span span) {
        if (column.aggregation() != null) {
            throw Refusal.ofExecution(span, ColumnRule.VALUE_WITH_AGGREGATION, modelName, column.name());
        }
    }

    private boolean isMergedRollup(Name name) {
        return draft.tableBefore().rollups().stream()
                .anyMatch(candidate -> candidate.name().equals(name.text()) && candidate.mergesEqualKeys());
    }

    private void requireNewColumn(Column column, Span span) {
        Optional<Column> existingColumn = draft.findOldColumn(column.name())
                .filter(column::hasSameDefinition)
                .or(() -> draft.findOldColumnById(column.name()));
        if (existingColumn.isPresent()) {
            String existingName = existingColumn.get().name();
            throw existingColumn.get().isNamed(column.name())
                    ? Refusal.ofExecution(span, CommonRule.ALREADY_EXISTS, RuleSubject.COLUMN, existingName)
                    : Refusal.ofExecution(span, AlterRule.FORMER_COLUMN_NAME, column.name(), existingName);
        }
    }

    /**
     * Inserts the column into the table and into the rollups to which it belongs: a key column of a UNIQUE KEY table
     * belongs to all rollups, any other column only to the rollup that the clause names.
     */
    private void insertIntoTableAndRollups(Column column, @Nullable Position position, Span span) {
        KeyModel model = draft.tableBefore().model();
        // The column is always refused, but an invalid position is reported first.
        if (model == KeyModel.PRIMARY && rollupName != null) {
            insert(draft.tableColumns(), column, position, true, span);
            throw Refusal.ofExecution(span, AlterRule.COLUMN_ADDED_TO_ROLLUP, column.name());
        }
        if (model == KeyModel.UNIQUE && column.isKey()) {
            insert(draft.tableColumns(), column, position, true, span);
            draft.rollupColumnsByName()
                    .values()
                    .forEach(rollupColumnList -> insert(rollupColumnList, column, position, false, span));
            return;
        }
        if (targetRollupColumns.isPresent()) {
            draft.recordDataRewrite();
        }
        if (model == KeyModel.DUPLICATE && targetRollupColumns.isPresent()) {
            insert(targetRollupColumns.get(), column, position, false, span);
            insert(draft.tableColumns(), column, column.isKey() ? null : position, true, span);
            return;
        }
        insert(draft.tableColumns(), column, position, true, span);
        targetRollupColumns.ifPresent(rollupColumnList -> insert(rollupColumnList, column, position, false, span));
    }

    /**
     * Inserts the column at the requested position. By default a key column follows the other keys, and a value column
     * is the last one.
     *
     * @param isBaseList whether the list has the columns of the table itself, which may already contain the column,
     *     because one statement may add it to several rollups
     */
    private void insert(
            ColumnListDraft columnList, Column column, @Nullable Position position, boolean isBaseList, Span span) {
        Optional<Column> existingColumn = columnList.find(column.name());
        if (existingColumn.isPresent()) {
            boolean isAddedByEarlierClause = isBaseList && existingColumn.get().hasSameDefinition(column);
            if (!isAddedByEarlierClause) {
                throw Refusal.ofExecution(span, CommonRule.DUPLICATE, RuleSubject.COLUMN, column.name());
            }
            return;
        }
        if (position instanceof Position.First) {
            columnList.insert(0, column);
        } else if (position instanceof Position.After after) {
            columnList.insert(requirePrecedingIndex(columnList, after.column()) + 1, column);
        } else {
            columnList.insert(column.isKey() ? columnList.lastKeyIndex() + 1 : columnList.size(), column);
        }
    }

    private static int requirePrecedingIndex(ColumnListDraft columnList, Name name) {
        int index = columnList.indexOf(name.text());
        if (index < 0) {
            throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
        }
        if (columnList.columnAt(index).generatedValue() != null) {
            throw Refusal.ofExecution(name.span(), ColumnRule.GENERATED_BEFORE_ORDINARY);
        }
        return index;
    }
}
