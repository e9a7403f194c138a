package dev.cairn.preservation;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides from the definition of a partition which rows it holds. */
final class PartitionRows {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`|\\b([a-z]\\w*)\\b(?!\\s*\\()");

    private PartitionRows() {}

    static List<? extends PartitionDefinition> declared(Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return range.partitions();
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return range.partitions();
        }
        if (partitioning instanceof Partitioning.InList list) {
            return list.partitions();
        }
        return partitioning instanceof Partitioning.ListBy list ? list.partitions() : List.of();
    }

    static boolean isAutomatic(Table table) {
        return table.partitioning() instanceof Partitioning.ListBy
                || (table.partitioning() instanceof Partitioning.RangeBy by && by.automatic());
    }

    /** Whether the server refuses all rows, because there is no partition for them. */
    static boolean takesNoRow(Table table) {
        return !(table.partitioning() instanceof Partitioning.None)
                && !isAutomatic(table)
                && declared(table).isEmpty();
    }

    static String name(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.RangePartition fixed
                ? fixed.name().text()
                : ((PartitionDefinition.ListPartition) partition).name().text();
    }

    /** The columns that decide, in the order of the bounds. */
    static List<String> columns(Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return range.columns();
        }
        if (partitioning instanceof Partitioning.InList list) {
            return list.columns();
        }
        List<String> items = new ArrayList<>();
        if (partitioning instanceof Partitioning.RangeBy by) {
            items.add(Sql.render(by.expression()));
        } else if (partitioning instanceof Partitioning.ListBy by) {
            by.items().forEach(item -> items.add(Sql.render(item)));
        }
        return items.stream().map(item -> column(table, item)).toList();
    }

    /** The column that an expression is over. */
    private static String column(Table table, String expression) {
        Matcher names = QUOTED.matcher(expression);
        while (names.find()) {
            String name = names.group(1) != null ? names.group(1) : names.group(2);
            if (table.column(name).isPresent()) {
                return name;
            }
        }
        throw new IllegalArgumentException(expression);
    }

    /** The values of a list, each with one for each column. */
    static List<List<Bound>> rows(PartitionDefinition.ListPartition partition, int columns) {
        return columns > 1 || partition.hasRows()
                ? partition.values()
                : partition.values().stream()
                        .flatMap(List::stream)
                        .map(List::of)
                        .toList();
    }

    /** A condition that holds for the rows of a partition. */
    static String condition(Table table, PartitionDefinition partition) {
        List<String> columns =
                columns(table).stream().map(column -> "`" + column + "`").toList();
        if (partition instanceof PartitionDefinition.ListPartition in) {
            return rows(in, columns.size()).stream()
                    .map(row -> listed(columns, row))
                    .collect(Collectors.joining(" OR "));
        }
        PartitionDefinition.RangePartition fixed = (PartitionDefinition.RangePartition) partition;
        String from = compared(columns, fixed.lower(), ">", "TRUE");
        String to = compared(columns, fixed.upper(), "<", "FALSE");
        return "(" + from + " OR " + columns.get(0) + " IS NULL) AND (" + to + " OR " + columns.get(0) + " IS NULL)";
    }

    private static String listed(List<String> columns, List<Bound> row) {
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            equal.add(
                    row.get(i) instanceof Bound.LiteralBound value
                            ? columns.get(i) + " = " + text(value)
                            : columns.get(i) + " IS NULL");
        }
        return "(" + String.join(" AND ", equal) + ")";
    }

    private static String compared(List<String> columns, List<Bound> bounds, String operator, String equal) {
        String condition = equal;
        for (int i = Math.min(columns.size(), bounds.size()) - 1; i >= 0; i--) {
            if (!(bounds.get(i) instanceof Bound.LiteralBound value)) {
                condition = operator.equals("<") ? "TRUE" : "FALSE";
                continue;
            }
            String column = columns.get(i);
            condition = "(" + column + " " + operator + " " + text(value) + " OR (" + column + " = " + text(value)
                    + " AND " + condition + "))";
        }
        return condition;
    }

    private static String text(Bound.LiteralBound value) {
        return "'" + value.text().replace("'", "''") + "'";
    }
}
