package dev.cairn.preservation;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.random.Dice;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Type;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates rows of a table, as INSERT statements: the least and the greatest value of each type, NULLs, and values that
 * repeat.
 */
final class SampleRows {
    /** The purpose of a value. */
    enum Style {
        LEAST,
        GREATEST,
        NULL_VALUE,
        ORDINARY
    }

    private final Table table;
    private final Map<String, Column> targets;
    private final List<Table> bothTables;
    private final Dice dice;
    private final boolean mustFitTargets;

    /**
     * @param other the table after the migration, or before it
     * @param targets the columns after the migration, by the names of the columns that become them
     * @param mustFitTargets whether to write only values that the targets can hold
     */
    SampleRows(Table table, Table other, Map<String, Column> targets, Dice dice, boolean mustFitTargets) {
        this.table = table;
        this.targets = targets;
        this.bothTables = List.of(table, other);
        this.dice = dice;
        this.mustFitTargets = mustFitTargets;
    }

    private boolean isInsertable(Column column) {
        return column.generatedValue() == null && !column.isAutoIncrement();
    }

    /** Returns a statement that inserts rows; empty if the server computes all values of a row. */
    Optional<String> renderInsert(int rowCount) {
        List<Column> columns =
                table.columns().stream().filter(this::isInsertable).toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rowCount; i++) {
            values.add(renderRow(columns, i));
        }
        return Optional.of("INSERT INTO `" + table.name() + "` ("
                + columns.stream().map(column -> "`" + column.name() + "`").collect(Collectors.joining(", "))
                + ") VALUES\n" + String.join(",\n", values));
    }

    private String renderRow(List<Column> columns, int index) {
        Map<String, String> partitionValues = choosePartitionValues(index);
        return columns.stream()
                .map(column -> partitionValues.getOrDefault(
                        column.name().toLowerCase(Locale.ROOT), renderValue(column, index)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String renderValue(Column column, int index) {
        Column target = targets.get(column.name());
        Style style = chooseStyle(column, target, index);
        return renderLiteral(column.type(), target == null ? null : target.type(), style);
    }

    private Style chooseStyle(Column column, @Nullable Column target, int index) {
        boolean isSmall = column.aggregation() == Aggregation.Function.SUM
                || (target != null && (target.isAutoIncrement() || target.aggregation() == Aggregation.Function.SUM))
                || isUsedByGeneratedColumn(column)
                || (mustFitTargets && target != null && !target.type().equals(column.type()));
        boolean isNullChosen = column.isNullable()
                && !(target != null && (!target.isNullable() || target.isAutoIncrement()))
                && (index == 2 || dice.oneIn(6));
        if (isNullChosen) {
            return Style.NULL_VALUE;
        }
        if (isSmall || index > 1) {
            return Style.ORDINARY;
        }
        return index == 0 ? Style.LEAST : Style.GREATEST;
    }

    /** Returns whether a generated column uses the column: its result has to stay in the range of its type. */
    private boolean isUsedByGeneratedColumn(Column column) {
        return bothTables.stream()
                .flatMap(each -> each.columns().stream())
                .map(Column::generatedValue)
                .anyMatch(expression -> expression != null
                        && Sql.render(expression).toLowerCase(Locale.ROOT).contains(column.name()));
    }

    private String renderLiteral(Type type, @Nullable Type target, Style style) {
        if (style == Style.NULL_VALUE) {
            return "NULL";
        }
        if (type instanceof Type.Array array) {
            Type targetElement = target instanceof Type.Array other ? other.element() : null;
            int size = style == Style.ORDINARY ? dice.below(3) : 1;
            return "[" + joinItems(size, () -> renderLiteral(array.element(), targetElement, style)) + "]";
        }
        if (type instanceof Type.Map map) {
            Type key = target instanceof Type.Map other ? other.key() : null;
            Type value = target instanceof Type.Map other ? other.value() : null;
            return "map{" + renderLiteral(map.key(), key, style) + ":" + renderLiteral(map.value(), value, style) + "}";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                // A bare NULL has a type of its own, which the server does not convert to a nested type.
                boolean isPlain = !(field.type() instanceof Type.Struct
                        || field.type() instanceof Type.Array
                        || field.type() instanceof Type.Map);
                Style fieldStyle = isPlain && dice.oneIn(5) ? Style.NULL_VALUE : style;
                fields.add(renderLiteral(field.type(), findFieldType(target, field.name()), fieldStyle));
            }
            return "row(" + String.join(", ", fields) + ")";
        }
        if (type instanceof Type.Decimal decimal) {
            return renderDecimal(decimal, target, style);
        }
        return type instanceof Type.Text text
                ? renderText(text, target, style)
                : renderScalar(((Type.Scalar) type).kind(), target, style);
    }

    private static @Nullable Type findFieldType(@Nullable Type target, String name) {
        return target instanceof Type.Struct struct
                ? struct.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .map(Type.Field::type)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String joinItems(int count, Supplier<String> itemSource) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(itemSource.get());
        }
        return String.join(", ", items);
    }

    /** Returns a number that each numeric type holds; 0 or 1 if the target is BOOLEAN. */
    private int chooseNumber(@Nullable Type target) {
        return isKind(target, Type.Scalar.Kind.BOOLEAN) ? dice.below(2) : dice.below(10);
    }

    private static boolean isKind(@Nullable Type type, Type.Scalar.Kind... kinds) {
        return type instanceof Type.Scalar scalar && List.of(kinds).contains(scalar.kind());
    }

    private String renderDecimal(Type.Decimal decimal, @Nullable Type target, Style style) {
        if (style == Style.ORDINARY) {
            return String.valueOf(decimal.precision() > decimal.scale() ? chooseNumber(target) : 0);
        }
        String integerDigits = "9".repeat(decimal.precision() - decimal.scale());
        String value = (integerDigits.isEmpty() ? "0" : integerDigits)
                + (decimal.scale() == 0 ? "" : "." + "9".repeat(decimal.scale()));
        return "CAST('" + (style == Style.LEAST ? "-" : "") + value + "' AS DECIMAL(" + decimal.precision() + ", "
                + decimal.scale() + "))";
    }

    private String renderText(Type.Text type, @Nullable Type target, Style style) {
        int length = type.length() == Type.Text.UNSPECIFIED_LENGTH ? 1 : Math.min(type.length(), 30);
        if (type.kind() == Type.Text.Kind.VARBINARY) {
            return "to_binary('" + (style == Style.ORDINARY ? "0" + dice.below(10) : "ff".repeat(length)) + "', 'hex')";
        }
        if (style != Style.ORDINARY) {
            return style == Style.LEAST ? "'-'" : "'" + "z".repeat(length) + "'";
        }
        if (isKind(target, Type.Scalar.Kind.DATE, Type.Scalar.Kind.DATETIME)) {
            return "'2024-01-1" + dice.below(10) + "'";
        }
        return target == null || target instanceof Type.Text
                ? "'" + dice.pick("a", "b", "c", "d") + "'"
                : "'" + chooseNumber(target) + "'";
    }

    private String renderScalar(Type.Scalar.Kind kind, @Nullable Type target, Style style) {
        return switch (kind) {
            case BOOLEAN -> style == Style.LEAST ? "false" : style == Style.GREATEST ? "true" : "" + dice.coin();
            case TINYINT -> renderInteger(7, target, style);
            case SMALLINT -> renderInteger(15, target, style);
            case INT -> renderInteger(31, target, style);
            case BIGINT, SIGNED -> renderInteger(63, target, style);
            case LARGEINT ->
                style == Style.ORDINARY
                        ? renderInteger(127, target, style)
                        : "CAST('" + renderInteger(127, target, style) + "' AS LARGEINT)";
            case FLOAT, DOUBLE ->
                style == Style.ORDINARY ? chooseNumber(target) + ".0" : style == Style.LEAST ? "-1.5e10" : "0.5";
            case DATE -> renderDay(style, "");
            case DATETIME -> renderDay(style, style == Style.GREATEST ? " 23:59:59" : " 00:00:00");
            case JSON ->
                target == null || isKind(target, Type.Scalar.Kind.JSON)
                        ? "parse_json('{\"a\": " + dice.below(10) + "}')"
                        : "parse_json('" + chooseNumber(target) + "')";
            case BITMAP -> "to_bitmap(" + dice.below(100) + ")";
            case HLL -> "hll_hash('" + dice.below(100) + "')";
            case PERCENTILE -> "percentile_hash(" + dice.below(100) + ")";
            case TIME, VARIANT, NULL -> "NULL";
        };
    }

    private String renderInteger(int bits, @Nullable Type target, Style style) {
        BigInteger limit = BigInteger.TWO.pow(bits);
        return switch (style) {
            case LEAST -> limit.negate().toString();
            case GREATEST -> limit.subtract(BigInteger.ONE).toString();
            case ORDINARY, NULL_VALUE -> String.valueOf(chooseNumber(target));
        };
    }

    private String renderDay(Style style, String time) {
        String day = switch (style) {
            case LEAST -> "0001-01-01";
            case GREATEST -> "9999-12-31";
            case ORDINARY, NULL_VALUE -> "2024-0" + (1 + dice.below(3)) + "-1" + dice.below(10);
        };
        return "'" + day + time + "'";
    }

    /** Returns values of the partitioning columns, by name in lower case, for which the table has a partition. */
    private Map<String, String> choosePartitionValues(int index) {
        List<? extends PartitionDefinition> partitions = PartitionRows.declaredPartitions(table);
        List<String> columns = PartitionRows.columns(table);
        boolean isUnrestricted = partitions.isEmpty() || (PartitionRows.isAutomatic(table) && index % 2 == 0);
        Map<String, String> values = new HashMap<>();
        if (!isUnrestricted) {
            PartitionDefinition partition = partitions.get(index % partitions.size());
            List<Bound> bounds = chooseBounds(partition);
            for (int i = 0; i < Math.min(columns.size(), bounds.size()); i++) {
                values.put(columns.get(i).toLowerCase(Locale.ROOT), renderBound(bounds.get(i)));
            }
        } else if (!(table.partitioning() instanceof Partitioning.None)) {
            // The server creates no partitions for days at the ends of the calendar.
            for (String column : columns) {
                Type type = table.findColumn(column).orElseThrow().type();
                Column target = targets.get(column);
                values.put(
                        column.toLowerCase(Locale.ROOT),
                        renderLiteral(type, target == null ? null : target.type(), Style.ORDINARY));
            }
        }
        return values;
    }

    /** Returns one of the values that a partition lists, or the first or the last value of its range. */
    private List<Bound> chooseBounds(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.ListPartition listPartition) {
            int width = PartitionRows.columns(table).size();
            List<List<Bound>> rows = PartitionRows.listRows(listPartition, width);
            return rows.get(dice.below(rows.size()));
        }
        PartitionDefinition.RangePartition rangePartition = (PartitionDefinition.RangePartition) partition;
        boolean isLast = rangePartition.upperBounds().size() == 1
                && rangePartition.upperBounds().get(0) instanceof Bound.LiteralBound
                && dice.coin();
        return isLast
                ? List.of(subtractOne(
                        (Bound.LiteralBound) rangePartition.upperBounds().get(0)))
                : rangePartition.lowerBounds();
    }

    private static Bound subtractOne(Bound.LiteralBound bound) {
        String text = bound.text();
        return new Bound.LiteralBound(
                text.matches("-?[0-9]+")
                        ? new BigInteger(text).subtract(BigInteger.ONE).toString()
                        : LocalDate.parse(text.substring(0, 10)).minusDays(1) + text.substring(10));
    }

    private static String renderBound(Bound bound) {
        return bound instanceof Bound.LiteralBound value ? PartitionRows.quote(value) : "NULL";
    }
}
