package dev.cairn.sql.ast;

import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClause.ViewPartitionClause;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement about views or materialized views. An omitted part is null, an empty list or false. */
public sealed interface ViewStatement extends Statement {
    QualifiedName name();

    @Override
    default Optional<QualifiedName> changedObject() {
        return Optional.of(name());
    }

    /** A column's name with an optional comment in the column list of a view. */
    record DeclaredViewColumn(Name name, @Nullable String comment, Span span) {}

    /** The user whose privileges a view uses to read its tables. */
    enum Security {
        NONE,
        INVOKER
    }

    /** The clauses between the columns and the query of a view. */
    record ViewClauses(@Nullable String comment, @Nullable Security security, List<Property> properties) {
        public ViewClauses {
            properties = List.copyOf(properties);
        }
    }

    record CreateView(
            ExistingObjectPolicy onExistingObject,
            QualifiedName name,
            List<DeclaredViewColumn> columns,
            ViewClauses clauses,
            QueryText queryText,
            Span span)
            implements ViewStatement {
        public CreateView {
            columns = List.copyOf(columns);
        }

        /** Returns a copy with another name. */
        public CreateView withName(QualifiedName newName) {
            return new CreateView(onExistingObject, newName, columns, clauses, queryText, span);
        }

        public boolean replacesExistingView() {
            return onExistingObject == ExistingObjectPolicy.REPLACE;
        }

        public boolean ifNotExists() {
            return onExistingObject == ExistingObjectPolicy.KEEP;
        }

        public @Nullable String comment() {
            return clauses.comment;
        }

        public @Nullable Security security() {
            return clauses.security;
        }

        public List<Property> properties() {
            return clauses.properties;
        }
    }

    /** {@code ALTER VIEW v (a, b) AS query}. */
    record AlterViewQuery(QualifiedName name, List<DeclaredViewColumn> columns, QueryText queryText, Span span)
            implements ViewStatement {
        public AlterViewQuery {
            columns = List.copyOf(columns);
        }
    }

    /** {@code ALTER VIEW v SET SECURITY INVOKER}. */
    record AlterViewSecurity(QualifiedName name, Security security, Span span) implements ViewStatement {}

    /**
     * A change of a view in an external catalog, {@code ALTER VIEW v SET PROPERTIES (…)} or
     * {@code ALTER VIEW v ADD | MODIFY DIALECT …}.
     *
     * @param text the change, after the name of the view, as it is written
     * @param queryText the query of a dialect; null if the statement changes properties
     */
    record AlterExternalView(
            QualifiedName name, String text, @Nullable QueryText queryText, Span span) implements ViewStatement {}

    record DropView(boolean ifExists, QualifiedName name, Span span) implements ViewStatement {}

    /**
     * CREATE MATERIALIZED VIEW. With neither REFRESH nor a distribution, the view is synchronous: a rollup of its
     * table.
     */
    record CreateMaterializedView(
            boolean ifNotExists,
            QualifiedName name,
            List<DeclaredViewColumn> columns,
            CreateClauses clauses,
            QueryText queryText,
            Span span)
            implements ViewStatement {
        public CreateMaterializedView {
            columns = List.copyOf(columns);
        }

        public boolean isSynchronous() {
            return refresh() == null && distribution() == null;
        }

        /** Returns the statement for a synchronous materialized view, which consists of a name and a query. */
        public static CreateMaterializedView ofSynchronousView(QualifiedName name, QueryText query) {
            return new CreateMaterializedView(false, name, List.of(), CreateClauses.NONE, query, Span.NONE);
        }

        /** Returns a copy with another name. */
        public CreateMaterializedView withName(QualifiedName newName) {
            return new CreateMaterializedView(ifNotExists, newName, columns, clauses, queryText, span);
        }

        /** Returns a copy with other columns. */
        public CreateMaterializedView withColumns(List<DeclaredViewColumn> newColumns) {
            return new CreateMaterializedView(ifNotExists, name, newColumns, clauses, queryText, span);
        }

        /** Returns a copy with other properties. */
        public CreateMaterializedView withProperties(List<Property> newProperties) {
            return withClauses(new PropertyClause(newProperties));
        }

        /** Returns a copy with other clauses; see {@link CreateClauses#withClauses}. */
        public CreateMaterializedView withClauses(@Nullable CreateClause... newClauses) {
            return new CreateMaterializedView(
                    ifNotExists, name, columns, clauses.withClauses(newClauses), queryText, span);
        }

        public List<IndexDefinition> indexes() {
            return clauses.indexes();
        }

        public @Nullable String comment() {
            return clauses.comment();
        }

        /** Returns the items of PARTITION BY; an empty list without the clause. */
        public List<Expression> partitionBy() {
            return clauses.find(Kind.VIEW_PARTITIONING, ViewPartitionClause.class)
                    .map(ViewPartitionClause::items)
                    .orElse(List.of());
        }

        public @Nullable Distribution distribution() {
            return clauses.distribution();
        }

        public List<SortItem> orderBy() {
            return clauses.orderBy();
        }

        public @Nullable Refresh refresh() {
            return clauses.find(Kind.REFRESH, Refresh.class).orElse(null);
        }

        public List<Property> properties() {
            return clauses.properties();
        }
    }

