package dev.cairn.internal.copy;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Queries that return equal results for the rows of the old table and for their copies: the number of rows, and the sum
 * of a hash of their values.
 *
 * <p>Some values do not have the same text in both tables: JSON may be stored as separate columns, which changes
 * numbers and omits null members, and a PERCENTILE depends on the order in which it was merged. Only whether such a
 * value is NULL is compared.
 */
public final class RowDigest {
    private static final Set<PrimitiveType> HASHED_TYPES = EnumSet.of(
            PrimitiveType.BOOLEAN,
            PrimitiveType.TINYINT,
            PrimitiveType.SMALLINT,
            PrimitiveType.INT,
            PrimitiveType.BIGINT,
            PrimitiveType.LARGEINT,
            PrimitiveType.FLOAT,
            PrimitiveType.DOUBLE,
            PrimitiveType.DATE,
            PrimitiveType.DATETIME,
            PrimitiveType.CHAR,
            PrimitiveType.VARCHAR,
            PrimitiveType.DECIMAL32,
            PrimitiveType.DECIMAL64,
            PrimitiveType.DECIMAL128);
    private static final Set<PrimitiveType> TEXT_TYPES = EnumSet.of(PrimitiveType.CHAR, PrimitiveType.VARCHAR);
    /**
     * The number of elements up to which the elements of bitmaps are compared. Of larger bitmaps, only the sizes and
     * the bounds are compared.
     */
    private static final int MAX_BITMAP_ELEMENTS = 1000;

    private final CopyStatement copyStatement;
    private final boolean includesNestedValues;
    private final List<String> sourceExpressions = new ArrayList<>();
    private final List<String> targetExpressions = new ArrayList<>();
    private final List<String> sourceKeys = new ArrayList<>();
    private final List<String> targetKeys = new ArrayList<>();

    private RowDigest(CopyStatement copyStatement, Table sourceTable, Table targetTable, boolean includesNestedValues) {
        this.copyStatement = copyStatement;
        this.includesNestedValues = includesNestedValues;
        for (int i = 0; i < copyStatement.columns().size(); i++) {
            Column column = targetTable.column(copyStatement.columns().get(i)).orElseThrow();
            String value = Sql.render(copyStatement.values().get(i));
            boolean isUnchanged = copyStatement.isCopiedUnchanged(column.name())
                    && sourceTable.column(column.name()).map(Column::type).equals(Optional.of(column.type()));
            if (column.isKey() && HASHED_TYPES.contains(PrimitiveType.of(column.type()))) {
                sourceKeys.add(renderText(isUnchanged ? value : renderCast(value, column.type()), column.type()));
                targetKeys.add(renderText(SqlQuoting.quoteName(column.name()), column.type()));
            }
            if (includesNestedValues || HASHED_TYPES.contains(PrimitiveType.of(column.type()))) {
                sourceExpressions.add(
                        renderText(isUnchanged ? value : renderCast(value, column.type()), column.type()));
                targetExpressions.add(renderText(SqlQuoting.quoteName(column.name()), column.type()));
            }
        }
        sourceExpressions.removeIf(String::isEmpty);
        targetExpressions.removeIf(String::isEmpty);
    }

    private static String renderCast(String value, Type type) {
        boolean isCastable =
                HASHED_TYPES.contains(PrimitiveType.of(type)) && !TEXT_TYPES.contains(PrimitiveType.of(type));
        return isCastable || type.isComplex() ? "CAST(" + value + " AS " + Sql.render(type) + ")" : value;
    }

    /** Returns a SQL expression for the text of a value; an empty string if the value can't be compared. */
    private static String renderText(String value, Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if (HASHED_TYPES.contains(primitiveType)) {
            return renderNullSafe("CAST(" + value + " AS VARCHAR)");
        }
        if (type.isComplex()) {
            return canRenderAsText(type) ? renderNestedText(value, type) : renderNullFlag(value);
        }
        return switch (primitiveType) {
            case VARBINARY -> renderNullSafe("hex(" + value + ")");
            case BITMAP ->
                renderNullSafe("if(bitmap_count(" + value + ") <= " + MAX_BITMAP_ELEMENTS + ", bitmap_to_string("
                        + value
                        + "), concat_ws(',', CAST(bitmap_count(" + value + ") AS VARCHAR), CAST(bitmap_min(" + value
                        + ") AS VARCHAR), CAST(bitmap_max(" + value + ") AS VARCHAR)))");
            case HLL -> renderNullSafe("CAST(hll_cardinality(" + value + ") AS VARCHAR)");
            case JSON, VARIANT, DECIMAL256 -> renderNullFlag(value);
            default -> "";
        };
    }

    /**
     * Renders the JSON text of a struct that contains the value. The server converts only structs to JSON, and maps
     * only if no key is NULL or empty.
     */
    private static String renderNestedText(String value, Type type) {
        String rowArguments = type instanceof Type.Map ? "map_keys(" + value + "), map_values(" + value + ")" : value;
        return renderNullSafe("json_string(to_json(row(" + rowArguments + ")))");
    }

