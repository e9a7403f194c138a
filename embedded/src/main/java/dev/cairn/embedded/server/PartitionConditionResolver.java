package dev.cairn.embedded.server;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Replaces the condition of DROP PARTITIONS WHERE by the names of the partitions that a server selects. A condition
 * that the engine refuses is not replaced. See {@code PartitionSelector} of the server.
 */
record PartitionConditionResolver(SessionQueryExecutor queryExecutor) {
    /** Returns the statement with the names of the partitions, or else unchanged. */
    Statement resolve(Statement statement, ClusterState state) {
        if (!(statement instanceof Statement.AlterTable alter)) {
            return statement;
        }
        Optional<Table> table = findTable(alter, state);
        return table.isEmpty()
                ? statement
                : new Statement.AlterTable(
                        alter.table(),
                        alter.clauses().stream()
                                .map(clause -> resolve(clause, table.get()))
                                .toList(),
                        alter.span());
    }

    private Optional<Table> findTable(Statement.AlterTable alter, ClusterState state) {
        return DatabaseObjectName.findChangedObject(
                        alter, queryExecutor.session().databaseName())
                .flatMap(tableName -> queryExecutor
                        .session()
                        .createVisibleCatalog(state.catalog())
                        .findDatabase(tableName.databaseName())
                        .flatMap(database -> database.findTable(tableName.name())));
    }

    /** Returns a clause with the names of the partitions; unchanged if the engine refuses it or needs no names. */
    private AlterClause resolve(AlterClause clause, Table table) {
        if (!(clause instanceof DropPartitions drop)
                || drop.isTemporary()
                || drop.ifExists()
                || !(drop.selection() instanceof PartitionSelection.ConditionalSelection selection)) {
            return clause;
        }
        Expression condition = selection.condition();
        List<String> partitionColumns = table.partitioning().sourceColumns();
        List<String> readColumns = condition.collectReferenceNames();
        boolean isValid = !readColumns.isEmpty()
                && readColumns.stream()
                        .allMatch(name -> partitionColumns.stream().anyMatch(name::equalsIgnoreCase));
        if (!isValid) {
            return clause;
        }
        List<Name> names = table.partitioning().isByRange()
                ? selectRangePartitions(table, condition)
                : selectListPartitions(table, condition);
        return new DropPartitions(false, false, PartitionSelection.of(names), drop.isForced(), drop.span());
    }

    /** Selects the ranges in which the condition can't be false. */
    private List<Name> selectRangePartitions(Table table, Expression condition) {
        List<Type> types = TablePartitions.of(table).types();
        PrimitiveType type = PrimitiveType.of(types.get(0));
        List<String> columnNames = table.partitioning().columns();
        boolean comparesColumn = columnNames.size() == 1
                && table.findColumn(columnNames.get(0))
                        .filter(column -> PrimitiveType.of(column.type()) == type)
                        .isPresent();
        if (!comparesColumn || !(type.isFixedPoint() || type.isDateOrDatetime())) {
            throw createRefusal(condition, "a condition of partitions by these columns");
        }
        List<String> mayBeFalseSqls = new ArrayList<>();
        for (PartitionDefinition partition : table.partitioning().partitions()) {
            mayBeFalseSqls.add(
                    new RangeConditionRenderer(types.get(0), (RangePartition) partition).renderMayBeFalse(condition));
        }
        return selectNeverFalse(table, mayBeFalseSqls, condition);
    }

