package dev.cairn.sql.ast;

import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A parsed statement. An omitted part is null, an empty list or false; the parser does not fill in defaults. */
public sealed interface Statement
        permits Statement.CreateDatabase,
                Statement.DropDatabase,
                Statement.Use,
                CreateTableStatement,
                Statement.AlterTable,
                Statement.DropTable,
                Statement.TruncateTable,
                Statement.Recover,
                Statement.CreateIndex,
                Statement.DropIndex,
                Statement.CancelAlter,
                Statement.Show,
                Statement.QueryStatement,
                Statement.OpaqueStatement,
                ViewStatement,
                AccessStatement,
                ClusterStatement {
    Span span();

    /**
     * Returns the name of the table, view or materialized view that is created, changed or dropped, as written in the
     * statement; for RECOVER DATABASE, the name of the database. It is empty for CREATE and DROP DATABASE, and for
     * statements that only read.
     */
    default Optional<QualifiedName> changedObject() {
        return Optional.empty();
    }

    /**
     * Returns the other names in the same database that a statement changes: the new name of a rename, or the second
     * name of a swap.
     */
    default List<Name> assignedNames() {
        return List.of();
    }

    /** Returns whether the statement changes rows and no definition: an INSERT, UPDATE or DELETE, or a TRUNCATE. */
    default boolean changesOnlyRows() {
        return false;
    }

    /** Returns whether the statement exchanges two objects, so a second execution reverts the first one. */
    default boolean isSwap() {
        return false;
    }

    /** Returns the name of the object with which the changed object is exchanged; empty if this is not a swap. */
    default Optional<Name> swapPartner() {
        return isSwap() ? assignedNames().stream().findFirst() : Optional.empty();
    }

    record CreateDatabase(boolean ifNotExists, QualifiedName name, List<Property> properties, Span span)
            implements Statement {
        public CreateDatabase {
            properties = List.copyOf(properties);
        }
    }

    record DropDatabase(boolean ifExists, QualifiedName name, boolean isForced, Span span) implements Statement {}

    /** {@code USE catalog.database}. */
    record Use(QualifiedName name, Span span) implements Statement {}

    record CreateTable(CreateTableHead head, List<ColumnDefinition> columns, CreateClauses clauses, Span span)
            implements CreateTableStatement {
        public CreateTable {
            columns = List.copyOf(columns);
        }

        /** Returns the statement for a permanent table; null and empty clauses are omitted. */
        public static CreateTable of(
                QualifiedName name, List<ColumnDefinition> columns, Span span, @Nullable CreateClause... clauses) {
            CreateTableHead head = CreateTableHead.of(TableLifetime.PERMANENT, name);
            return new CreateTable(head, columns, CreateClauses.of(clauses), span);
        }

        public CreateTable withName(QualifiedName newName) {
            CreateTableHead newHead = new CreateTableHead(head.lifetime(), head.ifNotExists(), newName);
            return new CreateTable(newHead, columns, clauses, span);
        }

        public CreateTable withColumns(List<ColumnDefinition> newColumns) {
            return new CreateTable(head, newColumns, clauses, span);
        }

        public CreateTable withClauses(CreateClauses newClauses) {
            return new CreateTable(head, columns, newClauses, span);
        }

        /** Returns a copy with other clauses; see {@link CreateClauses#withClauses}. */
        public CreateTable withClauses(@Nullable CreateClause... newClauses) {
            return withClauses(clauses.withClauses(newClauses));
        }

        public CreateTable withProperties(List<Property> newProperties) {
            return withClauses(new CreateClause.PropertyClause(newProperties));
        }

        public CreateTable withoutClause(CreateClause.Kind kind) {
            return withClauses(clauses.withoutClause(kind));
        }
    }

    /** How long a table lasts, and who stores it: the word between CREATE and TABLE, or none for a permanent one. */
    enum TableLifetime {
        PERMANENT,
        TEMPORARY,
        EXTERNAL
    }

    /** An item of ORDER BY; {@code isAscending} and {@code putsNullsFirst} are null if not specified. */
    record SortItem(
            Expression value,
            @Nullable Boolean isAscending,
            @Nullable Boolean putsNullsFirst) {
        /** Returns the item of a column, without a direction. */
        public static SortItem of(Name columnName) {
            return new SortItem(Expression.Reference.of(columnName, columnName.span()), null, null);
        }

        /** Returns whether the order is ascending, which is the default. */
        public boolean sortsAscending() {
            return !Boolean.FALSE.equals(isAscending);
        }

        /** Returns whether NULLs come first; by default, they do in an ascending order. */
        public boolean sortsNullsFirst() {
            return putsNullsFirst == null ? sortsAscending() : putsNullsFirst;
        }

        /** Returns the items with their values replaced by the results of the function. */
        public static List<SortItem> map(List<SortItem> items, UnaryOperator<Expression> mapping) {
            List<SortItem> mappedItems = new ArrayList<>(items.size());
            for (SortItem item : items) {
                mappedItems.add(new SortItem(mapping.apply(item.value), item.isAscending, item.putsNullsFirst));
            }
            return mappedItems;
        }
    }

    record CreateTableLike(CreateTableHead head, CreateClauses clauses, QualifiedName source, Span span)
            implements CreateTableStatement {}

    record CreateTableAsSelect(
            CreateTableHead head, List<Name> columns, CreateClauses clauses, QueryText queryText, Span span)
            implements CreateTableStatement {
        public CreateTableAsSelect {
            columns = List.copyOf(columns);
        }
    }

    /** A query both as written, without surrounding text, and as parsed. */
    record QueryText(String text, Query query, Span span) {}

    record AlterTable(QualifiedName table, List<AlterClause> clauses, Span span) implements Statement {
        public AlterTable {
            clauses = List.copyOf(clauses);
        }

        @Override
        public List<Name> assignedNames() {
            return clauses.stream()
                    .flatMap(clause -> clause.assignedName().stream())
                    .toList();
        }

        @Override
        public boolean isSwap() {
            return clauses.stream().anyMatch(AlterClause.SwapTable.class::isInstance);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    record DropTable(boolean isTemporary, boolean ifExists, QualifiedName table, boolean isForced, Span span)
            implements Statement {
        /** Returns a plain {@code DROP TABLE}. */
        public static DropTable of(QualifiedName table) {
            return new DropTable(false, false, table, false, Span.NONE);
        }

        public DropTable withIfExists() {
            return new DropTable(isTemporary, true, table, isForced, span);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    /**
     * TRUNCATE TABLE.
     *
     * @param partitionKeys {@code PARTITION (k = 'x')}, the partition of a table of an external catalog. The server
     *     ignores the keys for an internal table, and empties all of its partitions.
     */
    record TruncateTable(
            QualifiedName table,
            @Nullable PartitionNames partitions,
            List<Relation.PartitionKeyValue> partitionKeys,
            Span span)
            implements Statement {
        public TruncateTable {
            partitionKeys = List.copyOf(partitionKeys);
        }

        @Override
        public boolean changesOnlyRows() {
            return true;
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    /** {@code PARTITION (a, b)}, {@code TEMPORARY PARTITIONS (…)}. */
    record PartitionNames(boolean isTemporary, List<Name> names, Span span) {
        public PartitionNames {
            names = List.copyOf(names);
        }
    }

    /** RECOVER DATABASE, TABLE or PARTITION; {@code partition} is set only for the last. */
    record Recover(
            RecoverKind kind, QualifiedName name, @Nullable Name partition, Span span) implements Statement {
        public enum RecoverKind {
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
    record CancelAlter(@Nullable Kind kind, QualifiedName table, List<Long> jobIds, Span span) implements Statement {
        public enum Kind {
            COLUMN,
            ROLLUP,
            OPTIMIZE,
            MATERIALIZED_VIEW
        }

        public CancelAlter {
            jobIds = List.copyOf(jobIds);
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.of(table);
        }
    }

    /**
     * A SHOW or DESC statement, which only reads.
     *
     * @param isFull whether the word FULL or, for DESC, the word ALL is present
     */
    record Show(ShowKind kind, boolean isFull, boolean isTemporary, ShowTarget target, ShowFilter filter, Span span)
            implements Statement {
        /** Returns the table, view or database to show; null for a listing. */
        public @Nullable QualifiedName object() {
            return target.object;
        }

        /** Returns the database in {@code FROM database}; null without this clause. */
        public @Nullable QualifiedName database() {
            return target.database;
        }

        public enum ShowKind {
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
            VARIABLES,
            GLOBAL_VARIABLES,
            VERBOSE_VARIABLES
        }
    }

    /**
     * The objects that a SHOW lists or describes.
     *
     * @param object the table, view or database to show; null for a listing
     * @param database the database in {@code FROM database}
     */
    record ShowTarget(
            @Nullable QualifiedName object, @Nullable QualifiedName database) {}

    /** The LIKE, WHERE, ORDER BY and LIMIT clauses of a SHOW. */
    record ShowFilter(
            @Nullable String likePattern,
            @Nullable Expression where,
            List<SortItem> orderBy,
            @Nullable Long limit,
            @Nullable Long offset) {
        public static final ShowFilter NONE = new ShowFilter(null, null, List.of(), null, null);

        public ShowFilter {
            orderBy = List.copyOf(orderBy);
        }
    }

    /** A query as a statement. */
    record QueryStatement(QueryText queryText, Span span) implements Statement {}

    /**
     * A statement that Cairn keeps as text.
     *
     * @param keywords the first words, upper-case, at most three
     * @param target the table that an INSERT, UPDATE or DELETE changes; null for any other statement, and for an INSERT
     *     into files
     */
    record OpaqueStatement(
            String text, List<String> keywords, @Nullable QualifiedName target, Span span) implements Statement {
        private static final Set<String> ROW_CHANGING_KEYWORDS = Set.of("INSERT", "UPDATE", "DELETE");

        public OpaqueStatement {
            keywords = List.copyOf(keywords);
        }

        /**
         * Returns, without parsing a text, whether its statement may be one that {@linkplain #changesRows() changes
         * rows}.
         */
        public static boolean mayChangeRows(String text) {
            String upperCaseText = text.toUpperCase(Locale.ROOT);
            return ROW_CHANGING_KEYWORDS.stream().anyMatch(upperCaseText::contains);
        }

        /** Returns the first word, upper-case; empty if the statement does not begin with a keyword. */
        public String firstKeyword() {
            return keywords.isEmpty() ? "" : keywords.get(0);
        }

        /** Returns whether this is an INSERT, UPDATE or DELETE, which {@link Sql#parseDml(OpaqueStatement)} parses. */
        public boolean changesRows() {
            return switch (firstKeyword()) {
                case "INSERT", "UPDATE" -> true;
                case "DELETE", "WITH" -> target != null; // DELETE SQLBLACKLIST, for example, has no target
                default -> false;
            };
        }

        @Override
        public boolean changesOnlyRows() {
            return changesRows();
        }

        @Override
        public Optional<QualifiedName> changedObject() {
            return Optional.ofNullable(target);
        }
    }
}