    /**
     * {@code REFRESH DEFERRED ASYNC START("…") EVERY(INTERVAL 1 DAY)}.
     *
     * @param isDeferred whether the first refresh is deferred; null if neither IMMEDIATE nor DEFERRED is specified
     */
    record Refresh(
            @Nullable Boolean isDeferred,
            Scheme scheme,
            @Nullable String start,
            Expression.@Nullable Interval interval,
            Span span)
            implements CreateClause {
        public enum Scheme {
            ASYNC,
            INCREMENTAL,
            MANUAL
        }
    }

    record AlterMaterializedView(QualifiedName name, MaterializedViewChange change, Span span)
            implements ViewStatement {
        @Override
        public List<Name> assignedNames() {
            return change.assignedName().stream().toList();
        }

        @Override
        public boolean isSwap() {
            return change instanceof MaterializedViewChange.SwapView;
        }
    }

    /** A change by ALTER MATERIALIZED VIEW. */
    sealed interface MaterializedViewChange {
        /**
         * Returns the name that the change gives to this view: a new name, or the name of the view with which it is
         * swapped; empty for any other change.
         */
        default Optional<Name> assignedName() {
            return Optional.empty();
        }

        record SetRefresh(Refresh refresh) implements MaterializedViewChange {}

        record RenameView(Name newName) implements MaterializedViewChange {
            @Override
            public Optional<Name> assignedName() {
                return Optional.of(newName);
            }
        }

        record SwapView(Name otherViewName) implements MaterializedViewChange {
            @Override
            public Optional<Name> assignedName() {
                return Optional.of(otherViewName);
            }
        }

        record SetViewProperties(List<Property> properties) implements MaterializedViewChange {
            public SetViewProperties {
                properties = List.copyOf(properties);
            }
        }

        /** {@code ADD COLUMN c AS sum(a) DEFAULT … COMMENT …}. */
        record AddViewColumn(
                Name name,
                Expression aggregate,
                @Nullable ColumnDefault defaultValue,
                @Nullable String comment) implements MaterializedViewChange {}

        record DropViewColumn(Name name) implements MaterializedViewChange {}

        record Activate() implements MaterializedViewChange {}

        record Deactivate() implements MaterializedViewChange {}
    }

    record DropMaterializedView(boolean ifExists, QualifiedName name, boolean isForced, Span span)
            implements ViewStatement {
        /** Returns a plain {@code DROP MATERIALIZED VIEW}. */
        public static DropMaterializedView of(QualifiedName name) {
            return new DropMaterializedView(false, name, false, Span.NONE);
        }

        public DropMaterializedView withIfExists() {
            return new DropMaterializedView(true, name, isForced, span);
        }
    }

    /**
     * {@code REFRESH MATERIALIZED VIEW m PARTITION START ("a") END ("b") FORCE WITH SYNC MODE WITH PRIORITY 80}.
     *
     * @param isSynchronous whether the statement waits for the refresh; null if no mode is specified
     */
    record RefreshMaterializedView(
            QualifiedName name,
            RefreshedPartitions partitions,
            boolean isForced,
            @Nullable Boolean isSynchronous,
            @Nullable Integer priority,
            Span span)
            implements ViewStatement {
        /** Returns the statement without any clause, which refreshes all partitions that need it. */
        public static RefreshMaterializedView of(QualifiedName name) {
            return new RefreshMaterializedView(name, RefreshedPartitions.ALL, false, null, null, Span.NONE);
        }
    }

    /**
     * The partitions that a refresh considers.
     *
     * @param start the start of a range of partitions; null without a range
     * @param end the end of the range; null without a range
     * @param values {@code PARTITION ("a", "b")}, with a row for each value; empty without the clause
     */
    record RefreshedPartitions(
            @Nullable String start, @Nullable String end, List<List<PartitionDefinition.Bound>> values) {
        public static final RefreshedPartitions ALL = new RefreshedPartitions(null, null, List.of());

        public RefreshedPartitions {
            values = values.stream().map(List::copyOf).toList();
        }
    }

    record CancelRefresh(QualifiedName name, boolean isForced, Span span) implements ViewStatement {}
}
