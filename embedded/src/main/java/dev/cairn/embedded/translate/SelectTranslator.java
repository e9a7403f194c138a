package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.translate.query.DatetimeShift;
import dev.cairn.embedded.translate.query.MergedStateRows;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Translates one SELECT: the relations first, since they define the columns, and then the clauses over them. */
final class SelectTranslator {
    private static final Pattern INTEGER_LITERAL_PATTERN = Pattern.compile("\\d+|\\(-\\d+\\)");

    private final QueryTranslator queryTranslator;
    private final Select select;
    private final String sourceSql;
    private final MergedStateRows stateRows;
    private final ExpressionTranslator expressionTranslator;
    private final List<DuckDbExpression> outputs = new ArrayList<>();
    private final List<DuckDbExpression> groupKeys = new ArrayList<>();
    /** The outputs and keys of GROUP BY that are shifts of times, or times of a number of seconds. */
    private final Set<String> timeSqls = new HashSet<>();
    /** The casts and times that are keys of GROUP BY; filled after the expression translator shares it. */
    private final Set<String> opaqueKeySqls = new HashSet<>();

    SelectTranslator(QueryTranslator queryTranslator, Select select) {
        this.queryTranslator = queryTranslator;
        this.select = select;
        this.sourceSql = translateFrom(queryTranslator, select);
        this.stateRows = new MergedStateRows(queryTranslator.state().nextName("s"));
        this.expressionTranslator = new ExpressionTranslator(queryTranslator)
                .withStateRows(stateRows)
                .withOutputs(outputs)
                .withColumnValueSqls(opaqueKeySqls);
    }

    private static String translateFrom(QueryTranslator queryTranslator, Select select) {
        if (select.from().isEmpty()) {
            return "";
        }
        String sourceSql = new RelationTranslator(queryTranslator).translate(select.from());
        return select.pivot() == null
                ? sourceSql
                : new PivotTranslator(queryTranslator, select.pivot()).translate(sourceSql);
    }

    /** Translates the SELECT; may be called only once, because the translator collects the outputs and keys. */
    TranslatedQuery translate(List<SortItem> orderBy) {
        boolean isGrouped = isGrouped();
        stateRows.prepare(StateTranslator.mergesStates(select, orderBy), isGrouped);
        boolean isCorrelatedAggregation = isGrouped
                && select.groupBy() == null
                && CorrelatedAggregation.isCorrelated(queryTranslator.bindings(), select);
        boolean bindsAggregates =
                isCorrelatedAggregation && queryTranslator.state().isScalarSubquery(select);
        if (bindsAggregates) {
            new CorrelatedAggregation(expressionTranslator, select).bindAggregates();
        }
        SelectReplacements replacements = new SelectReplacements(expressionTranslator, select, orderBy);
        replacements.keepColumnsOfGroupingSets();
        if (isGrouped) {
            replacements.bindDistinctArrays();
        }
        select.items().forEach(this::addOutputs);
        String groupBy = select.groupBy() == null ? "" : " GROUP BY " + translateGrouping(select.groupBy());
        retranslateGroupedItems();
        StringBuilder sql = new StringBuilder();
        List<String> conditions = new ArrayList<>();
        if (select.where() != null) {
            conditions.add(new ConditionTranslator(expressionTranslator).translateJoinCondition(select.where()));
        }
        if (select.having() != null && !isGrouped) {
            conditions.add(expressionTranslator.translateCondition(select.having()));
        }
        sql.append(conditions.isEmpty() ? "" : " WHERE (" + String.join(") AND (", conditions) + ")");
        sql.append(groupBy);
        if (bindsAggregates) {
            sql.append(" HAVING ").append(CorrelatedAggregation.IS_GROUP);
        } else if (isGrouped) {
            sql.append(translateGroupCondition(isCorrelatedAggregation || hasEmptyGroupingSet()));
        }
        appendQualify(sql);
        sql.append(translateOrderBy(orderBy));
        String distinctKeyword = select.quantifier() == Quantifier.DISTINCT ? "DISTINCT " : "";
        String fromSql = stateRows.renderFromList(sourceSql);
        String selectClause =
                "SELECT " + distinctKeyword + renderItems() + (fromSql.isEmpty() ? "" : " FROM " + fromSql);
        List<TranslatedQuery.QueryColumn> columns = new ArrayList<>(outputs.size());
        outputs.forEach(output ->
                columns.add(new TranslatedQuery.QueryColumn(output.type(), output.state(), output.isFolded())));
        return new TranslatedQuery(selectClause + sql, columns);
    }

