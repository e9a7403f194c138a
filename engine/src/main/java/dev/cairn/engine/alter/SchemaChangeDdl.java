package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnConversion;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.table.ShortKeyProperty;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Applies the clauses of an ALTER TABLE that change columns, indexes and bloom filters, all as a single change: either
 * all of them apply or none, and only the result has to be a valid table, not each state between two clauses.
 */
public final class SchemaChangeDdl {
    private final AlterTableContext context;
    private final List<? extends AlterClause> clauses;
    private final AlterTableDraft draft;
    private final Span span;

    private SchemaChangeDdl(AlterTableContext context, List<? extends AlterClause> clauses) {
        this.context = context;
        this.clauses = clauses;
        this.draft = new AlterTableDraft(context, clauses.size());
        this.span = clauses.get(0).span();
    }

    /**
     * Applies the clauses in their order.
     *
     * @param clauses at least one clause; each must already have passed its check
     * @throws Refusal if the server refuses a clause, or the table that results from all clauses
     */
    public static StatementResult apply(AlterTableContext context, List<? extends AlterClause> clauses) {
        return new SchemaChangeDdl(context, clauses).apply();
    }

    private StatementResult apply() {
        for (AlterClause clause : clauses) {
            boolean isIndexClause = clause instanceof AlterClause.AddIndex || clause instanceof AlterClause.DropIndex;
            if (!isIndexClause) {
                draft.addProperties(clause.properties(), clause.span());
            }
            context.table().requireNoTemporaryPartitions(clause.span());
            AlterClauseKind.of(clause).applyToDraft(draft, clause);
            StatementResult finalResult = draft.finalResult();
            if (finalResult != null) {
                return deactivateIfReordered(finalResult);
            }
        }
        return createResult();
    }

    private StatementResult createResult() {
        Table tableBefore = context.table();
        draft.properties()
                .keySet()
                .forEach(propertyName -> ShortKeyProperty.checkRollupProperty(draft.tableBefore(), propertyName, span));
        boolean hasChangedIndexes = !Set.copyOf(draft.indexes()).equals(Set.copyOf(tableBefore.indexes()));
        BloomFilterChange bloomFilterChange = BloomFilterChange.of(draft, span);
        List<String> sortKey = tableBefore.sortKey();
        boolean isChanged = hasChangedIndexes;
        if (isAltered(tableBefore.columns(), draft.tableColumns(), hasChangedIndexes, bloomFilterChange)) {
            sortKey = checkChangedTable();
            isChanged = true;
        }
        List<Rollup> rollups = new ArrayList<>();
        for (Rollup rollup : tableBefore.rollups()) {
            ColumnListDraft rollupColumnList =
                    Objects.requireNonNull(draft.rollupColumnsByName().get(rollup.name()));
            if (isAltered(rollup.columns(), rollupColumnList, hasChangedIndexes, bloomFilterChange)) {
                checkRollup(rollup, rollupColumnList);
                isChanged = true;
            }
            rollups.add(rollup.withColumns(rollupColumnList.columns()));
        }
        if (!isChanged) {
            return context.unchangedResult();
        }
        Table tableAfter = tableBefore
                .withColumns(draft.tableColumns().columns())
                .withRollups(rollups)
                .withIndexes(draft.indexes())
                .withSortKey(sortKey);
        return deactivateIfReordered(ColumnChangePropagator.apply(
                draft, disableReplicationForGin(bloomFilterChange.applyTo(tableAfter)), determineCost()));
    }

    /**
     * Deactivates the materialized views that read the table if the statement reorders its columns. The server does
     * this before it applies the new order.
     */
    private StatementResult deactivateIfReordered(StatementResult statementResult) {
        if (clauses.stream().noneMatch(AlterClause.ReorderColumns.class::isInstance)) {
            return statementResult;
        }
        String tableName = context.table().name();
        return statementResult.withCatalog(DependentMaterializedViews.of(statementResult.catalog())
                .deactivateAllReaders(context.database().name(), tableName, InactiveReason.baseReordered(tableName)));
    }

    private static boolean isAltered(
            List<Column> columnsBefore,
            ColumnListDraft columnList,
            boolean hasChangedIndexes,
            BloomFilterChange bloomFilterChange) {
        return !haveSameDefinitions(columnsBefore, columnList.columns())
                || (bloomFilterChange.hasChanges() ? bloomFilterChange.affects(columnList) : hasChangedIndexes);
    }

