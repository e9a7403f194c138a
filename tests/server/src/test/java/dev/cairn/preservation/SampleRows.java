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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows for a table, as INSERT statements: the ends of each type, NULLs, and values that repeat. */
final class SampleRows {
    /** The purpose of a value. */
    enum Style {
        LEAST,
        GREATEST,
        NOTHING,
        USUAL
    }

    private final Table table;
    private final Map<String, Column> targets;
    private final List<Table> tables;
    private final Dice dice;
    private final boolean isFitting;

    /**
     * @param other what the table becomes, or what it was
     * @param targets what the columns become, by their name now: no value is written that they can't hold where
     *     {@code fitting}
     */
    SampleRows(Table table, Table other, Map<String, Column> targets, Dice dice, boolean isFitting) {
        this.table = table;
        this.targets = targets;
        this.tables = List.of(table, other);
        this.dice = dice;
        this.isFitting = isFitting;
    }

    private boolean isWritten(Column column) {
        return column.generatedValue() == null && !column.isAutoIncrement();
    }

    /** Nothing where all values of a row are made by the server. */
    Optional<String> insert(int rows) {
        List<Column> columns = table.columns().stream().filter(this::isWritten).toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(row(columns, i));
        }
        return Optional.of("INSERT INTO `" + table.name() + "` ("
                + columns.stream().map(column -> "`" + column.name() + "`").collect(Collectors.joining(", "))
                + ") VALUES\n" + String.join(",\n", values));
    }

    private String row(List<Column> columns, int index) {
        Map<String, String> partitionValues = partitionValues(index);
        return columns.stream()
                .map(column ->
                        partitionValues.getOrDefault(column.name().toLowerCase(Locale.ROOT), value(column, index)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String value(Column column, int index) {
        Column target = targets.get(column.name());
        Style style = style(column, target, index);
        return literal(column.type(), target == null ? null : target.type(), style);
    }

    private Style style(Column column, @Nullable Column target, int index) {
        boolean isSmall = column.aggregation() == Aggregation.Function.SUM
                || (target != null && (target.isAutoIncrement() || target.aggregation() == Aggregation.Function.SUM))
                || isCalculatedWith(column)
                || (isFitting && target != null && !target.type().equals(column.type()));
        boolean isEmpty = column.isNullable()
                && !(target != null && (!target.isNullable() || target.isAutoIncrement()))
                && (index == 2 || dice.oneIn(6));
        if (isEmpty) {
            return Style.NOTHING;
        }
        if (isSmall || index > 1) {
            return Style.USUAL;
        }
        return index == 0 ? Style.LEAST : Style.GREATEST;
    }

    /** Values beyond the range of a type can't be calculated. */
    private boolean isCalculatedWith(Column column) {
        return tables.stream()
                .flatMap(each -> each.columns().stream())
                .map(Column::generatedValue)
                .anyMatch(expression -> expression != null
                        && Sql.render(expression).toLowerCase(Locale.ROOT).contains(column.name()));
    }

    private String literal(Type type, @Nullable Type target, Style style) {
        if (style == Style.NOTHING) {
            return "NULL";
        }
        if (type instanceof Type.Array array) {
            Type targetElement = target instanceof Type.Array other ? other.element() : null;
            int size = style == Style.USUAL ? dice.below(3) : 1;
            return "[" + joinRepeated(size, () -> literal(array.element(), targetElement, style)) + "]";
        }
        if (type instanceof Type.Map map) {
            Type key = target instanceof Type.Map other ? other.key() : null;
            Type value = target instanceof Type.Map other ? other.value() : null;
            return "map{" + literal(map.key(), key, style) + ":" + literal(map.value(), value, style) + "}";
        }
        if (type instanceof Type.Struct struct) {
            List<String> fields = new ArrayList<>();
            for (Type.Field field : struct.fields()) {
                // A NULL alone has a type of its own, from which nothing nested can be made.
                boolean isPlain = !(field.type() instanceof Type.Struct
                        || field.type() instanceof Type.Array
                        || field.type() instanceof Type.Map);
                Style fieldStyle = isPlain && dice.oneIn(5) ? Style.NOTHING : style;
                fields.add(literal(field.type(), field(target, field.name()), fieldStyle));
            }
            return "row(" + String.join(", ", fields) + ")";
        }
        if (type instanceof Type.Decimal decimal) {
            return decimalLiteral(decimal, target, style);
        }
        return type instanceof Type.Text text
                ? textLiteral(text, target, style)
                : scalarLiteral(((Type.Scalar) type).kind(), target, style);
    }

    private static @Nullable Type field(@Nullable Type target, String name) {
        return target instanceof Type.Struct struct
                ? struct.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .map(Type.Field::type)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String joinRepeated(int times, java.util.function.Supplier<String> item) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            items.add(item.get());
        }
        return String.join(", ", items);
    }

    /** A number that each numeric type holds; whether something is true, where that is all that is kept. */
    private int number(@Nullable Type target) {
        return isKind(target, Type.Scalar.Kind.BOOLEAN) ? dice.below(2) : dice.below(10);
    }

    private static boolean isKind(@Nullable Type type, Type.Scalar.Kind... kinds) {
        return type instanceof Type.Scalar scalar && List.of(kinds).contains(scalar.kind());
    }

    private String decimalLiteral(Type.Decimal type, @Nullable Type target, Style style) {
        if (style == Style.USUAL) {
            return String.valueOf(type.precision() > type.scale() ? number(target) : 0);
        }
        String whole = "9".repeat(type.precision() - type.scale());
        String value = (whole.isEmpty() ? "0" : whole) + (type.scale() == 0 ? "" : "." + "9".repeat(type.scale()));
        return "CAST('" + (style == Style.LEAST ? "-" : "") + value + "' AS DECIMAL(" + type.precision() + ", "
                + type.scale() + "))";
    }

    private String textLiteral(Type.Text type, @Nullable Type target, Style style) {
        int length = type.length() == Type.Text.UNSPECIFIED ? 1 : Math.min(type.length(), 30);
        if (type.kind() == Type.Text.Kind.VARBINARY) {
            return "to_binary('" + (style == Style.USUAL ? "0" + dice.below(10) : "ff".repeat(length)) + "', 'hex')";
        }
        if (style != Style.USUAL) {
            return style == Style.LEAST ? "'-'" : "'" + "z".repeat(length) + "'";
        }
        if (isKind(target, Type.Scalar.Kind.DATE, Type.Scalar.Kind.DATETIME)) {
            return "'2024-01-1" + dice.below(10) + "'";
        }
        return target == null || target instanceof Type.Text
                ? "'" + dice.of("a", "b", "c", "d") + "'"
                : "'" + number(target) + "'";
    }

    private String scalarLiteral(Type.Scalar.Kind kind, @Nullable Type target, Style style) {
        return switch (kind) {
            case BOOLEAN -> style == Style.LEAST ? "false" : style == Style.GREATEST ? "true" : "" + dice.coin();
            case TINYINT -> integerLiteral(7, target, style);
            case SMALLINT -> integerLiteral(15, target, style);
            case INT -> integerLiteral(31, target, style);
            case BIGINT, SIGNED -> integerLiteral(63, target, style);
            case LARGEINT ->
                style == Style.USUAL
                        ? integerLiteral(127, target, style)
                        : "CAST('" + integerLiteral(127, target, style) + "' AS LARGEINT)";
            case FLOAT, DOUBLE ->
                style == Style.USUAL ? number(target) + ".0" : style == Style.LEAST ? "-1.5e10" : "0.5";
            case DATE -> dayLiteral(style, "");
            case DATETIME -> dayLiteral(style, style == Style.GREATEST ? " 23:59:59" : " 00:00:00");
            case JSON ->
                target == null || isKind(target, Type.Scalar.Kind.JSON)
                        ? "parse_json('{\"a\": " + dice.below(10) + "}')"
                        : "parse_json('" + number(target) + "')";
            case BITMAP -> "to_bitmap(" + dice.below(100) + ")";
            case HLL -> "hll_hash('" + dice.below(100) + "')";
            case PERCENTILE -> "percentile_hash(" + dice.below(100) + ")";
            case TIME, VARIANT, NULL -> "NULL";
        };
    }

    private String integerLiteral(int bits, @Nullable Type target, Style style) {
        BigInteger limit = BigInteger.TWO.pow(bits);
        return switch (style) {
            case LEAST -> limit.negate().toString();
            case GREATEST -> limit.subtract(BigInteger.ONE).toString();
            case USUAL, NOTHING -> String.valueOf(number(target));
        };
    }

    private String dayLiteral(Style style, String time) {
        String day = switch (style) {
            case LEAST -> "0001-01-01";
            case GREATEST -> "9999-12-31";
            case USUAL, NOTHING -> "2024-0" + (1 + dice.below(3)) + "-1" + dice.below(10);
        };
        return "'" + day + time + "'";
    }

    /** Values of the columns that a table is partitioned by, such that there is a partition for them. */
    private Map<String, String> partitionValues(int index) {
        List<? extends PartitionDefinition> declared = PartitionRows.declaredPartitions(table);
        List<String> columns = PartitionRows.columns(table);
        boolean isUnrestricted = declared.isEmpty() || (PartitionRows.isAutomatic(table) && index % 2 == 0);
        Map<String, String> values = new HashMap<>();
        if (!isUnrestricted) {
            PartitionDefinition partition = declared.get(index % declared.size());
            List<Bound> bounds = bounds(partition);
            for (int i = 0; i < Math.min(columns.size(), bounds.size()); i++) {
                values.put(columns.get(i).toLowerCase(Locale.ROOT), bound(bounds.get(i)));
            }
        } else if (!(table.partitioning() instanceof Partitioning.None)) {
            // The server makes no partitions for days at the ends of the calendar.
            for (String column : columns) {
                Type type = table.column(column).orElseThrow().type();
                Column target = targets.get(column);
                values.put(
                        column.toLowerCase(Locale.ROOT),
                        literal(type, target == null ? null : target.type(), Style.USUAL));
            }
        }
        return values;
    }

    /** Any of the values that a partition lists, or the first one or the last one of its range. */
    private List<Bound> bounds(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.ListPartition in) {
            int width = PartitionRows.columns(table).size();
            List<List<Bound>> rows = PartitionRows.listRows(in, width);
            return rows.get(dice.below(rows.size()));
        }
        PartitionDefinition.RangePartition fixed = (PartitionDefinition.RangePartition) partition;
        boolean isLast = fixed.upper().size() == 1 && fixed.upper().get(0) instanceof Bound.LiteralBound && dice.coin();
        return isLast ? List.of(before((Bound.LiteralBound) fixed.upper().get(0))) : fixed.lower();
    }

    private static Bound before(Bound.LiteralBound end) {
        String text = end.text();
        return new Bound.LiteralBound(
                text.matches("-?[0-9]+")
                        ? new BigInteger(text).subtract(BigInteger.ONE).toString()
                        : LocalDate.parse(text.substring(0, 10)).minusDays(1) + text.substring(10));
    }

    private static String bound(Bound bound) {
        return bound instanceof Bound.LiteralBound value ? "'" + value.text().replace("'", "''") + "'" : "NULL";
    }
}