    /**
     * Translates the items again if casts or shifts of times are keys of GROUP BY. The operands of such a key have no
     * value in a group, so the key can't be merged with the casts and shifts around it.
     */
    private void retranslateGroupedItems() {
        groupKeys.stream().filter(this::isMergeable).forEach(key -> opaqueKeySqls.add(key.sql()));
        if (opaqueKeySqls.isEmpty()) {
            return;
        }
        Set<String> keySqls = groupKeys.stream().map(DuckDbExpression::sql).collect(Collectors.toSet());
        List<DuckDbExpression> previousOutputs = List.copyOf(outputs);
        outputs.clear();
        for (SelectItem item : select.items()) {
            DuckDbExpression previousOutput = previousOutputs.get(outputs.size());
            if (item instanceof SelectItem.Value && keySqls.contains(previousOutput.sql())) {
                outputs.add(previousOutput);
            } else {
                addOutputs(item);
            }
        }
    }

    /** Returns whether a value is a cast or a time that may be merged with an enclosing expression. */
    private boolean isMergeable(DuckDbExpression value) {
        return value.castChain() != null || timeSqls.contains(value.sql());
    }

    private void recordTime(Expression expression, DuckDbExpression value) {
        if (DatetimeShift.find(expression).isPresent() || expression.contains(UnixTimeHourFinder::isTimeOfSeconds)) {
            timeSqls.add(value.sql());
        }
    }

    /** Returns whether the rows are grouped. Otherwise, the server applies HAVING to individual rows. */
    private boolean isGrouped() {
        return select.groupBy() != null
                || (select.having() != null && RestrictedExpression.AGGREGATE.isIn(select.having()))
                || select.items().stream()
                        .anyMatch(item -> item instanceof SelectItem.Value value
                                && RestrictedExpression.AGGREGATE.isIn(value.value()));
    }

    /** Returns whether GROUP BY has a set without keys, whose group DuckDB returns even if there are no rows. */
    private boolean hasEmptyGroupingSet() {
        return select.groupBy() != null
                && switch (select.groupBy().kind()) {
                    case PLAIN -> false;
                    case ROLLUP, CUBE -> true;
                    case GROUPING_SETS -> select.groupBy().sets().stream().anyMatch(List::isEmpty);
                };
    }

    /** Translates HAVING. A server has no group without rows in GROUP BY and in a correlated subquery. */
    private String translateGroupCondition(boolean requiresRows) {
        List<String> conditions = new ArrayList<>();
        if (requiresRows) {
            conditions.add(CorrelatedAggregation.HAS_ROWS);
        }
        if (select.having() != null) {
            conditions.add("(" + expressionTranslator.translateCondition(select.having()) + ")");
        }
        return conditions.isEmpty() ? "" : " HAVING " + String.join(" AND ", conditions);
    }

    private void appendQualify(StringBuilder sql) {
        if (select.qualify() != null && select.qualify().windowFunction() instanceof SelectItem.Value function) {
            sql.append(" QUALIFY ")
                    .append(expressionTranslator.translate(function.value()).sql())
                    .append(' ')
                    .append(select.qualify()
                            .comparisonOperator()
                            .canonicalOperator()
                            .text())
                    .append(' ')
                    .append(select.qualify().comparedNumber());
            if (!RestrictedExpression.WINDOW_FUNCTION.isIn(function.value())) {
                sql.append(" AND row_number() OVER () > 0"); // DuckDB requires a window function
            }
        }
    }

    private void addOutputs(SelectItem item) {
        if (item instanceof SelectItem.Star star) {
            queryTranslator
                    .bindings()
                    .columns(star)
                    .forEach(column -> outputs.add(queryTranslator.boundValues().translateColumn(column, star.span())));
        } else {
            Expression value = ((SelectItem.Value) item).value();
            DuckDbExpression output =
                    expressionTranslator.translate(value).withState(expressionTranslator.findAggregateState(value));
            outputs.add(output);
            recordTime(value, output);
            if (isAliasedGroupKey(value)) {
                expressionTranslator.bindValue(queryTranslator.bindings().resolveReplacement(value), output);
            }
        }
    }

    /** Returns whether a key of GROUP BY is the alias of an output; other expressions then have to repeat its SQL. */
    private boolean isAliasedGroupKey(Expression output) {
        Bindings bindings = queryTranslator.bindings();
        Expression outputExpression = bindings.resolveReplacement(output);
        return select.groupBy() != null
                && select.groupBy().sets().stream()
                        .flatMap(List::stream)
                        .anyMatch(key -> !outputExpression.equals(key.unwrap())
                                && outputExpression.equals(bindings.resolveReplacement(key)));
    }

