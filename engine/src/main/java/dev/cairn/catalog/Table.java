package dev.cairn.catalog;

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
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A table as the server stores it.
 *
 * @param keyAssumed whether the statement declared no key, so that the server chose one
 * @param indexes the indexes with kind, all properties and a comment
 * @param temporaryPartitions partitions beside the others, until they replace some of them; SHOW CREATE omits them
 * @param recycledPartitions the last dropped partition of each name, which can be recovered
 * @param sortKey empty unless it was declared
 * @param seed the rows that the schema declares; none in a table that was read from a server
 */
public record Table(
        String name,
        boolean temporary,
        KeyModel model,
        boolean keyAssumed,
        List<Column> columns,
        List<IndexDefinition> indexes,
        String comment,
        Partitioning partitioning,
        List<PartitionDefinition> temporaryPartitions,
        List<PartitionDefinition> recycledPartitions,
        Distribution distribution,
        List<String> sortKey,
        List<Rollup> rollups,
        StoredProperties properties,
        TableState state,
        SeedRows seed) {

    public Table {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        temporaryPartitions = List.copyOf(temporaryPartitions);
        recycledPartitions = List.copyOf(recycledPartitions);
        sortKey = List.copyOf(sortKey);
        rollups = List.copyOf(rollups);
        seed = seed.in(columns);
    }

    /** Returns a permanent table that is not divided, with nothing but columns and a distribution. */
    public static Table of(String name, KeyModel model, List<Column> columns, Distribution distribution) {
        return new Table(
                name,
                false,
                model,
                false,
                columns,
                List.of(),
                "",
                new Partitioning.None(),
                List.of(),
                List.of(),
                distribution,
                List.of(),
                List.of(),
                StoredProperties.NONE,
                TableState.NORMAL,
                SeedRows.NONE);
    }

    public Optional<Column> column(String columnName) {
        for (Column column : columns) {
            if (column.is(columnName)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    public List<Column> keyColumns() {
        return columns.stream().filter(Column::key).toList();
    }

    public List<String> keyNames() {
        return columns.stream().filter(Column::key).map(Column::name).toList();
    }

    /** Returns the columns to which statements can assign values: all but the generated ones. */
    public List<Column> writableColumns() {
        return columns.stream().filter(column -> column.generated() == null).toList();
    }

    public Optional<Rollup> rollup(String rollupName) {
        return rollups.stream()
                .filter(rollup -> rollup.name().equals(rollupName))
                .findFirst();
    }

    /** Returns whether the server creates partitions automatically, when rows are inserted or over time. */
    public boolean makesPartitions() {
        boolean dynamic = properties
                .value(StoredProperties.DYNAMIC_PARTITIONING)
                .filter(value -> !value.equalsIgnoreCase("false"))
                .isPresent();
        return dynamic || partitioning.automatic();
    }

    /**
     * Returns whether the table may have a partition. Partitions that the server creates automatically or dynamically are
     * not declared.
     */
    public boolean mayHavePartition(Name partition) {
        if (partitioning instanceof Partitioning.None) {
            return partition.is(name);
        }
        if (partitioning instanceof Partitioning.Range range) {
            return hasDynamicPartitions() || isAmong(range.partitions(), partition);
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return range.automatic() || hasDynamicPartitions() || isAmong(range.partitions(), partition);
        }
        return !(partitioning instanceof Partitioning.InList list) || isAmong(list.partitions(), partition);
    }

    /** Returns whether the table has a temporary partition. */
    public boolean hasTemporaryPartition(Name partition) {
        return isAmong(temporaryPartitions, partition);
    }

    private static boolean isAmong(List<? extends PartitionDefinition> partitions, Name name) {
        return partitions.stream()
                .anyMatch(partition -> name.is(partition.name().text()));
    }

    /** Returns whether dynamic partitioning is on: the server itself creates and drops partitions as time passes. */
    public boolean hasDynamicPartitions() {
        return properties
                .value(StoredProperties.DYNAMIC_PARTITIONING)
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }

    /** Returns whether the table has no partition for rows, and the server would not create one. */
    public boolean hasNoPartition() {
        return !(partitioning instanceof Partitioning.None)
                && !makesPartitions()
                && partitioning.partitions().isEmpty();
    }

    /**
     * Returns the name of a column, possibly a hidden one, whose expression reads the named column. The server compares
     * the names case-sensitively here.
     */
    public Optional<String> columnGeneratedFrom(String columnName) {
        for (Column column : columns) {
            Expression expression = column.generated();
            if (expression != null && expression.columnNames().contains(columnName)) {
                return Optional.of(column.name());
            }
        }
        List<Expression> hidden = partitioning.hiddenExpressions();
        for (int i = 0; i < hidden.size(); i++) {
            if (hidden.get(i).columnNames().contains(columnName)) {
                return Optional.of(Partitioning.HIDDEN_COLUMN + i);
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses to change a column that a rollup protects. The server compares the names case-sensitively, except for
     * RENAME COLUMN.
     */
    public void requireUnprotected(Name column, boolean anyCase) {
        Predicate<String> same = anyCase ? column.text()::equalsIgnoreCase : column.text()::equals;
        for (Rollup rollup : rollups) {
            if (rollup.protects(model, same)) {
                throw Refusal.execution(column.span(), CatalogRule.COLUMN_USED_BY_ROLLUP, column, rollup.name());
            }
        }
    }

    /** Refuses to change the columns of a table that has temporary partitions. */
    public void requireNoTemporaryPartitions(Span at) {
        if (!temporaryPartitions.isEmpty()) {
            throw Refusal.execution(at, CatalogRule.TEMPORARY_PARTITIONS_PRESENT);
        }
    }

    /**
     * Returns the table with the key of the present one, if its definition names no key: the columns up to the last one
     * that is a key column now. The server chose the first columns then, and an added or dropped column might change
     * that choice; but an existing table keeps the key that it has. A new column becomes a key column only if it has to
     * precede one.
     */
    public Table withAssumedKeyOf(Table present) {
        if (!keyAssumed || present.model != KeyModel.DUPLICATE || model != KeyModel.DUPLICATE) {
            return this;
        }
        int keys = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (present.column(columns.get(i).name()).filter(Column::key).isPresent()) {
                keys = i + 1;
            }
        }
        if (keys == 0) {
            return this;
        }
        List<Column> keyed = new ArrayList<>(columns.size());
        for (Column column : columns) {
            keyed.add(column.withKey(keyed.size() < keys));
        }
        return withColumns(keyed);
    }

    public Table in(TableState newState) {
        return copy(draft -> draft.state = newState);
    }

    public Table named(String newName) {
        return copy(draft -> draft.name = newName);
    }

    public Table withColumns(List<Column> newColumns) {
        return copy(draft -> draft.columns = newColumns);
    }

    public Table withIndexes(List<IndexDefinition> newIndexes) {
        return copy(draft -> draft.indexes = newIndexes);
    }

    public Table withComment(String newComment) {
        return copy(draft -> draft.comment = newComment);
    }

    public Table withPartitioning(Partitioning newPartitioning) {
        return copy(draft -> draft.partitioning = newPartitioning);
    }

    public Table withTemporaryPartitions(List<PartitionDefinition> newPartitions) {
        return copy(draft -> draft.temporaryPartitions = newPartitions);
    }

    public Table withRecycledPartitions(List<PartitionDefinition> newPartitions) {
        return copy(draft -> draft.recycledPartitions = newPartitions);
    }

    public Table withDistribution(Distribution newDistribution) {
        return copy(draft -> draft.distribution = newDistribution);
    }

    public Table withSortKey(List<String> newSortKey) {
        return copy(draft -> draft.sortKey = newSortKey);
    }

    public Table withRollups(List<Rollup> newRollups) {
        return copy(draft -> draft.rollups = newRollups);
    }

    public Table withProperties(StoredProperties newProperties) {
        return copy(draft -> draft.properties = newProperties);
    }

    public Table withSeed(SeedRows newSeed) {
        return copy(draft -> draft.seed = newSeed);
    }

    private Table copy(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.table();
    }

    /** The parts of a table while a copy of it is made. */
    private static final class Draft {
        private String name;
        private final boolean temporary;
        private final KeyModel model;
        private final boolean keyAssumed;
        private List<Column> columns;
        private List<IndexDefinition> indexes;
        private String comment;
        private Partitioning partitioning;
        private List<PartitionDefinition> temporaryPartitions;
        private List<PartitionDefinition> recycledPartitions;
        private Distribution distribution;
        private List<String> sortKey;
        private List<Rollup> rollups;
        private StoredProperties properties;
        private TableState state;
        private SeedRows seed;

        Draft(Table table) {
            this.name = table.name;
            this.temporary = table.temporary;
            this.model = table.model;
            this.keyAssumed = table.keyAssumed;
            this.columns = table.columns;
            this.indexes = table.indexes;
            this.comment = table.comment;
            this.partitioning = table.partitioning;
            this.temporaryPartitions = table.temporaryPartitions;
            this.recycledPartitions = table.recycledPartitions;
            this.distribution = table.distribution;
            this.sortKey = table.sortKey;
            this.rollups = table.rollups;
            this.properties = table.properties;
            this.state = table.state;
            this.seed = table.seed;
        }

        Table table() {
            return new Table(
                    name,
                    temporary,
                    model,
                    keyAssumed,
                    columns,
                    indexes,
                    comment,
                    partitioning,
                    temporaryPartitions,
                    recycledPartitions,
                    distribution,
                    sortKey,
                    rollups,
                    properties,
                    state,
                    seed);
        }
    }
}