    private static boolean haveSameDefinitions(List<Column> columnsBefore, List<Column> columnsAfter) {
        if (columnsBefore.size() != columnsAfter.size()) {
            return false;
        }
        for (int i = 0; i < columnsBefore.size(); i++) {
            if (!columnsBefore.get(i).hasSameDefinition(columnsAfter.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Turns off replicated storage when a shared-nothing table with a GIN index is rewritten; the two exclude each
     * other.
     */
    private Table disableReplicationForGin(Table table) {
        boolean hasGinIndex = table.indexes().stream().anyMatch(index -> index.kind() == IndexDefinition.Kind.GIN);
        boolean losesReplication =
                hasGinIndex && !draft.isMetadataOnly() && !context.profile().isSharedData();
        return losesReplication
                ? table.withProperties(
                        table.properties().withProperty(KnownProperty.REPLICATED_STORAGE.propertyName(), "false"))
                : table;
    }

    private ChangeCost determineCost() {
        return draft.isMetadataOnly() && draft.changesMetadataSynchronously()
                ? ChangeCost.METADATA_JOB
                : ChangeCost.REWRITE_JOB;
    }

    /** Requires that the changed table is valid, and returns its sort key. May record a rewrite of the data. */
    private List<String> checkChangedTable() {
        Table tableBefore = draft.tableBefore();
        checkColumns(tableBefore.columns(), draft.tableColumns(), tableBefore.name());
        tableBefore.partitioning().columns().forEach(name -> requireUnchanged("partition", name));
        if (tableBefore.distribution() instanceof Distribution.Hash hashDistribution) {
            hashDistribution.columns().forEach(name -> requireUnchanged("distribution", name.text()));
        }
        return resolveSortKey();
    }

    /** Checks a changed rollup, and records a data rewrite if its short key changes. */
    private void checkRollup(Rollup rollupBefore, ColumnListDraft columnList) {
        checkColumns(rollupBefore.columns(), columnList, rollupBefore.name());
        List<Column> rollupColumns = columnList.columns();
        if (!ShortKey.determine(rollupColumns, keyColumns(rollupColumns), span)
                .equals(ShortKey.determine(rollupBefore.columns(), keyColumns(rollupBefore.columns()), span))) {
            draft.recordDataRewrite();
        }
    }

    private void checkColumns(List<Column> columnsBefore, ColumnListDraft columnList, String ownerName) {
        requireKeysFirst(columnList, ownerName);
        Map<String, Column> columnBeforeByName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        columnsBefore.forEach(column -> columnBeforeByName.putIfAbsent(column.name(), column));
        for (Column column : columnList.columns()) {
            Column columnBefore = columnBeforeByName.get(column.name());
            if (columnBefore != null && !draft.isLastChangedStruct(column) && !column.hasSameDefinition(columnBefore)) {
                new ColumnConversion(columnBefore, column).requirePossible(span);
            }
        }
    }

    private void requireKeysFirst(ColumnListDraft columnList, String ownerName) {
        boolean hasValueColumn = false;
        boolean hasKeyColumn = false;
        for (Column column : columnList.columns()) {
            if (column.isKey() && hasValueColumn) {
                throw Refusal.ofExecution(span, ColumnRule.VALUE_BEFORE_KEY, ownerName);
            }
            hasValueColumn |= !column.isKey();
            hasKeyColumn |= column.isKey();
        }
        if (!hasKeyColumn) {
            throw Refusal.ofExecution(span, ColumnRule.NO_KEY_COLUMNS, "'" + ownerName + "'");
        }
    }

    private void requireUnchanged(String columnRole, String name) {
        Table tableBefore = draft.tableBefore();
        Optional<Column> columnBefore = tableBefore.findColumn(name);
        Optional<Column> columnAfter = draft.tableColumns().columns().stream()
                .filter(column -> column.isNamed(name))
                .findFirst();
        boolean isChanged = columnBefore.isPresent()
                && !(columnAfter.isPresent() && columnAfter.get().hasSameDefinition(columnBefore.get()));
        if (isChanged) {
            throw Refusal.ofExecution(
                    span,
                    AlterRule.FIXED_COLUMN_CHANGED,
                    columnRole,
                    columnBefore.get().name());
        }
    }

    /**
     * Returns the sort key of the changed table; empty if none was declared. Records a rewrite of the data if the short
     * key gets other columns.
     */
    private List<String> resolveSortKey() {
        Table tableBefore = draft.tableBefore();
        List<Column> allColumns = draft.tableColumns().columns();
        List<Column> sortColumnsAfter =
                tableBefore.sortKey().isEmpty() ? keyColumns(allColumns) : requireSortColumns(allColumns);
        List<Column> sortColumnsBefore =
                tableBefore.sortKey().isEmpty() ? keyColumns(tableBefore.columns()) : findSortColumnsBefore();
        ShortKey shortKey = ShortKey.determine(allColumns, sortColumnsAfter, span);
        if (!shortKey.hasSameColumnsAs(ShortKey.determine(tableBefore.columns(), sortColumnsBefore, span))) {
            draft.recordDataRewrite();
        }
        return tableBefore.sortKey().isEmpty()
                ? List.of()
                : sortColumnsAfter.stream().map(Column::name).toList();
    }

    /**
     * Returns the changed columns of the declared sort key. In an AGGREGATE KEY or UNIQUE KEY table, all key columns
     * belong to the sort key, so missing ones are appended.
     *
     * @throws Refusal if a sort column was dropped
     */
    private List<Column> requireSortColumns(List<Column> allColumns) {
        List<Column> sortColumns = new ArrayList<>();
        for (String name : draft.tableBefore().sortKey()) {
            sortColumns.add(allColumns.stream()
                    .filter(column -> column.isNamed(name))
                    .findFirst()
                    .orElseThrow(() -> Refusal.ofExecution(span, CommonRule.NOT_FOUND, RuleSubject.COLUMN, name)));
        }
        KeyModel model = draft.tableBefore().model();
        if (model == KeyModel.AGGREGATE || model == KeyModel.UNIQUE) {
            keyColumns(allColumns).stream()
                    .filter(keyColumn -> !sortColumns.contains(keyColumn))
                    .forEach(sortColumns::add);
        }
        return sortColumns;
    }

    private List<Column> findSortColumnsBefore() {
        Table tableBefore = draft.tableBefore();
        return tableBefore.sortKey().stream()
                .flatMap(name -> tableBefore.findColumn(name).stream())
                .toList();
    }

    private static List<Column> keyColumns(List<Column> columns) {
        return columns.stream().filter(Column::isKey).toList();
    }
}