    /**
     * Selects the partitions in which the condition can't be false.
     *
     * @throws Refusal if this is unknown for a partition, because the condition compares with NULL
     */
    private List<Name> selectNeverFalse(Table table, List<String> mayBeFalseSqls, Expression condition) {
        String outcomes = evaluateOutcomes(mayBeFalseSqls);
        if (outcomes.contains("N")) {
            throw createRefusal(condition, "a comparison with NULL in the condition of partitions by range");
        }
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < outcomes.length(); i++) {
            if (outcomes.charAt(i) == 'F') {
                names.add(table.partitioning().partitions().get(i).name());
            }
        }
        return names;
    }

    /** Returns a letter for each condition: T for true, F for false, N for NULL. */
    private String evaluateOutcomes(List<String> conditionSqls) {
        if (conditionSqls.isEmpty()) {
            return "";
        }
        String sql = conditionSqls.stream()
                .map(conditionSql -> "CASE WHEN (" + conditionSql + ") IS NULL THEN 'N' WHEN " + conditionSql
                        + " THEN 'T' ELSE 'F' END")
                .collect(Collectors.joining(", ", "concat(", ")"));
        return Objects.requireNonNull(
                queryExecutor.evaluate(Sql.parseExpression(sql)).text());
    }

    /**
     * Selects the partitions for all of whose values the condition is true. If a frontend can't calculate the condition
     * for a value, it asks backends, which only know partitions of a single value.
     */
    private List<Name> selectListPartitions(Table table, Expression condition) {
        if (condition.contains(PartitionConditionResolver::comparesWithNull)) {
            throw createRefusal(condition, "a comparison with NULL in the condition of partitions by list");
        }
        List<ListPartition> partitions = table.partitioning().partitions().stream()
                .map(ListPartition.class::cast)
                .toList();
        List<Name> names = new ArrayList<>();
        for (ListPartition partition : partitions) {
            List<Expression> conditions = partition.values().stream()
                    .map(tuple -> replaceColumns(condition, table, tuple, "NULL"))
                    .toList();
            if (!queryExecutor.areCalculatedByFrontends(conditions)) {
                return selectByBackends(table, partitions, condition);
            }
            String outcomes =
                    evaluateOutcomes(conditions.stream().map(Sql::render).toList());
            if (outcomes.chars().allMatch(outcome -> outcome == 'T')) {
                names.add(partition.name());
            }
        }
        return names;
    }

    /** Backends know the text {@code NULL} in place of NULL. */
    private List<Name> selectByBackends(Table table, List<ListPartition> partitions, Expression condition) {
        List<ListPartition> singleValuePartitions = partitions.stream()
                .filter(partition -> partition.values().size() == 1)
                .toList();
        String outcomes = evaluateOutcomes(singleValuePartitions.stream()
                .map(partition -> Sql.render(
                        replaceColumns(condition, table, partition.values().get(0), "'NULL'")))
                .toList());
        List<Name> names = new ArrayList<>();
        for (int i = 0; i < outcomes.length(); i++) {
            if (outcomes.charAt(i) == 'T') {
                names.add(singleValuePartitions.get(i).name());
            }
        }
        return names;
    }

    private static boolean comparesWithNull(Expression expression) {
        return (expression instanceof Expression.Binary || expression instanceof Expression.Between)
                && expression.children().stream()
                        .anyMatch(operand -> operand.unwrap() instanceof Expression.NullLiteral);
    }

    /** Replaces the columns and expressions of a list by the values of a partition. */
    private static Expression replaceColumns(Expression expression, Table table, List<Bound> tuple, String nullSql) {
        List<Expression> items = partitionExpressions(table);
        for (int i = 0; i < items.size(); i++) {
            if (isSameItem(expression, items.get(i))) {
                String valueSql = tuple.get(i) instanceof Bound.LiteralBound literal
                        ? Sql.render(new Expression.StringLiteral(literal.text(), '\'', expression.span()))
                        : nullSql;
                Type type = TablePartitions.of(table).types().get(i);
                return Sql.parseExpression("CAST(" + valueSql + " AS " + Sql.render(type) + ")");
            }
        }
        if (expression instanceof Expression.Reference reference) {
            throw createRefusal(
                    expression,
                    "the column '" + reference.name().lastPart()
                            + "' in the condition of partitions by its expressions");
        }
        return expression.mapChildren(child -> replaceColumns(child, table, tuple, nullSql));
    }

    private static List<Expression> partitionExpressions(Table table) {
        if (table.partitioning() instanceof Partitioning.ExpressionList expressionList) {
            return expressionList.items();
        }
        return table.partitioning().columns().stream()
                .map(column -> Sql.parseExpression(Sql.render(QualifiedName.of(column))))
                .toList();
    }

    /**
     * Returns whether an expression is an item of PARTITION BY: a column, or a date that is truncated. The values of
     * other functions have another type than their column.
     */
    private static boolean isSameItem(Expression expression, Expression item) {
        if (expression instanceof Expression.Reference reference
                && item.unwrap() instanceof Expression.Reference column) {
            return reference
                    .name()
                    .lastPart()
                    .equalsIgnoreCase(column.name().lastPart().text());
        }
        return expression instanceof Expression.Call call
                && item.unwrap() instanceof Expression.Call itemCall
                && CallRewrites.lowerCaseName(call).equals("date_trunc")
                && CallRewrites.lowerCaseName(itemCall).equals("date_trunc")
                && call.arguments().size() == itemCall.arguments().size()
                && call.arguments()
                        .get(0)
                        .findQuotedText()
                        .equals(itemCall.arguments().get(0).findQuotedText())
                && isSameItem(call.arguments().get(1), itemCall.arguments().get(1));
    }

    private static Refusal createRefusal(Expression condition, String description) {
        return Refusal.ofAnalysis(condition.span(), EmbeddedRule.UNSUPPORTED, description);
    }
}
