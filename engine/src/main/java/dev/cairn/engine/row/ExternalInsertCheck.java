package dev.cairn.engine.row;

import dev.cairn.analysis.function.ConstantExpressions;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.IcebergLayout;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks an INSERT into an external table. A table that is only declared may have more columns than the catalog
 * contains; only a server knows which columns are optional, and which format the files have.
 */
record ExternalInsertCheck(Insert insert, ExternalObject externalObject, Catalog catalog, InsertSource insertSource) {
    /** Checks what the files and the partitions of an Iceberg table require. */
    void checkStorage() {
        IcebergLayout layout = externalObject.icebergLayout();
        if (layout == null) {
            return;
        }
        if (!layout.isWritable()) {
            throw Refusal.ofExecution(insert.target().span(), RowRule.INSERT_FILE_FORMAT_UNSUPPORTED);
        }
        if (!insert.columns().isEmpty()) {
            requirePartitionColumns(layout);
        } else if (!insert.partitionKeys().isEmpty()) {
            new PartitionKeyCheck(insert, layout.partitionColumns()).checkColumns();
        }
    }

    private void requirePartitionColumns(IcebergLayout layout) {
        for (String columnName : layout.partitionColumns()) {
            if (insert.columns().stream().noneMatch(name -> name.text().equalsIgnoreCase(columnName))) {
                throw Refusal.ofAnalysis(insert.target().span(), RowRule.INSERT_WITHOUT_PARTITION_COLUMN, columnName);
            }
        }
    }

    /**
     * Checks the columns to which the statement assigns.
     *
     * @param columnNames the declared columns, or with BY NAME the output columns of the query; empty for all columns
     */
    void checkColumns(RowTarget target, List<Name> columnNames) {
        for (Name name : columnNames) {
            if (!target.mayHaveColumn(name.text())) {
                throw InsertCheck.createUnknownColumnRefusal(name, externalObject.name());
            }
        }
        boolean hasOnlyKnownColumns = externalObject.isManagedBySchema() || catalog.isOfWholeServer();
        if (hasOnlyKnownColumns) {
            requireAllColumns(columnNames);
        }
        int partitionKeyCount = insert.partitionKeys().size();
        if (!columnNames.isEmpty()) {
            insertSource.requireColumnCount(columnNames.size() - partitionKeyCount, insert.span());
        } else if (hasOnlyKnownColumns && !insert.isByName()) {
            insertSource.requireColumnCount(externalObject.columns().size() - partitionKeyCount, insert.span());
        }
    }

    /** Requires that listed columns are distinct, and include each column that is NOT NULL. */
    private void requireAllColumns(List<Name> columnNames) {
        Set<String> uniqueNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Name name : columnNames) {
            if (!uniqueNames.add(name.text())) {
                throw Refusal.ofAnalysis(name.span(), ServerError.DUPLICATE_COLUMN, name.text());
            }
        }
        for (ExternalObject.ExternalColumn column : externalObject.columns()) {
            if (!columnNames.isEmpty() && !column.isNullable() && !uniqueNames.contains(column.name())) {
                throw InsertCheck.createMissingColumnRefusal(
                        insert,
                        column.name(),
                        columnNames.stream().map(Name::text).toList());
            }
        }
    }

    /**
     * Requires a partitioning by plain columns if the statement writes into a single partition. The server checks this
     * only when it plans the statement, that is, not when a task is submitted.
     *
     * @param columnNames the columns of the statement; empty for all
     */
    void requireIdentityPartitioning(List<Name> columnNames) {
        IcebergLayout layout = externalObject.icebergLayout();
        if (layout != null
                && !layout.isPartitionedByIdentity()
                && (!insert.partitionKeys().isEmpty() || hasConstantPartitionColumns(layout, columnNames))) {
            throw Refusal.ofAnalysis(
                    insert.target().span(), RowRule.INSERT_PARTITION_TRANSFORMED, externalObject.name());
        }
    }

    /**
     * Returns whether a SELECT assigns a constant to each partition column; false if the rows do not come from a single
     * SELECT, or if it contains {@code *}.
     */
    private boolean hasConstantPartitionColumns(IcebergLayout layout, List<Name> columnNames) {
        Optional<Query.Select> select = insert.rowSource() instanceof RowSource.QueriedRows queriedRows
                        && queriedRows.queryText().query().body() instanceof Query.Select selectBody
                ? Optional.of(selectBody)
                : Optional.empty();
        if (select.isEmpty()
                || select.get().items().stream().anyMatch(item -> !(item instanceof Query.SelectItem.Value))) {
            return false;
        }
        List<Query.SelectItem> items = select.get().items();
        // A server reads the names of a column list in lower case.
        List<String> targetColumnNames = columnNames.isEmpty()
                ? externalObject.columns().stream()
                        .map(ExternalObject.ExternalColumn::name)
                        .toList()
                : columnNames.stream()
                        .map(name -> name.text().toLowerCase(Locale.ROOT))
                        .toList();
        // All columns of a table with a layout are known, so the query has a value for each of them.
        for (int i = 0; i < targetColumnNames.size(); i++) {
            if (layout.partitionColumns().contains(targetColumnNames.get(i))
                    && items.get(i) instanceof Query.SelectItem.Value value
                    && !ConstantExpressions.isConstant(value.value())) {
                return false;
            }
        }
        return true;
    }
}