    private static boolean canRenderAsText(Type type) {
        if (type instanceof Type.Map mapType) {
            return canRenderElementAsText(mapType.key()) && canRenderElementAsText(mapType.value());
        }
        return canRenderElementAsText(type);
    }

    private static boolean canRenderElementAsText(Type type) {
        if (type instanceof Type.Array arrayType) {
            return canRenderElementAsText(arrayType.element());
        }
        if (type instanceof Type.Struct structType) {
            return structType.fields().stream().allMatch(field -> canRenderElementAsText(field.type()));
        }
        return HASHED_TYPES.contains(PrimitiveType.of(type));
    }

    private static String renderNullFlag(String value) {
        return "if(" + value + " IS NULL, '0', '1')";
    }

    private static String renderNullSafe(String value) {
        return "ifnull(" + value + ", '\\\\N')";
    }

    /**
     * Returns the queries for a copy; empty if the new table may have other rows than the old one, because it merges
     * rows with the same key.
     */
    public static Optional<RowDigest> createIfComparable(
            Table sourceTable, Table targetTable, CopyStatement copyStatement) {
        return createIfComparable(sourceTable, targetTable, copyStatement, true);
    }

    /** Like {@link #createIfComparable}, but the queries compare only numbers, texts and times. */
    public static Optional<RowDigest> ofSimpleColumns(
            Table sourceTable, Table targetTable, CopyStatement copyStatement) {
        return createIfComparable(sourceTable, targetTable, copyStatement, false);
    }

    private static Optional<RowDigest> createIfComparable(
            Table sourceTable, Table targetTable, CopyStatement copyStatement, boolean includesNestedValues) {
        return targetTable.model() == KeyModel.DUPLICATE
                        || (sourceTable.model() != KeyModel.DUPLICATE
                                && hasSameKey(sourceTable, targetTable, copyStatement))
                ? Optional.of(new RowDigest(copyStatement, sourceTable, targetTable, includesNestedValues))
                : Optional.empty();
    }

    private static boolean hasSameKey(Table sourceTable, Table targetTable, CopyStatement copyStatement) {
        List<String> sourceKeyNames = listKeyNames(sourceTable);
        return sourceKeyNames.equals(listKeyNames(targetTable))
                && sourceKeyNames.stream().allMatch(copyStatement::isCopiedUnchanged);
    }

    private static List<String> listKeyNames(Table table) {
        return table.keyNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String renderDigest(List<String> values) {
        return "SELECT count(*)" + (values.isEmpty() ? "" : ", sum(" + renderHash(values) + ")");
    }

    private static String renderHash(List<String> values) {
        return "murmur_hash3_32(concat_ws('|', " + String.join(", ", values) + "))";
    }

    private static String renderSampleCondition(List<String> keys, long sampleDivisor) {
        return renderHash(keys) + " % " + sampleDivisor + " = 0";
    }

    /** Returns whether the rows can be divided by their keys into samples that are the same in both tables. */
    public boolean canSample() {
        return !targetKeys.isEmpty();
    }

    /** Returns whether the queries also compare values other than numbers, texts and times. */
    public boolean includesNestedValues() {
        return includesNestedValues;
    }

    /**
     * Returns the query about the rows of the old table.
     *
     * @param sampleDivisor 1 for all rows, 10 for a tenth of them
     */
    public String renderSourceQuery(ObjectName sourceTable, List<String> partitions, long sampleDivisor) {
        return renderDigest(sourceExpressions)
                + (sampleDivisor == 1
                        ? copyStatement.renderFromAndWhere(sourceTable, partitions)
                        : copyStatement.renderFromAndWhereWith(
                                sourceTable, partitions, renderSampleCondition(sourceKeys, sampleDivisor)));
    }

    /** Returns the query about the same rows of the new table. */
    public String renderTargetQuery(ObjectName targetTable, List<String> partitions, long sampleDivisor) {
        return renderDigest(targetExpressions) + "\nFROM " + SqlQuoting.quoteName(targetTable)
                + CopyStatement.renderPartitionClause(partitions)
                + (sampleDivisor == 1 ? "" : "\nWHERE " + renderSampleCondition(targetKeys, sampleDivisor));
    }

    /** Returns the query about the rows of the old table in a range. */
    public String renderSourceRangeQuery(ObjectName sourceTable, CopyUnit range) {
        return renderStrongDigest(sourceExpressions)
                + copyStatement.renderFromAndWhere(sourceTable, List.of())
                + range.whereClause();
    }

    /** Returns the query about the rows of the new table in a range. */
    public String renderTargetRangeQuery(ObjectName targetTable, CopyUnit range) {
        return renderStrongDigest(targetExpressions) + "\nFROM " + SqlQuoting.quoteName(targetTable)
                + range.whereClause();
    }

    /** Renders a digest with two hashes of 32 bits, because only the values show whether a range has changed. */
    private static String renderStrongDigest(List<String> values) {
        List<String> reversedValues = new ArrayList<>(values);
        Collections.reverse(reversedValues);
        return renderDigest(values) + ", sum(murmur_hash3_32(concat_ws('#', 'r', " + String.join(", ", reversedValues)
                + ")))";
    }
}