    private String renderItems() {
        List<String> items = new ArrayList<>(outputs.size());
        outputs.forEach(output -> items.add(output.columnSql() + " AS " + TranslatedQuery.columnName(items.size())));
        return String.join(", ", items);
    }

    private String translateGrouping(Grouping grouping) {
        String groupsSql = grouping.sets().stream()
                .map(set -> translateGroupKeys(set, grouping.kind() == Grouping.Kind.PLAIN))
                .collect(Collectors.joining("), ("));
        return switch (grouping.kind()) {
            case PLAIN -> groupsSql;
            case ROLLUP, CUBE -> grouping.kind() + " (" + groupsSql + ")";
            case GROUPING_SETS -> "GROUPING SETS ((" + groupsSql + "))";
        };
    }

    /**
     * Translates keys of GROUP BY. Only a key of a plain GROUP BY may be the position of an output; any other constant
     * is cast, because DuckDB would take it for a position. The alias of an output becomes its position, because DuckDB
     * does not recognize all expressions if they are repeated.
     */
    private String translateGroupKeys(List<Expression> keys, boolean isPlain) {
        List<String> keySqls = new ArrayList<>();
        for (Expression expression : keys) {
            Long position = isPlain ? expression.integerValue() : null;
            int aliasedIndex = findAliasedOutput(expression);
            DuckDbExpression key;
            if (position != null) {
                key = outputs.get((int) (position - 1));
            } else if (aliasedIndex >= 0) {
                key = outputs.get(aliasedIndex);
            } else {
                key = expressionTranslator.translate(expression);
            }
            groupKeys.add(key);
            recordTime(expression, key);
            keySqls.add(aliasedIndex >= 0 ? Integer.toString(aliasedIndex + 1) : toKeySql(key, isPlain));
        }
        return String.join(", ", keySqls);
    }

    /** Returns the index of the output that a key of GROUP BY names by its alias, or -1. */
    private int findAliasedOutput(Expression key) {
        Bindings bindings = queryTranslator.bindings();
        Expression aliasedExpression = bindings.resolveReplacement(key);
        if (aliasedExpression.equals(key.unwrap())) {
            return -1;
        }
        int index = 0;
        for (SelectItem item : select.items()) {
            if (item instanceof SelectItem.Star star) {
                index += bindings.columns(star).size();
            } else if (bindings.resolveReplacement(((SelectItem.Value) item).value())
                    .equals(aliasedExpression)) {
                return index;
            } else {
                index++;
            }
        }
        return -1;
    }

    /**
     * Returns the SQL of a key. An integer is cast, because DuckDB would take it for a position even if it is negative.
     * The outputs that are this integer are then cast as well, because they are NULL in rows of other keys.
     */
    private String toKeySql(DuckDbExpression key, boolean isPlain) {
        if (!INTEGER_LITERAL_PATTERN.matcher(key.sql()).matches()) {
            return key.sql();
        }
        DuckDbExpression castKey = CallTranslator.cast(key.sql(), TypeConstants.BIGINT);
        if (!isPlain) {
            outputs.replaceAll(output -> output.sql().equals(key.sql()) ? castKey.castTo(output.type()) : output);
        }
        return castKey.sql();
    }

    /** Translates ORDER BY, for which the outputs are columns. */
    private String translateOrderBy(List<SortItem> items) {
        Set<String> columnValueSqls = new HashSet<>(opaqueKeySqls);
        outputs.stream().filter(this::isMergeable).forEach(output -> columnValueSqls.add(output.sql()));
        ExpressionTranslator sortKeyTranslator = expressionTranslator.withColumnValueSqls(columnValueSqls);
        return new OrderByTranslator(sortKeyTranslator)
                .translate(items, outputs.size(), key -> translateSortKey(sortKeyTranslator, key));
    }

    /**
     * Translates a sort key that is not the name of an output. An expression that is equal to an output is sorted by
     * the output's name, because DuckDB sorts the rows of DISTINCT only in this way.
     */
    private String translateSortKey(ExpressionTranslator sortKeyTranslator, Expression expression) {
        String sql = sortKeyTranslator.translate(expression).sql();
        for (int i = 0; i < outputs.size(); i++) {
            DuckDbExpression output = outputs.get(i);
            if (output.sql().equals(sql) && !output.type().isNested()) {
                return TranslatedQuery.columnName(i);
            }
        }
        return sql;
    }
}
