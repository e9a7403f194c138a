package dev.cairn.catalog;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A table as the server stores it: all defaults and implicit changes of the server are applied, so a declared table
 * equals the live table.
 *
 * @param key the key, and the order of the rows
 * @param layout the partitions and the distribution of the rows
 */
public record Table(
        TableHeader header, StoredKey key, TableElements elements, StoredLayout layout, StoredProperties properties) {
    /** Creates a permanent table without partitions that has only columns and a distribution. */
    public static Table of(String name, KeyModel model, List<Column> columns, Distribution distribution) {
        return new Table(
                new TableHeader(name, false, "", TableState.NORMAL),
                new StoredKey(model, false, List.of()),
                TableElements.of(columns, List.of()),
                StoredLayout.of(new Partitioning.None(), distribution),
                StoredProperties.NONE);
    }

    /** The name, the lifetime, the comment and the state of a table. */
    public record TableHeader(String name, boolean isTemporary, String comment, TableState state) {}

    /**
     * The key of a table, and the order of its rows.
     *
     * @param isAssumed whether the server chose the key because the statement declared none
     * @param sortKey empty unless it was declared
     */
    public record StoredKey(KeyModel model, boolean isAssumed, List<String> sortKey) {
        public StoredKey {
            sortKey = List.copyOf(sortKey);
        }
    }

    /**
     * The columns, the indexes, the rollups and the declared rows of a table.
     *
     * @param indexes the indexes with kind, all properties and a comment
     * @param seedRows the rows that the schema declares, without values of generated columns and of columns that the
     *     table does not have; none in a table that was read from a server
     * @param droppedBloomFilters the bloom filters of dropped columns, as the properties that declared them. A server
     *     keeps such a filter for the next column with that name, and SHOW CREATE omits it.
     */
    public record TableElements(
            List<Column> columns,
            List<IndexDefinition> indexes,
            List<Rollup> rollups,
            SeedRows seedRows,
            StoredProperties droppedBloomFilters) {
        public TableElements {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
            rollups = List.copyOf(rollups);
            seedRows = seedRows.projectOnto(columns);
        }

        /** Returns columns and their indexes, without rollups and declared rows. */
        public static TableElements of(List<Column> columns, List<IndexDefinition> indexes) {
            return new TableElements(columns, indexes, List.of(), SeedRows.NONE, StoredProperties.NONE);
        }
    }

    /**
     * The division of the rows of a table into partitions and buckets.
     *
     * @param temporaryPartitions partitions that may later replace others; SHOW CREATE omits them
     * @param recycledPartitions the last dropped partition with each name, which can be recovered
     */
    public record StoredLayout(
            Partitioning partitioning,
            List<PartitionDefinition> temporaryPartitions,
            List<PartitionDefinition> recycledPartitions,
            Distribution distribution) {
        public StoredLayout {
            temporaryPartitions = List.copyOf(temporaryPartitions);
            recycledPartitions = List.copyOf(recycledPartitions);
        }

        /** Returns a layout without temporary and dropped partitions. */
        public static StoredLayout of(Partitioning partitioning, Distribution distribution) {
            return new StoredLayout(partitioning, List.of(), List.of(), distribution);
        }
    }

    public String name() {
        return header.name;
    }

    public boolean isTemporary() {
        return header.isTemporary;
    }

    public String comment() {
        return header.comment;
    }

    public TableState state() {
        return header.state;
    }

    public KeyModel model() {
        return key.model;
    }

    /** Returns whether the server chose the key because the statement declared none. */
    public boolean isKeyAssumed() {
        return key.isAssumed;
    }

    /** Returns the sort key; empty unless it was declared. */
    public List<String> sortKey() {
        return key.sortKey;
    }

    public List<Column> columns() {
        return elements.columns;
    }

    /** Returns the indexes with kind, all properties and a comment. */
    public List<IndexDefinition> indexes() {
        return elements.indexes;
    }

    public List<Rollup> rollups() {
        return elements.rollups;
    }

    /** Returns the rows that the schema declares. */
    public SeedRows seedRows() {
        return elements.seedRows;
    }

    /** Returns the bloom filters of dropped columns that the server keeps, as the properties that declared them. */
    public StoredProperties droppedBloomFilters() {
        return elements.droppedBloomFilters;
    }

    public Partitioning partitioning() {
        return layout.partitioning;
    }

    /** Returns the temporary partitions, which may later replace others. */
    public List<PartitionDefinition> temporaryPartitions() {
        return layout.temporaryPartitions;
    }

    /** Returns the last dropped partition with each name, which can be recovered. */
    public List<PartitionDefinition> recycledPartitions() {
        return layout.recycledPartitions;
    }

    public Distribution distribution() {
        return layout.distribution;
    }

    public Optional<Column> findColumn(String columnName) {
        for (Column column : columns()) {
            if (column.isNamed(columnName)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    public List<Column> keyColumns() {
        return columns().stream().filter(Column::isKey).toList();
    }

    public List<String> keyColumnNames() {
        return columns().stream().filter(Column::isKey).map(Column::name).toList();
    }

    /** Returns the columns to which statements can assign values: all but the generated ones. */
    public List<Column> writableColumns() {
        return columns().stream()
                .filter(column -> column.generatedValue() == null)
                .toList();
    }

    public Optional<Rollup> findRollup(String rollupName) {
        return rollups().stream()
                .filter(rollup -> rollup.name().equals(rollupName))
                .findFirst();
    }

    /** Returns whether the server creates partitions automatically, when rows are inserted or over time. */
    public boolean createsPartitions() {
        return hasDynamicPartitions() || partitioning().isAutomatic();
    }

    /**
     * Returns whether the table may have a partition with this name. The server may have created it automatically or
     * dynamically, without a declaration. The only partition of an unpartitioned table has the name of the table.
     */
    public boolean mayHavePartition(Name partitionName) {
        if (partitioning() instanceof Partitioning.None) {
            return partitionName.equalsIgnoreCase(name());
        }
        return createsPartitions() || containsPartition(partitioning().partitions(), partitionName);
    }

    /** Returns whether the table has a temporary partition. */
    public boolean hasTemporaryPartition(Name partitionName) {
        return containsPartition(temporaryPartitions(), partitionName);
    }

    private static boolean containsPartition(List<? extends PartitionDefinition> partitions, Name name) {
        return partitions.stream()
                .anyMatch(partition -> name.equalsIgnoreCase(partition.name().text()));
    }

    /** Returns whether dynamic partitioning is on, so the server creates and drops partitions over time. */
    public boolean hasDynamicPartitions() {
        return properties
                .findValue(StoredProperties.DYNAMIC_PARTITIONING)
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    /**
     * Returns whether the table may have partitions that are not declared, but were created by the server, possibly
     * before dynamic partitioning was switched off.
     */
    public boolean mayHaveUndeclaredPartitions() {
        return properties.hasProperty(StoredProperties.DYNAMIC_PARTITIONING)
                || partitioning().isAutomatic();
    }

    /** Returns whether no partition for rows is known, and the server would not create one. */
    public boolean hasNoKnownPartition() {
        return !(partitioning() instanceof Partitioning.None)
                && !createsPartitions()
                && partitioning().partitions().isEmpty();
    }

    /** Returns whether the table certainly has no partition for rows, and the server would not create one. */
    public boolean hasNoPartition() {
        return hasNoKnownPartition() && !mayHaveUndeclaredPartitions();
    }

    /**
     * Returns the name of a column, possibly a hidden one, whose expression reads the named column. This
     * comparison of names is case-sensitive on the server, too.
     */
    public Optional<String> findDependentGeneratedColumnName(String columnName) {
        for (Column column : columns()) {
            Expression expression = column.generatedValue();
            if (expression != null && expression.collectReferenceNames().contains(columnName)) {
                return Optional.of(column.name());
            }
        }
        List<Expression> hiddenExpressions = partitioning().hiddenExpressions();
        for (int i = 0; i < hiddenExpressions.size(); i++) {
            if (hiddenExpressions.get(i).collectReferenceNames().contains(columnName)) {
                return Optional.of(Partitioning.HIDDEN_COLUMN_PREFIX + i);
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses to change a column if a rollup depends on it. As on the server, the comparison of names is case-sensitive.
     *
     * @throws Refusal if a rollup depends on the column
     */
    public void requireNoDependentRollup(Name columnName) {
        requireNoDependentRollup(columnName, columnName.text()::equals);
    }

    /**
     * Refuses to change a column if a rollup depends on it, as the server does for RENAME COLUMN: it compares the names
     * without regard to case.
     *
     * @throws Refusal if a rollup depends on the column
     */
    public void requireNoDependentRollupIgnoringCase(Name columnName) {
        requireNoDependentRollup(columnName, columnName.text()::equalsIgnoreCase);
    }

    private void requireNoDependentRollup(Name columnName, Predicate<String> isSameName) {
        for (Rollup rollup : rollups()) {
            if (rollup.preventsChangeOf(model(), isSameName)) {
                throw Refusal.ofExecution(
                        columnName.span(), CatalogRule.COLUMN_USED_BY_ROLLUP, columnName, rollup.name());
            }
        }
    }

    /**
     * Refuses to change this table if it has temporary partitions.
     *
     * @throws Refusal if the table has temporary partitions
     */
    public void requireNoTemporaryPartitions(Span span) {
        if (!temporaryPartitions().isEmpty()) {
            throw Refusal.ofExecution(span, CatalogRule.TEMPORARY_PARTITIONS_PRESENT);
        }
    }

    /**
     * Returns the table with the key of the present table if this table declares no key and both are DUPLICATE KEY
     * tables. The server chose the key of the present table among its first columns, and added and dropped columns do
     * not change that choice. The key therefore ends with the last column that is a key column of the present table,
     * and includes the new columns before it. In any other case, and if no such column is left, returns this table.
     */
    public Table withAssumedKeyOf(Table presentTable) {
        if (!isKeyAssumed() || presentTable.model() != KeyModel.DUPLICATE || model() != KeyModel.DUPLICATE) {
            return this;
        }
        int keyCount = 0;
        for (int i = 0; i < columns().size(); i++) {
            if (presentTable
                    .findColumn(columns().get(i).name())
                    .filter(Column::isKey)
                    .isPresent()) {
                keyCount = i + 1;
            }
        }
        if (keyCount == 0) {
            return this;
        }
        List<Column> newColumns = new ArrayList<>(columns().size());
        for (Column column : columns()) {
            newColumns.add(column.withKey(newColumns.size() < keyCount));
        }
        return withColumns(newColumns);
    }

    public Table withState(TableState newState) {
        return withHeader(new TableHeader(name(), isTemporary(), comment(), newState));
    }

    public Table withName(String newName) {
        return withHeader(new TableHeader(newName, isTemporary(), comment(), state()));
    }

    public Table withComment(String newComment) {
        return withHeader(new TableHeader(name(), isTemporary(), newComment, state()));
    }

    public Table withSortKey(List<String> newSortKey) {
        return new Table(header, new StoredKey(model(), isKeyAssumed(), newSortKey), elements, layout, properties);
    }

    public Table withColumns(List<Column> newColumns) {
        return withElements(new TableElements(newColumns, indexes(), rollups(), seedRows(), droppedBloomFilters()));
    }

    public Table withIndexes(List<IndexDefinition> newIndexes) {
        return withElements(new TableElements(columns(), newIndexes, rollups(), seedRows(), droppedBloomFilters()));
    }

    public Table withRollups(List<Rollup> newRollups) {
        return withElements(new TableElements(columns(), indexes(), newRollups, seedRows(), droppedBloomFilters()));
    }

    public Table withSeedRows(SeedRows newSeedRows) {
        return withElements(new TableElements(columns(), indexes(), rollups(), newSeedRows, droppedBloomFilters()));
    }

    public Table withDroppedBloomFilters(StoredProperties newFilters) {
        return withElements(new TableElements(columns(), indexes(), rollups(), seedRows(), newFilters));
    }

    public Table withPartitioning(Partitioning newPartitioning) {
        return withLayout(
                new StoredLayout(newPartitioning, temporaryPartitions(), recycledPartitions(), distribution()));
    }

    public Table withTemporaryPartitions(List<PartitionDefinition> newPartitions) {
        return withLayout(new StoredLayout(partitioning(), newPartitions, recycledPartitions(), distribution()));
    }

    public Table withRecycledPartitions(List<PartitionDefinition> newPartitions) {
        return withLayout(new StoredLayout(partitioning(), temporaryPartitions(), newPartitions, distribution()));
    }

    public Table withDistribution(Distribution newDistribution) {
        return withLayout(
                new StoredLayout(partitioning(), temporaryPartitions(), recycledPartitions(), newDistribution));
    }

    public Table withProperties(StoredProperties newProperties) {
        return new Table(header, key, elements, layout, newProperties);
    }

    private Table withHeader(TableHeader newHeader) {
        return new Table(newHeader, key, elements, layout, properties);
    }

    private Table withElements(TableElements newElements) {
        return new Table(header, key, newElements, layout, properties);
    }

    private Table withLayout(StoredLayout newLayout) {
        return new Table(header, key, elements, newLayout, properties);
    }
}
