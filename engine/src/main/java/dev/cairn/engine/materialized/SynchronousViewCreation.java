package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.materialized.SynchronousColumns.SynchronousColumn;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Applies CREATE MATERIALIZED VIEW for a synchronous view: a rollup whose columns may be computed. */
final class SynchronousViewCreation {
    private final ServerState server;
    private final CreateMaterializedView statement;
    private final ResolvedTableName resolvedName;

    private SynchronousViewCreation(ServerState server, CreateMaterializedView statement) {
        this.server = server;
        this.statement = statement;
        this.resolvedName = ResolvedTableName.of(server, statement.name());
    }

    static StatementResult create(ServerState server, CreateMaterializedView statement) {
        return new SynchronousViewCreation(server, statement).create();
    }

    private StatementResult create() {
        QueryText text = statement.query();
        DefiningQuery query = DefiningQuery.of(server, text);
        if (query.readsTemporaryTable()) {
            throw refusal(CommonRule.UNSUPPORTED, "A view", "temporary tables");
        }
        if (!(text.query().body() instanceof Query.Select select)) {
            throw refusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "several query blocks");
        }
        Source source = requireSource(query, select);
        SynchronousColumns columns = new SynchronousColumns(server, select);
        columns.define();
        Expression having = select.having();
        if (having != null) {
            throw unsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "HAVING");
        }
        List<Column> keyed = columns.assignKeys(text.query().orderBy());
        Query.Limit limit = text.query().limit();
        if (limit != null) {
            throw unsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "LIMIT");
        }
        Table table = requireTable(source);
        if (table.model() == KeyModel.AGGREGATE || table.model() == KeyModel.UNIQUE) {
            columns.requireNoCount();
        }
        boolean aggregates =
                select.quantifier() == Query.Quantifier.DISTINCT || select.groupBy() != null || columns.hasAggregates();
        return addRollup(table, text, select, columns.definedColumns(), keyed, aggregates);
    }

    /** The only table that the query reads. */
    private Source requireSource(DefiningQuery query, Query.Select select) {
        List<Source> direct = query.dependencies().stream()
                .filter(Dependency::direct)
                .map(Dependency::source)
                .toList();
        boolean one = direct.size() == 1
                && select.from().size() == 1
                && !(select.from().get(0) instanceof Relation.Join);
        if (!one) {
            throw unsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "several tables");
        }
        Source source = direct.get(0);
        if (!resolvedName.database().equalsIgnoreCase(source.database())) {
            throw unsupportedQueryRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY, "a table of another database, " + source.database());
        }
        if (source.kind() == Source.Kind.VIEW) {
            throw refusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "the table " + source.name() + " of another engine");
        }
        if (source.kind() == Source.Kind.SYSTEM || source.kind() == Source.Kind.EXTERNAL) {
            throw unsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "another source than a table");
        }
        BoundRelation table = query.relation(select.from().get(0));
        if (table == null || table.source() == null) {
            throw unsupportedQueryRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "a subquery");
        }
        return source;
    }

    private Table requireTable(Source source) {
        return server.catalog()
                .table(source.database(), source.name())
                .orElseThrow(() -> executionRefusal(
                        MaterializedViewRule.SYNCHRONOUS_QUERY,
                        "the materialized view " + source.name() + " as its source"));
    }

    private StatementResult addRollup(
            Table table,
            QueryText text,
            Query.Select select,
            List<SynchronousColumn> definedColumns,
            List<Column> columns,
            boolean aggregates) {
        Database database = resolvedName
                .findDatabase(server)
                .orElseThrow(() ->
                        Refusal.execution(resolvedName.span(), ServerError.UNKNOWN_DATABASE, resolvedName.database()));
        if (table.model() == KeyModel.PRIMARY) {
            throw executionRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY, "the table " + table.name() + " with PRIMARY KEY");
        }
        AlterTableContext.requireIdle(table, resolvedName.span());
        table.requireNoTemporaryPartitions(statement.span());
        requireUnusedName(database, table);
        if (table.model() == KeyModel.DUPLICATE) {
            requirePartitionKeys(table, definedColumns);
        } else {
            checkMerging(table, definedColumns, columns, aggregates);
        }
        requireColumns(table, select, definedColumns);
        ShortKey.of(columns, columns.stream().filter(Column::isKey).toList(), statement.span());
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        boolean merged = aggregates || table.model() != KeyModel.DUPLICATE;
        rollups.add(new Rollup(resolvedName.table(), merged, columns, text));
        return server.resultOf(database.withTable(table.withRollups(rollups)), ChangeCost.ROLLUP_JOB);
    }

    private void requireUnusedName(Database database, Table table) {
        String name = resolvedName.table();
        if (name.equals(table.name()) || table.rollup(name).isPresent()) {
            throw executionRefusal(CommonRule.EXISTS, RuleSubject.MATERIALIZED_VIEW, name);
        }
        if (database.hasObject(name)) {
            throw executionRefusal(CommonRule.EXISTS, RuleSubject.TABLE, name);
        }
        for (Table other : database.tables().values()) {
            if (other.rollup(name).isPresent()) {
                throw executionRefusal(CommonRule.EXISTS, RuleSubject.MATERIALIZED_VIEW, name);
            }
        }
    }

    /** Requires that a view of a table that merges rows aggregates each column as the table does. */
    private void checkMerging(
            Table table, List<SynchronousColumn> definedColumns, List<Column> columns, boolean aggregates) {
        if (!aggregates) {
            throw executionRefusal(MaterializedViewRule.SYNCHRONOUS_GROUPING);
        }
        for (int i = 0; i < definedColumns.size(); i++) {
            Column column = columns.get(i);
            for (String name : definedColumns.get(i).definition().columnNames()) {
                table.column(name).ifPresent(base -> checkMerging(base, column));
            }
        }
    }

    private void checkMerging(Column base, Column column) {
        if (base.isKey() && !column.isKey()) {
            throw executionRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY, "the key column " + column.name() + " as a value");
        }
        boolean replaces = base.aggregation() == null && !base.isKey(); // a value of a UNIQUE KEY table
        if (replaces || !Objects.equals(base.aggregation(), column.aggregation())) {
            throw executionRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY,
                    "another aggregation of " + column.name() + " than its table");
        }
    }

    private void requirePartitionKeys(Table table, List<SynchronousColumn> definedColumns) {
        List<String> partitionColumns = table.partitioning().columns();
        for (SynchronousColumn each : definedColumns) {
            for (String name : each.definition().columnNames()) {
                if (each.column().aggregation() != null
                        && partitionColumns.stream().anyMatch(name::equalsIgnoreCase)) {
                    throw executionRefusal(
                            MaterializedViewRule.SYNCHRONOUS_QUERY, "the partition column " + name + " as a value");
                }
            }
        }
    }

    /**
     * Refuses names that are not spelled exactly like the column, and fields of structs. The server accepts such a
     * statement, but its job fails, so that the view is never created.
     */
    private void requireColumns(Table table, Query.Select select, List<SynchronousColumn> definedColumns) {
        List<Expression> read = new ArrayList<>();
        for (SynchronousColumn each : definedColumns) {
            if (!each.isPlain() || table.column(each.column().name()).isEmpty()) {
                read.add(each.definition());
            }
        }
        if (select.where() != null) {
            read.add(select.where());
        }
        for (Expression expression : read) {
            for (String name : expression.columnNames()) {
                if (table.column(name)
                        .filter(column -> column.name().equals(name))
                        .isEmpty()) {
                    throw executionRefusal(CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
                }
            }
        }
    }

    static boolean containsAggregate(Expression expression) {
        return !(expression instanceof Expression.Windowed)
                && expression.contains(RestrictedExpression.AGGREGATE::matches);
    }

    private Refusal refusal(RefusalRule rule, Object... arguments) {
        return Refusal.analysis(statement.query().span(), rule, arguments);
    }

    private Refusal unsupportedQueryRefusal(RefusalRule rule, Object... arguments) {
        return unsupportedQueryRefusal(statement.query().span(), rule, arguments);
    }

    /** The error for a query that only asynchronous views support. */
    static Refusal unsupportedQueryRefusal(Span span, RefusalRule rule, Object... arguments) {
        return Refusal.wrap(span, MaterializedViewRule.SYNCHRONOUS_UNSUPPORTED, rule, arguments);
    }

    private Refusal executionRefusal(RefusalRule rule, Object... arguments) {
        Span span = resolvedName.span();
        return Refusal.execution(span, rule, arguments);
    }
}
