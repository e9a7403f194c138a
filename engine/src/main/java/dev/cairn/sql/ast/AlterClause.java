package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One clause of ALTER TABLE, as written. {@code AlterClauseKind} describes each kind for the engine, the planner and
 * the runtime.
 */
public sealed interface AlterClause {
    Span span();

    /** Returns the properties in the clause itself; none for most clauses. */
    default List<Property> properties() {
        return List.of();
    }

    /**
     * Returns the name that the clause gives to this table: a new name, or the name of the table with which it is
     * swapped; empty for any other clause.
     */
    default Optional<Name> assignedName() {
        return Optional.empty();
    }

    /** {@code ADD COLUMN c INT AFTER b TO rollup PROPERTIES (…)}. */
    record AddColumn(
            ColumnDefinition column,
            @Nullable Position position,
            @Nullable Name rollup,
            List<Property> properties,
            Span span)
            implements AlterClause {
        public AddColumn {
            properties = List.copyOf(properties);
        }
    }

    /** {@code ADD COLUMN (a INT, b INT)}. */
    record AddColumns(
            List<ColumnDefinition> columns, @Nullable Name rollup, List<Property> properties, Span span)
            implements AlterClause {
        public AddColumns {
            columns = List.copyOf(columns);
            properties = List.copyOf(properties);
        }
    }

    record DropColumn(Name column, @Nullable Name rollup, List<Property> properties, Span span) implements AlterClause {
        public DropColumn {
            properties = List.copyOf(properties);
        }
    }

    record ModifyColumn(
            ColumnDefinition column,
            @Nullable Position position,
            @Nullable Name rollup,
            List<Property> properties,
            Span span)
            implements AlterClause {
        public ModifyColumn {
            properties = List.copyOf(properties);
        }
    }

    /** {@code MODIFY COLUMN c COMMENT "…"}. */
    record ModifyColumnComment(Name column, String comment, Span span) implements AlterClause {}

    record RenameColumn(Name oldName, Name newName, Span span) implements AlterClause {}

    /** {@code ORDER BY (a, b)}: the order of all columns, or the sort key. */
    record ReorderColumns(List<Name> columns, @Nullable Name rollup, List<Property> properties, Span span)
            implements AlterClause {
        public ReorderColumns {
            columns = List.copyOf(columns);
            properties = List.copyOf(properties);
        }
    }

    /** The element of a path that leads to all elements of an array; in the conversion of values, also of a map. */
    String EACH_ELEMENT = "[*]";

    /** {@code MODIFY COLUMN c ADD FIELD a.b INT AFTER x}: the path ends with the new field. */
    record AddField(
            Name column,
            List<String> path,
            Type type,
            @Nullable Position position,
            List<Property> properties,
            Span span)
            implements AlterClause {
        public AddField {
            path = List.copyOf(path);
            properties = List.copyOf(properties);
        }
    }

    record DropField(Name column, List<String> path, List<Property> properties, Span span) implements AlterClause {
        public DropField {
            path = List.copyOf(path);
            properties = List.copyOf(properties);
        }
    }

    record AddIndex(IndexDefinition index, Span span) implements AlterClause {}

    record DropIndex(Name index, Span span) implements AlterClause {}

    record RenameTable(Name newName, Span span) implements AlterClause {
        @Override
        public Optional<Name> assignedName() {
            return Optional.of(newName);
        }
    }

    record SwapTable(Name otherTableName, Span span) implements AlterClause {
        @Override
        public Optional<Name> assignedName() {
            return Optional.of(otherTableName);
        }
    }

    record SetProperties(List<Property> properties, Span span) implements AlterClause {
        public SetProperties {
            properties = List.copyOf(properties);
        }

        public static SetProperties of(Property... properties) {
            return new SetProperties(List.of(properties), Span.NONE);
        }
    }

    record SetComment(String comment, Span span) implements AlterClause {}

    /** {@code AUTO_INCREMENT = 100}. */
    record SetAutoIncrement(long value, Span span) implements AlterClause {}

    /** One item of {@code ADD ROLLUP a (…), b (…)}. */
    record AddRollup(RollupDefinition rollup, Span span) implements AlterClause {}

    record DropRollup(Name rollup, Span span) implements AlterClause {}

    record RenameRollup(Name oldName, Name newName, Span span) implements AlterClause {}

    /** {@code ADD [TEMPORARY] PARTITION …}; the word is PARTITIONS before START … END … EVERY. */
    record AddPartition(
            boolean isTemporary,
            PartitionDefinition partition,
            @Nullable Distribution distribution,
            List<Property> properties,
            Span span)
            implements AlterClause {
        public AddPartition {
            properties = List.copyOf(properties);
        }

        /** Returns the clause with the distribution and the properties of the table. */
        public static AddPartition of(PartitionDefinition partition) {
            return new AddPartition(false, partition, null, List.of(), Span.NONE);
        }

        /** Returns the clause for a temporary partition, with the distribution and the properties of the table. */
        public static AddPartition ofTemporary(PartitionDefinition partition) {
            return new AddPartition(true, partition, null, List.of(), Span.NONE);
        }
    }

