package dev.cairn.sql.ast;

import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A parsed statement. An omitted part is null, an empty list or false; the parser does not fill in defaults. */
public sealed interface Statement
        permits Statement.CreateDatabase,
                Statement.DropDatabase,
                Statement.Use,
                Statement.CreateTable,
                Statement.CreateTableLike,
                Statement.CreateTableAsSelect,
                Statement.AlterTable,
                Statement.DropTable,
                Statement.TruncateTable,
                Statement.Recover,
                Statement.CreateIndex,
                Statement.DropIndex,
                Statement.CancelAlter,
                Statement.Show,
                Statement.Select,
                Statement.Opaque,
                ViewStatement {
    Span span();

    /**
     * Returns the name of the table, view or materialized view that is created, changed or dropped, as in the
     * statement; for RECOVER DATABASE, the name of the database. It is empty for CREATE and DROP DATABASE, and for
     * statements that only read.
     */
    default Optional<QualifiedName> changedObject() {
        return Optional.empty();
    }

    record CreateDatabase(boolean ifNotExists, QualifiedName name, List<Property> properties, Span span)
            implements Statement {
        public CreateDatabase {
            properties = List.copyOf(properties);
        }
    }

    record DropDatabase(boolean ifExists, QualifiedName name, boolean force, Span span) implements Statement {}

    /** {@code USE catalog.database}. */
    record Use(QualifiedName name, Span span) implements Statement {}

    record CreateTable(
            Lifetime lifetime,
            boolean ifNotExists,
            QualifiedName name,
            List<ColumnDefinition> columns,
            List<IndexDefinition> indexes,
            @Nullable Name engine,
            @Nullable String charset,
            @Nullable KeyClause key,
            @Nullable String comment,
            @Nullable PartitionClause partitioning,
            @Nullable Distribution distribution,
            List<SortItem> orderBy,
            List<RollupDefinition> rollups,
            List<Property> properties,
            List<Property> brokerProperties,
            Span span)
            implements Statement {
        public CreateTable {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
            orderBy = List.copyOf(orderBy);
            rollups = List.copyOf(rollups);
            properties = List.copyOf(properties);
            brokerProperties = List.copyOf(brokerProperties);
        }

        /** Returns a statement with these columns and no other clause. */
        public static CreateTable ofColumns(QualifiedName name, List<ColumnDefinition> columns, Span span) {
            return new CreateTable(
                    Lifetime.PERMANENT,
                    false,
                    name,
                    columns,
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    span);
        }

        /** Returns a copy with another name. */
        public CreateTable named(QualifiedName newName) {
            return copy(newName, rollups, properties);
        }

        /** Returns a copy with other rollups. */
        public CreateTable withRollups(List<RollupDefinition> newRollups) {
            return copy(name, newRollups, properties);
        }

        /** Returns a copy with other properties. */
        public CreateTable withProperties(List<Property> newProperties) {
            return copy(name, rollups, newProperties);
        }

        private CreateTable copy(
                QualifiedName newName, List<RollupDefinition> newRollups, List<Property> newProperties) {
            return new CreateTable(
                    lifetime,
                    ifNotExists,
                    newName,
                    columns,
                    indexes,
                    engine,
                    charset,
                    key,
                    comment,
                    partitioning,
                    distribution,
                    orderBy,
                    newRollups,
                    newProperties,
                    brokerProperties,
                    span);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(name);
        }
    }

    /** The words between CREATE and TABLE. */
    enum Lifetime {
        PERMANENT,
        TEMPORARY,
        EXTERNAL
    }

    /** An item of ORDER BY; {@code ascending} and {@code nullsFirst} are null if not specified. */
    record SortItem(
            Expression value,
            @Nullable Boolean ascending,
            @Nullable Boolean nullsFirst) {
        /** Returns the items with their values replaced by the results of the function. */
        public static List<SortItem> mapped(List<SortItem> items, UnaryOperator<Expression> mapping) {
            List<SortItem> mapped = new ArrayList<>(items.size());
            for (SortItem item : items) {
                mapped.add(new SortItem(mapping.apply(item.value), item.ascending, item.nullsFirst));
            }
            return mapped;
        }
    }

    record CreateTableLike(
            Lifetime lifetime,
            boolean ifNotExists,
            QualifiedName name,
            @Nullable PartitionClause partitioning,
            @Nullable Distribution distribution,
            List<Property> properties,
            QualifiedName source,
            Span span)
            implements Statement {
        public CreateTableLike {
            properties = List.copyOf(properties);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(name);
        }
    }

    record CreateTableAsSelect(
            boolean temporary,
            boolean ifNotExists,
            QualifiedName name,
            List<Name> columns,
            List<IndexDefinition> indexes,
            @Nullable KeyClause key,
            @Nullable String comment,
            @Nullable PartitionClause partitioning,
            @Nullable Distribution distribution,
            List<SortItem> orderBy,
            List<Property> properties,
            QueryText query,
            Span span)
            implements Statement {
        public CreateTableAsSelect {
            columns = List.copyOf(columns);
            indexes = List.copyOf(indexes);
            orderBy = List.copyOf(orderBy);
            properties = List.copyOf(properties);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(name);
        }
    }

    /** A query both as written, without surrounding text, and as parsed. */
    record QueryText(String text, Query query, Span span) {}

    record AlterTable(QualifiedName table, List<AlterClause> clauses, Span span) implements Statement {
        public AlterTable {
            clauses = List.copyOf(clauses);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    record DropTable(boolean temporary, boolean ifExists, QualifiedName table, boolean force, Span span)
            implements Statement {
        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    record TruncateTable(QualifiedName table, @Nullable PartitionNames partitions, Span span) implements Statement {
        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    /** {@code PARTITION (a, b)}, {@code TEMPORARY PARTITIONS (…)}. */
    record PartitionNames(boolean temporary, List<Name> names, Span span) {
        public PartitionNames {
            names = List.copyOf(names);
        }
    }

    /** RECOVER DATABASE, TABLE or PARTITION; {@code partition} is set only for the last. */
    record Recover(What what, QualifiedName name, @Nullable Name partition, Span span) implements Statement {
        public enum What {
            DATABASE,
            TABLE,
            PARTITION
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(name);
        }
    }

    record CreateIndex(QualifiedName table, IndexDefinition index, Span span) implements Statement {
        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    record DropIndex(QualifiedName table, Name index, Span span) implements Statement {
        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    /** {@code CANCEL ALTER TABLE COLUMN FROM t (1, 2)}; the kind is null if not specified. */
    record CancelAlter(@Nullable Kind kind, QualifiedName table, List<Long> jobs, Span span) implements Statement {
        public enum Kind {
            COLUMN,
            ROLLUP,
            OPTIMIZE,
            MATERIALIZED_VIEW
        }

        public CancelAlter {
            jobs = List.copyOf(jobs);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    /**
     * A SHOW or DESC statement, which only reads.
     *
     * @param object the table, view or database to show; null for a listing
     * @param database the database in {@code FROM database}
     * @param full whether the word FULL or, for DESC, the word ALL is present
     */
    record Show(
            What what,
            boolean full,
            boolean temporary,
            @Nullable QualifiedName object,
            @Nullable QualifiedName database,
            Filter filter,
            Span span)
            implements Statement {
        public enum What {
            CREATE_DATABASE,
            CREATE_TABLE,
            CREATE_VIEW,
            CREATE_MATERIALIZED_VIEW,
            DATABASES,
            TABLES,
            TABLE_STATUS,
            COLUMNS,
            DESCRIBE,
            INDEX,
            PARTITIONS,
            ALTER_COLUMN,
            ALTER_ROLLUP,
            ALTER_OPTIMIZE,
            ALTER_MATERIALIZED_VIEW,
            MATERIALIZED_VIEWS,
            VARIABLES
        }
    }

    /** The LIKE, WHERE, ORDER BY and LIMIT clauses of a SHOW. */
    record Filter(
            @Nullable String like,
            @Nullable Expression where,
            List<SortItem> orderBy,
            @Nullable Long limit,
            @Nullable Long offset) {
        public static final Filter NONE = new Filter(null, null, List.of(), null, null);

        public Filter {
            orderBy = List.copyOf(orderBy);
        }
    }

    /** A query as a statement. */
    record Select(QueryText query, Span span) implements Statement {}

    /**
     * A statement that Cairn keeps as text.
     *
     * @param keywords the first words, upper-case, at most three
     * @param target the table that an INSERT, UPDATE or DELETE changes
     */
    record Opaque(
            String text, List<String> keywords, @Nullable QualifiedName target, Span span) implements Statement {
        private static final Set<String> CHANGING_ROWS = Set.of("INSERT", "UPDATE", "DELETE");

        public Opaque {
            keywords = List.copyOf(keywords);
        }

        /** Returns whether it is an INSERT, UPDATE or DELETE, which {@link Sql#parseManipulation(Opaque)} parses. */
        public boolean changesRows() {
            String first = keywords.isEmpty() ? "" : keywords.get(0);
            return CHANGING_ROWS.contains(first) || (first.equals("WITH") && target != null);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.ofNullable(target);
        }
    }
}
