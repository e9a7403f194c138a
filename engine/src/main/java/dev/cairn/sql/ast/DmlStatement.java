package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed INSERT, UPDATE or DELETE. Scripts are parsed lazily: such a statement is a {@link Statement.OpaqueStatement}
 * until {@code Sql.parseDml} parses it.
 *
 * <pre>{@code
 * DmlStatement dmlStatement = Sql.parseDml("INSERT INTO t VALUES (1, DEFAULT)");
 * }</pre>
 */
public sealed interface DmlStatement {
    /** Returns the table that is changed. */
    QualifiedName target();

    Span span();

    /**
     * INSERT INTO or INSERT OVERWRITE.
     *
     * @param destination the place where the rows are written
     */
    record Insert(
            InsertOptions options, boolean isOverwrite, InsertDestination destination, RowSource rowSource, Span span)
            implements DmlStatement {
        /** Returns an INSERT INTO without optional clauses. */
        public static Insert of(QualifiedName table, List<Name> columns, RowSource source, Span span) {
            return new Insert(InsertOptions.NONE, false, InsertDestination.of(table, columns), source, span);
        }

        /** Returns the INSERT into the same table with other columns and rows, without PARTITION and BY NAME. */
        public Insert withRows(List<Name> newColumns, RowSource newSource) {
            return new Insert(options, isOverwrite, InsertDestination.of(target(), newColumns), newSource, span);
        }

        @Override
        public QualifiedName target() {
            return destination.table;
        }

        public List<String> hints() {
            return options.hints;
        }

        public @Nullable Name label() {
            return options.label;
        }

        public List<Property> properties() {
            return options.properties;
        }

        public boolean hasPseudoTable() {
            return destination.isPseudoTable;
        }

        public @Nullable PartitionNames partitions() {
            return destination.partitions;
        }

        public boolean writesTemporaryPartitions() {
            return destination.partitions != null && destination.partitions.isTemporary();
        }

        public List<PartitionKeyValue> partitionKeys() {
            return destination.partitionKeys;
        }

        /** Returns the columns; empty if they are not specified. */
        public List<Name> columns() {
            return destination.columns;
        }

        /**
         * Returns whether the columns of the rows are matched by their names (BY NAME), rather than by their positions.
         */
        public boolean isByName() {
            return destination.isByName;
        }
    }

    /**
     * The options with which an INSERT loads rows, independently of their source and target.
     *
     * @param hints the optimizer hints after the word INSERT, as written
     */
    record InsertOptions(List<String> hints, @Nullable Name label, List<Property> properties) {
        static final InsertOptions NONE = new InsertOptions(List.of(), null, List.of());

        public InsertOptions {
            hints = List.copyOf(hints);
            properties = List.copyOf(properties);
        }
    }

    /**
     * The place where an INSERT writes its rows.
     *
     * @param isPseudoTable whether the destination is {@code FILES} or {@code BLACKHOLE} rather than a table; {@code
     *     table} is then this word
     * @param partitionKeys the values of {@code PARTITION (day = '2025-01-01')}
     * @param columns empty if not specified
     */
    record InsertDestination(
            boolean isPseudoTable,
            QualifiedName table,
            @Nullable PartitionNames partitions,
            List<PartitionKeyValue> partitionKeys,
            List<Name> columns,
            boolean isByName) {
        public InsertDestination {
            partitionKeys = List.copyOf(partitionKeys);
            columns = List.copyOf(columns);
        }

        private static InsertDestination of(QualifiedName table, List<Name> columns) {
            return new InsertDestination(false, table, null, List.of(), columns, false);
        }
    }

    /** The source of the rows of an INSERT. */
    sealed interface RowSource {
        /** Literal rows with a value for each column; {@code null} stands for the word DEFAULT. */
        record LiteralRows(List<List<@Nullable Expression>> rows) implements RowSource {
            public LiteralRows {
                rows = List.copyOf(rows);
            }

            /** Returns the rows with additional values at the end of each row. */
            public LiteralRows withAppendedValues(List<Expression> values) {
                List<List<@Nullable Expression>> extendedRows = new ArrayList<>(rows.size());
                for (List<@Nullable Expression> row : rows) {
                    List<@Nullable Expression> extendedRow = new ArrayList<>(row);
                    extendedRow.addAll(values);
                    extendedRows.add(extendedRow);
                }
                return new LiteralRows(extendedRows);
            }
        }

        /** A query. */
        record QueriedRows(QueryText queryText) implements RowSource {}
    }

    /**
     * {@code WITH … UPDATE target SET … FROM … WHERE …}.
     *
     * @param hints the optimizer hints after the word UPDATE, as written
     */
    record Update(
            List<Query.CommonTable> commonTables,
            List<String> hints,
            QualifiedName target,
            List<Assignment> assignments,
            List<Relation> from,
            @Nullable Expression where,
            Span span)
            implements DmlStatement {
        public Update {
            commonTables = List.copyOf(commonTables);
            hints = List.copyOf(hints);
            assignments = List.copyOf(assignments);
            from = List.copyOf(from);
        }
    }

    /** {@code column = value}; the value is null for the word DEFAULT. */
    record Assignment(Name column, @Nullable Expression value) {}

    /**
     * {@code WITH … DELETE FROM target PARTITION (…) USING … WHERE …}.
     *
     * @param hints the optimizer hints after the word DELETE, as written
     */
    record Delete(
            List<Query.CommonTable> commonTables,
            List<String> hints,
            QualifiedName target,
            @Nullable PartitionNames partitions,
            List<Relation> using,
            @Nullable Expression where,
            Span span)
            implements DmlStatement {
        public Delete {
            commonTables = List.copyOf(commonTables);
            hints = List.copyOf(hints);
            using = List.copyOf(using);
        }
    }
}