    record DropPartitions(
            boolean isTemporary, boolean ifExists, PartitionSelection selection, boolean isForced, Span span)
            implements AlterClause {
        /** The partitions to drop. */
        public sealed interface PartitionSelection {
            /** Returns the names of the partitions; an empty list if the clause does not name them. */
            default List<Name> names() {
                return List.of();
            }

            static PartitionSelection of(List<Name> names) {
                return names.size() == 1 ? new SinglePartition(names.get(0)) : new ListedPartitions(names);
            }

            record SinglePartition(Name name) implements PartitionSelection {
                @Override
                public List<Name> names() {
                    return List.of(name);
                }
            }

            record ListedPartitions(List<Name> names) implements PartitionSelection {
                public ListedPartitions {
                    names = List.copyOf(names);
                }
            }

            record BatchSelection(PartitionDefinition.PartitionBatch batch) implements PartitionSelection {}

            record ConditionalSelection(Expression condition) implements PartitionSelection {}

            /** {@code DROP ALL TEMPORARY PARTITIONS}. */
            record AllTemporaryPartitions() implements PartitionSelection {}
        }
    }

    record TruncatePartitions(PartitionNames partitions, Span span) implements AlterClause {}

    /** {@code MODIFY PARTITION p | (p, q) | (*) SET (…)}; an empty list stands for all partitions. */
    record ModifyPartitions(List<Name> partitions, List<Property> properties, Span span) implements AlterClause {
        public ModifyPartitions {
            partitions = List.copyOf(partitions);
            properties = List.copyOf(properties);
        }
    }

    /** {@code MODIFY PARTITION DISTRIBUTED BY …}. */
    record ModifyPartitionDistribution(Distribution distribution, Span span) implements AlterClause {}

    record ReplacePartitions(
            PartitionNames oldPartitions, PartitionNames newPartitions, List<Property> properties, Span span)
            implements AlterClause {
        public ReplacePartitions {
            properties = List.copyOf(properties);
        }
    }

    record RenamePartition(Name oldName, Name newName, Span span) implements AlterClause {}

    /** {@code DISTRIBUTED BY …} and the other clauses that rewrite the whole table. */
    record Optimize(
            OptimizedRows rows,
            @Nullable KeyClause key,
            @Nullable PartitionClause partitioning,
            List<Statement.SortItem> orderBy,
            @Nullable Distribution distribution,
            Span span)
            implements AlterClause {
        public Optimize {
            orderBy = List.copyOf(orderBy);
        }

        /** Returns the clause that changes the distribution of the whole table. */
        public static Optimize of(Distribution distribution) {
            return new Optimize(OptimizedRows.ALL, null, null, List.of(), distribution, Span.NONE);
        }

        /** Returns the clause that changes the partitioning of the whole table. */
        public static Optimize of(PartitionClause partitioning) {
            return new Optimize(OptimizedRows.ALL, null, partitioning, List.of(), null, Span.NONE);
        }
    }

    /**
     * The rows that {@link Optimize} rewrites: the rows of some partitions, the rows between two times, or all rows if
     * both are null.
     */
    record OptimizedRows(
            @Nullable PartitionNames partitions, @Nullable OptimizedTimeRange timeRange) {
        public static final OptimizedRows ALL = new OptimizedRows(null, null);
    }

    /** {@code BETWEEN "2024-01-01" AND "2024-02-01"}. */
    record OptimizedTimeRange(String start, String end) {}

    /** {@code DISTRIBUTED BY HASH(a) DEFAULT BUCKETS 8}. */
    record SetDefaultBuckets(Distribution.Hash distribution, Span span) implements AlterClause {}

    /**
     * {@code [BASE | CUMULATIVE] COMPACT (p, q)}.
     *
     * @param kind the word before COMPACT, or null if it is absent
     */
    record Compact(@Nullable String kind, List<Name> partitions, Span span) implements AlterClause {
        public Compact {
            partitions = List.copyOf(partitions);
        }
    }

    /** {@code DROP PERSISTENT INDEX ON TABLETS (1, 2)}. */
    record DropPersistentIndex(List<Long> tabletIds, Span span) implements AlterClause {
        public DropPersistentIndex {
            tabletIds = List.copyOf(tabletIds);
        }
    }

    /** {@code ADD PARTITION COLUMN expressions}, {@code DROP PARTITION COLUMN …}; only for external tables. */
    record ChangePartitionColumns(boolean isAddition, List<Expression> columns, Span span) implements AlterClause {
        public ChangePartitionColumns {
            columns = List.copyOf(columns);
        }
    }

    /**
     * SPLIT and MERGE TABLET, EXECUTE, branches and tags: only the first words are checked, and the clause is kept as
     * written.
     */
    record VerbatimClause(String keyword, String text, Span span) implements AlterClause {}

    /** {@code FIRST} or {@code AFTER column}. */
    sealed interface Position {
        record First() implements Position {}

        record After(Name column) implements Position {}
    }
}
