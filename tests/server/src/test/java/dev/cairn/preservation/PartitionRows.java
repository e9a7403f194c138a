package dev.cairn.preservation;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the declared partitions of a table, and renders conditions for the rows that they hold. */
final class PartitionRows {
    private static final Pattern COLUMN_NAME_PATTERN = Pattern.compile("`([^`]+)`|\\b([a-z]\\w*)\\b(?!\\s*\\()");

    private PartitionRows() {}

    static List<? extends PartitionDefinition> declaredPartitions(Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.ColumnRange range) {
            return range.partitions();
        }
        if (partitioning instanceof Partitioning.ExpressionRange range) {
            return range.partitions();
        }
        if (partitioning instanceof Partitioning.ColumnList list) {
            return list.partitions();
        }
        return partitioning instanceof Partitioning.ExpressionList list ? list.partitions() : List.of();
    }

    static boolean isAutomatic(Table table) {
        return table.partitioning() instanceof Partitioning.ExpressionList
                || (table.partitioning() instanceof Partitioning.ExpressionRange expressionPartitioning
                        && expressionPartitioning.isAutomatic());
    }

    /** Returns whether the server refuses all rows, because the table has no partition for them. */
    static boolean refusesAllRows(Table table) {
        return !(table.partitioning() instanceof Partitioning.None)
                && !isAutomatic(table)
                && declaredPartitions(table).isEmpty();
    }

    static String name(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.RangePartition range
                ? range.name().text()
                : ((PartitionDefinition.ListPartition) partition).name().text();
    }

    /** Returns the names of the partitioning columns, in the order of the bounds. */
    static List<String> columns(Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.ColumnRange range) {
            return range.columns();
        }
        if (partitioning instanceof Partitioning.ColumnList list) {
            return list.columns();
        }
        List<String> expressions = new ArrayList<>();
        if (partitioning instanceof Partitioning.ExpressionRange expressionPartitioning) {
            expressions.add(Sql.render(expressionPartitioning.expression()));
        } else if (partitioning instanceof Partitioning.ExpressionList expressionPartitioning) {
            expressionPartitioning.items().forEach(item -> expressions.add(Sql.render(item)));
        }
        return expressions.stream().map(item -> findColumn(table, item)).toList();
    }

    /** Returns the first column that an expression names. */
    private static String findColumn(Table table, String expression) {
        Matcher nameMatcher = COLUMN_NAME_PATTERN.matcher(expression);
        while (nameMatcher.find()) {
            String name = nameMatcher.group(1) != null ? nameMatcher.group(1) : nameMatcher.group(2);
            if (table.findColumn(name).isPresent()) {
                return name;
            }
        }
        throw new IllegalArgumentException(expression);
    }

    /** Returns the values of a list partition, each with an element for each column. */
    static List<List<Bound>> listRows(PartitionDefinition.ListPartition partition, int columnCount) {
        return columnCount > 1 || partition.hasParenthesizedValues()
                ? partition.values()
                : partition.values().stream()
                        .flatMap(List::stream)
                        .map(List::of)
                        .toList();
    }

    /** Returns a condition that holds for the rows of a partition. */
    static String renderCondition(Table table, PartitionDefinition partition) {
        List<String> columns =
                columns(table).stream().map(column -> "`" + column + "`").toList();
        if (partition instanceof PartitionDefinition.ListPartition list) {
            return listRows(list, columns.size()).stream()
                    .map(row -> renderListCondition(columns, row))
                    .collect(Collectors.joining(" OR "));
        }
        PartitionDefinition.RangePartition range = (PartitionDefinition.RangePartition) partition;
        String lowerCondition = renderBoundCondition(columns, range.lowerBounds(), ">", "TRUE");
        String upperCondition = renderBoundCondition(columns, range.upperBounds(), "<", "FALSE");
        return "(" + lowerCondition + " OR " + columns.get(0) + " IS NULL) AND (" + upperCondition + " OR "
                + columns.get(0) + " IS NULL)";
    }

    private static String renderListCondition(List<String> columns, List<Bound> values) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            conditions.add(
                    values.get(i) instanceof Bound.LiteralBound value
                            ? columns.get(i) + " = " + quote(value)
                            : columns.get(i) + " IS NULL");
        }
        return "(" + String.join(" AND ", conditions) + ")";
    }

    private static String renderBoundCondition(
            List<String> columns, List<Bound> bounds, String operator, String conditionIfEqual) {
        String condition = conditionIfEqual;
        for (int i = Math.min(columns.size(), bounds.size()) - 1; i >= 0; i--) {
            if (!(bounds.get(i) instanceof Bound.LiteralBound value)) {
                condition = operator.equals("<") ? "TRUE" : "FALSE";
                continue;
            }
            String column = columns.get(i);
            condition = "(" + column + " " + operator + " " + quote(value) + " OR (" + column + " = " + quote(value)
                    + " AND " + condition + "))";
        }
        return condition;
    }

    static String quote(Bound.LiteralBound value) {
        return SqlQuoting.quoteText(value.text()).replace("\0", "\\0");
    }
}
