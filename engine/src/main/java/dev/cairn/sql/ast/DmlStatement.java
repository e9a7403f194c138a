package dev.cairn.sql.ast;

import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed INSERT, UPDATE or DELETE. Until its parts are needed, such a statement is a
 * {@link Statement.OpaqueStatement}.
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
     * @param insertTarget the place where the rows are written
     */
    record Insert(InsertOptions options, boolean isOverwrite, InsertTarget insertTarget, RowSource rowSource, Span span)
            implements DmlStatement {
        /** Returns an INSERT INTO without optional clauses. */
        public static Insert of(QualifiedName table, List<Name> columns, RowSource source, Span span) {
            InsertTarget insertTarget = new InsertTarget(false, table, null, List.of(), columns, false);
            return new Insert(InsertOptions.NONE, false, insertTarget, source, span);
        }

        /** Returns the INSERT with other columns and rows, and without the clauses of its target. */
        public Insert withRows(List<Name> newColumns, RowSource newSource) {
            InsertTarget newTarget = new InsertTarget(false, target(), null, List.of(), newColumns, false);
            return new Insert(options, isOverwrite, newTarget, newSource, span);
        }

        @Override
        public QualifiedName target() {
            return insertTarget.table;
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

        public boolean lacksTable() {
            return insertTarget.lacksTable;
        }

        public @Nullable PartitionNames partitions() {
            return insertTarget.partitions;
        }

        public List<PartitionKeyValue> partitionKeys() {
            return insertTarget.partitionKeys;
        }

        /** Returns the columns; empty if they are not specified. */
        public List<Name> columns() {
            return insertTarget.columns;
        }

        /**
         * Returns whether the columns of the rows are matched by their names (BY NAME), rather than by their positions.
         */
        public boolean isByName() {
            return insertTarget.isByName;
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
     * @param lacksTable whether the rows are written to {@code FILES} or {@code BLACKHOLE}, whose word is then the
     *     name, rather than to a table
     * @param partitionKeys the values of {@code PARTITION (day = '2025-01-01')}
     * @param columns empty if not specified
     */
    record InsertTarget(
            boolean lacksTable,
            QualifiedName table,
            @Nullable PartitionNames partitions,
            List<PartitionKeyValue> partitionKeys,
            List<Name> columns,
            boolean isByName) {
        public InsertTarget {
            partitionKeys = List.copyOf(partitionKeys);
            columns = List.copyOf(columns);
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
