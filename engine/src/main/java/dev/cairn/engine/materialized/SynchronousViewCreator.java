package dev.cairn.engine.materialized;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.materialized.SynchronousViewColumns.SynchronousColumn;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
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
import java.util.Optional;

/**
 * Applies CREATE MATERIALIZED VIEW for a synchronous view: a rollup whose columns may be computed. The rollup belongs
 * to its table, and the server builds it with a job of the table.
 */
final class SynchronousViewCreator {
    private final ServerState server;
    private final CreateMaterializedView statement;
    private final ResolvedTableName resolvedName;

    private SynchronousViewCreator(ServerState server, CreateMaterializedView statement) {
        this.server = server;
        this.statement = statement;
        this.resolvedName = ResolvedTableName.of(server, statement.name());
    }

    static StatementResult create(ServerState server, CreateMaterializedView statement) {
        return new SynchronousViewCreator(server, statement).create();
    }

    /** Performs the checks in the order of the server, which reports only the first error. */
    private StatementResult create() {
        QueryText queryText = statement.queryText();
        DefiningQuery query = DefiningQuery.of(server, queryText);
        if (query.readsTemporaryTable()) {
            throw createAnalysisRefusal(CommonRule.UNSUPPORTED, "A view", "temporary tables");
        }
        if (!(queryText.query().body() instanceof Query.Select select)) {
            throw createAnalysisRefusal(MaterializedViewRule.SYNCHRONOUS_QUERY, "several query blocks");
        }
        Source source = requireSource(query, select);
        SynchronousViewColumns synchronousViewColumns = new SynchronousViewColumns(server, select);
        synchronousViewColumns.defineColumns();
        Expression having = select.having();
        if (having != null) {
            throw createUnsupportedQueryRefusal("HAVING");
        }
        List<Column> keyedColumns =
                synchronousViewColumns.assignKeys(queryText.query().orderBy());
        Query.Limit limit = queryText.query().limit();
        if (limit != null) {
            throw createUnsupportedQueryRefusal("LIMIT");
        }
        Table table = requireTable(source);
        if (table.model() == KeyModel.AGGREGATE || table.model() == KeyModel.UNIQUE) {
            synchronousViewColumns.requireNoCountColumns();
        }
        return addRollup(
                table,
                queryText,
                select,
                synchronousViewColumns.definedColumns(),
                keyedColumns,
                synchronousViewColumns.isGrouped());
    }

