package dev.cairn.embedded.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column as SHOW COLUMNS, DESC and information_schema.columns print it: the three print the same facts in different
 * forms.
 */
record ColumnDescription(Column column) {
    /** The default that a server prints for a BITMAP or HLL: an empty sketch. */
    private static final String EMPTY_SKETCH = "\0";

    /** Returns the type as SHOW COLUMNS and DESC print it. */
    String type() {
        return type(column.type());
    }

    static String type(Type type) {
        return TypeFormat.formatWithoutStorageClass(type).toLowerCase(Locale.ROOT);
    }

    String nullability() {
        return column.isNullable() ? "YES" : "NO";
    }

    /** Returns the declared default, or null if it is absent. */
    @Nullable
    String defaultValue() {
        ColumnDefault columnDefault = column.defaultValue();
        if (columnDefault instanceof ColumnDefault.TextDefault textDefault) {
            return textDefault.value();
        }
        if (columnDefault instanceof ColumnDefault.CurrentTimestamp currentTimestamp) {
            return currentTimestamp.precision() == null
                    ? "CURRENT_TIMESTAMP"
                    : "current_timestamp(" + currentTimestamp.precision() + ")";
        }
        if (columnDefault instanceof ColumnDefault.FunctionDefault functionDefault) {
            return functionDefault.name() + "()";
        }
        return columnDefault instanceof ColumnDefault.ComputedDefault computedDefault
                ? Sql.render(computedDefault.expression())
                : null;
    }

    /** Returns the default of a stored column. For a BITMAP or HLL it is always the empty sketch. */
    @Nullable
    String storedDefault() {
        PrimitiveType primitiveType = PrimitiveType.of(column.type());
        return primitiveType == PrimitiveType.BITMAP || primitiveType == PrimitiveType.HLL
                ? EMPTY_SKETCH
                : defaultValue();
    }

    /** Returns the default of a column of an object in DESC and {@code information_schema.columns}. */
    @Nullable
    String describedDefault(DatabaseObject object) {
        return object instanceof DatabaseObject.DatabaseTable ? storedDefault() : defaultValue();
    }

    /** Returns the default in SHOW COLUMNS, which prints none for types that only aggregate functions can read. */
    @Nullable
    String showColumnsDefault() {
        return PrimitiveType.of(column.type()).isMetric() ? null : defaultValue();
    }

    /** Returns the declared aggregation; empty if the column has no aggregation. */
    String aggregation() {
        return Optional.ofNullable(column.aggregation())
                .map(ColumnDescription::formatAggregation)
                .orElse("");
    }

    private static String formatAggregation(Aggregation aggregation) {
        return aggregation instanceof Aggregation.State ? "AGG_STATE_UNION" : aggregation.toString();
    }

    /**
     * Returns the column Extra of DESC for a column of a table.
     *
     * @param isAggregationListed whether the aggregation is listed, even if it is implicit
     * @param isBloomFilterListed whether a Bloom filter is listed
     */
    String extra(Table table, boolean isAggregationListed, boolean isBloomFilterListed) {
        List<String> extras = new ArrayList<>();
        if (isAggregationListed && !column.isKey()) {
            extras.add(
                    column.aggregation() == null
                            ? implicitAggregation(table)
                            : formatAggregation(column.aggregation()));
        }
        boolean hasBloomFilter = KnownProperty.BLOOM_FILTER_COLUMNS.findValueIn(table.properties()).stream()
                .flatMap(columns -> Arrays.stream(columns.split(",")))
                .anyMatch(name -> name.strip().equals(column.name()));
        if (isBloomFilterListed && hasBloomFilter) {
            extras.add("BLOOM_FILTER");
        }
        ColumnDefault columnDefault = column.defaultValue();
        if (columnDefault instanceof ColumnDefault.CurrentTimestamp
                || columnDefault instanceof ColumnDefault.FunctionDefault) {
            extras.add("DEFAULT_GENERATED");
        }
        return String.join(",", extras);
    }

    /** Returns the aggregation of a value column that declares none. */
    static String implicitAggregation(Table table) {
        return table.model() == KeyModel.DUPLICATE ? "NONE" : "REPLACE";
    }

    /** Returns COLUMN_KEY of {@code information_schema.columns}; empty for a value column. */
    String columnKey(DatabaseObject object) {
        if (!column.isKey()) {
            return "";
        }
        KeyModel model = object.findTable().map(Table::model).orElse(KeyModel.DUPLICATE);
        return switch (model) {
            case DUPLICATE -> "DUP";
            case AGGREGATE -> "AGG";
            case UNIQUE -> "UNI";
            case PRIMARY -> "PRI";
        };
    }

    /** Returns DATA_TYPE of {@code information_schema.columns}: the name of the type without its arguments. */
    String dataType() {
        Type type = column.type();
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if (type instanceof Type.Array) {
            return "array";
        }
        if (type instanceof Type.Map) {
            return "map";
        }
        if (type instanceof Type.Struct) {
            return "struct";
        }
        return switch (primitiveType) {
            case BOOLEAN -> "tinyint";
            case LARGEINT -> "bigint unsigned";
            default ->
                primitiveType.isDecimal() ? "decimal" : primitiveType.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Returns COLUMN_TYPE of {@code information_schema.columns}: the whole type. */
    String columnType() {
        return switch (PrimitiveType.of(column.type())) {
            case BOOLEAN -> "tinyint(1)";
            case LARGEINT -> "bigint(20) unsigned";
            default -> TypeFormat.formatForShowCreate(column.type());
        };
    }

    /** Returns the number of digits of a number; null for other types. */
    @Nullable
    Integer precision() {
        PrimitiveType primitiveType = PrimitiveType.of(column.type());
        return switch (primitiveType) {
            case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> primitiveType.maxIntegerDigits();
            case FLOAT -> 7;
            case DOUBLE -> 15;
            default -> column.type() instanceof Type.Decimal decimalType ? decimalType.precision() : null;
        };
    }

    /**
     * Returns the number of digits after the point, as the server prints it: of a floating-point number, all digits.
     * The result is null for LARGEINT, and for types that are neither numbers nor BOOLEAN.
     */
    @Nullable
    Integer scale() {
        return switch (PrimitiveType.of(column.type())) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT -> 0;
            case FLOAT -> 7;
            case DOUBLE -> 15;
            default -> column.type() instanceof Type.Decimal decimalType ? decimalType.scale() : null;
        };
    }

    /** Returns the declared length of a character type; null for other types. */
    @Nullable
    Integer length() {
        return column.type() instanceof Type.Text text
                        && PrimitiveType.of(column.type()).isCharacterType()
                ? text.length()
                : null;
    }

    /** Returns COLUMN_SIZE of {@code information_schema.columns}. */
    @Nullable
    Integer lengthOrPrecision() {
        Integer length = length();
        return length == null ? precision() : length;
    }

    /** Returns the expression of a generated column; null for other columns. */
    @Nullable
    String generationExpression() {
        return column.generatedValue() == null ? null : Sql.render(column.generatedValue());
    }
}