    /** Returns the only source that the query reads; refuses several sources, subqueries, views and external tables. */
    private Source requireSource(DefiningQuery query, Query.Select select) {
        List<Source> directSources = query.dependencies().stream()
                .filter(Dependency::isDirect)
                .map(Dependency::source)
                .toList();
        boolean readsSingleTable = directSources.size() == 1
                && select.from().size() == 1
                && !(select.from().get(0) instanceof Relation.Join);
        if (!readsSingleTable) {
            throw createUnsupportedQueryRefusal("several tables");
        }
        Source source = directSources.get(0);
        if (!resolvedName.databaseName().equalsIgnoreCase(source.database())) {
            throw createUnsupportedQueryRefusal("a table of another database, " + source.database());
        }
        if (source.kind() == Source.Kind.VIEW) {
            throw createAnalysisRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY, "the table " + source.name() + " of another engine");
        }
        if (source.kind() == Source.Kind.SYSTEM || source.kind() == Source.Kind.EXTERNAL) {
            throw createUnsupportedQueryRefusal("a source other than a table");
        }
        Optional<BoundRelation> boundRelation = query.findRelation(select.from().get(0));
        if (boundRelation.filter(relation -> relation.source() != null).isEmpty()) {
            throw createUnsupportedQueryRefusal("a subquery");
        }
        return source;
    }

    private Table requireTable(Source source) {
        return server.catalog()
                .findTable(source.database(), source.name())
                .orElseThrow(() -> createExecutionRefusal(
                        MaterializedViewRule.SYNCHRONOUS_QUERY,
                        "the materialized view " + source.name() + " as its source"));
    }

    /** Adds the view to its table as a rollup, after the checks that need the table. */
    private StatementResult addRollup(
            Table table,
            QueryText queryText,
            Query.Select select,
            List<SynchronousColumn> definedColumns,
            List<Column> columns,
            boolean isGrouped) {
        Database database = resolvedName.requireDatabaseAtExecution(server);
        if (table.model() == KeyModel.PRIMARY) {
            throw createExecutionRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY, "the table " + table.name() + " with PRIMARY KEY");
        }
        AlterTableContext.requireIdle(table, resolvedName.span());
        table.requireNoTemporaryPartitions(statement.span());
        requireUnusedName(database, table);
        if (table.model() == KeyModel.DUPLICATE) {
            requirePartitionColumnsAsKeys(table, definedColumns);
        } else {
            requireTableAggregation(table, definedColumns, columns, isGrouped);
        }
        requireExactNames(table, select, definedColumns);
        ShortKey.requireIndexable(
                columns, columns.stream().filter(Column::isKey).toList(), statement.span());
        List<Rollup> rollups = new ArrayList<>(table.rollups());
        boolean mergesEqualKeys = isGrouped || table.model() != KeyModel.DUPLICATE;
        rollups.add(new Rollup(resolvedName.tableName(), mergesEqualKeys, columns, queryText));
        return server.createResult(database.withTable(table.withRollups(rollups)), ChangeCost.ROLLUP_JOB);
    }

    private void requireUnusedName(Database database, Table table) {
        String name = resolvedName.tableName();
        if (name.equals(table.name()) || table.findRollup(name).isPresent()) {
            throw createExecutionRefusal(CommonRule.ALREADY_EXISTS, RuleSubject.MATERIALIZED_VIEW, name);
        }
        if (database.hasObject(name)) {
            throw createExecutionRefusal(CommonRule.ALREADY_EXISTS, RuleSubject.TABLE, name);
        }
        if (database.findTableOfRollup(name).isPresent()) {
            throw createExecutionRefusal(CommonRule.ALREADY_EXISTS, RuleSubject.MATERIALIZED_VIEW, name);
        }
    }

    /** Requires that a view of a table with merged rows aggregates each column as the table does. */
    private void requireTableAggregation(
            Table table, List<SynchronousColumn> definedColumns, List<Column> columns, boolean isGrouped) {
        if (!isGrouped) {
            throw createExecutionRefusal(MaterializedViewRule.SYNCHRONOUS_GROUPING);
        }
        for (int i = 0; i < definedColumns.size(); i++) {
            Column column = columns.get(i);
            for (String name : definedColumns.get(i).definition().collectReferenceNames()) {
                table.findColumn(name).ifPresent(baseColumn -> requireSameAggregation(baseColumn, column));
            }
        }
    }

    private void requireSameAggregation(Column baseColumn, Column column) {
        if (baseColumn.isKey() && !column.isKey()) {
            throw createExecutionRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY, "the key column " + column.name() + " as a value");
        }
        boolean isReplacedValue =
                baseColumn.aggregation() == null && !baseColumn.isKey(); // a value of a UNIQUE KEY table
        if (isReplacedValue || !Objects.equals(baseColumn.aggregation(), column.aggregation())) {
            throw createExecutionRefusal(
                    MaterializedViewRule.SYNCHRONOUS_QUERY,
                    "another aggregation of " + column.name() + " than its table");
        }
    }

    /** Refuses an aggregated column that reads a partition column of the table. */
    private void requirePartitionColumnsAsKeys(Table table, List<SynchronousColumn> definedColumns) {
        List<String> partitionColumns = table.partitioning().columns();
        for (SynchronousColumn definedColumn : definedColumns) {
            for (String name : definedColumn.definition().collectReferenceNames()) {
                if (definedColumn.column().aggregation() != null
                        && partitionColumns.stream().anyMatch(name::equalsIgnoreCase)) {
                    throw createExecutionRefusal(
                            MaterializedViewRule.SYNCHRONOUS_QUERY, "the partition column " + name + " as a value");
                }
            }
        }
    }

    /**
     * Refuses a name that is not spelled exactly like a column, and a field of a struct. The server accepts such a
     * statement, but its job fails, so the view is never created.
     */
    private void requireExactNames(Table table, Query.Select select, List<SynchronousColumn> definedColumns) {
        List<Expression> checkedExpressions = new ArrayList<>();
        for (SynchronousColumn definedColumn : definedColumns) {
            if (!definedColumn.isUnchangedTableColumn()
                    || table.findColumn(definedColumn.column().name()).isEmpty()) {
                checkedExpressions.add(definedColumn.definition());
            }
        }
        if (select.where() != null) {
            checkedExpressions.add(select.where());
        }
        for (Expression expression : checkedExpressions) {
            for (String name : expression.collectReferenceNames()) {
                if (table.findColumn(name)
                        .filter(column -> column.name().equals(name))
                        .isEmpty()) {
                    throw createExecutionRefusal(CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
                }
            }
        }
    }

    /**
     * Returns whether an expression contains an aggregate function; false if the expression itself is a window
     * function.
     */
    static boolean containsAggregate(Expression expression) {
        return !(expression instanceof Expression.WindowCall)
                && expression.contains(RestrictedExpression.AGGREGATE::matches);
    }

    private Refusal createAnalysisRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(statement.queryText().span(), rule, arguments);
    }

    private Refusal createUnsupportedQueryRefusal(String feature) {
        return createUnsupportedQueryRefusal(
                statement.queryText().span(), MaterializedViewRule.SYNCHRONOUS_QUERY, feature);
    }

    /** Returns the error for a query that only an asynchronous view supports. */
    static Refusal createUnsupportedQueryRefusal(Span span, RefusalRule rule, Object... arguments) {
        return Refusal.ofWrapped(span, MaterializedViewRule.SYNCHRONOUS_UNSUPPORTED, rule, arguments);
    }

    private Refusal createExecutionRefusal(RefusalRule rule, Object... arguments) {
        Span span = resolvedName.span();
        return Refusal.ofExecution(span, rule, arguments);
    }
}
