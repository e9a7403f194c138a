package dev.cairn.internal.copy;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
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
 * numbers and omits null members, and a PERCENTILE depends on the order in which it was merged. For such a value, the
 * queries compare only whether it is NULL.
 */
public final class RowDigestQueries {
    /** The types of simple columns: equal values have the same text in both tables. */
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
    private final boolean includesComplexValues;
    private final List<String> sourceExpressions = new ArrayList<>();
    private final List<String> targetExpressions = new ArrayList<>();
    private final List<String> sourceKeyExpressions = new ArrayList<>();
    private final List<String> targetKeyExpressions = new ArrayList<>();

    private RowDigestQueries(
            CopyStatement copyStatement, SourceTable sourceTable, Table targetTable, boolean includesComplexValues) {
        this.copyStatement = copyStatement;
        this.includesComplexValues = includesComplexValues;
        for (int i = 0; i < copyStatement.columnNames().size(); i++) {
            Column column =
                    targetTable.findColumn(copyStatement.columnNames().get(i)).orElseThrow();
            ComparedValue comparedValue =
                    createComparedValue(copyStatement.values().get(i), sourceTable, column);
            if (column.isKey() && HASHED_TYPES.contains(PrimitiveType.of(column.type()))) {
                sourceKeyExpressions.add(comparedValue.sourceExpression());
                targetKeyExpressions.add(comparedValue.targetExpression());
            }
            if (includesComplexValues || HASHED_TYPES.contains(PrimitiveType.of(column.type()))) {
                sourceExpressions.add(comparedValue.sourceExpression());
                targetExpressions.add(comparedValue.targetExpression());
            }
        }
        sourceExpressions.removeIf(String::isEmpty);
        targetExpressions.removeIf(String::isEmpty);
    }

    /**
     * A table whose rows are copied.
     *
     * @param recordedTable the table for which the copy was recorded
     * @param liveTable the table as it is: its columns may have wider types than recorded
     */
    public record SourceTable(Table recordedTable, Table liveTable) {}

    /** SQL expressions for the text of a value in the old table, and of its copy in the new one. */
    private record ComparedValue(String sourceExpression, String targetExpression) {}

    /**
     * Compares a value with its copy in the type of the new column. If this type can't represent each value of the live
     * column, although the migration announces no loss, both are compared in the type of the live column, so that a
     * loss is detected.
     */
    private static ComparedValue createComparedValue(Expression value, SourceTable sourceTable, Column column) {
        String targetExpression = SqlQuoting.quoteName(column.name());
        Optional<String> sourceColumnName = findReferencedColumn(value);
        Optional<Column> liveColumn = sourceColumnName.flatMap(sourceTable.liveTable()::findColumn);
        boolean isUnannouncedLoss = liveColumn.isPresent()
                && HASHED_TYPES.contains(PrimitiveType.of(liveColumn.get().type()))
                && ValueLoss.isPossible(liveColumn.get().type(), column.type())
                && sourceColumnName
                        .flatMap(sourceTable.recordedTable()::findColumn)
                        .filter(recordedColumn -> !ValueLoss.isPossible(recordedColumn.type(), column.type()))
                        .isPresent();
        if (isUnannouncedLoss) {
            Type originalType = liveColumn.get().type();
            return new ComparedValue(
                    renderText(SqlQuoting.quoteName(liveColumn.get().name()), originalType),
                    renderText(renderCast(targetExpression, originalType), originalType));
        }
        String sourceExpression = Sql.render(value);
        boolean isUnchanged = value instanceof Expression.Reference
                && liveColumn
                        .filter(sourceColumn -> sourceColumn.type().equals(column.type()))
                        .isPresent();
        return new ComparedValue(
                renderText(isUnchanged ? sourceExpression : renderCast(sourceExpression, column.type()), column.type()),
                renderText(targetExpression, column.type()));
    }

    /** Returns the name of the column if an expression is its value, with or without casts; otherwise empty. */
    private static Optional<String> findReferencedColumn(Expression value) {
        Expression bareValue = value.unwrap();
        while (bareValue instanceof Expression.Cast cast) {
            bareValue = cast.value().unwrap();
        }
        return bareValue instanceof Expression.Reference reference
                ? Optional.of(reference.name().lastPart().text())
                : Optional.empty();
    }

    private static String renderCast(String valueExpression, Type type) {
        boolean isCastable =
                HASHED_TYPES.contains(PrimitiveType.of(type)) && !TEXT_TYPES.contains(PrimitiveType.of(type));
        return isCastable || type.isNested()
                ? "CAST(" + valueExpression + " AS " + Sql.render(type) + ")"
                : valueExpression;
    }

    /** Returns a SQL expression for the text of a value; an empty string if the value can't be compared. */
    private static String renderText(String valueExpression, Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if (HASHED_TYPES.contains(primitiveType)) {
            return renderNullSafe("CAST(" + valueExpression + " AS VARCHAR)");
        }
        if (type.isNested()) {
            return isRenderableAsText(type) ? renderNestedText(valueExpression, type) : renderNullFlag(valueExpression);
        }
        return switch (primitiveType) {
            case VARBINARY -> renderNullSafe("hex(" + valueExpression + ")");
            case BITMAP ->
                renderNullSafe(
                        "if(bitmap_count(" + valueExpression + ") <= " + MAX_BITMAP_ELEMENTS + ", bitmap_to_string("
                                + valueExpression
                                + "), concat_ws(',', CAST(bitmap_count(" + valueExpression
                                + ") AS VARCHAR), CAST(bitmap_min(" + valueExpression
                                + ") AS VARCHAR), CAST(bitmap_max(" + valueExpression + ") AS VARCHAR)))");
            case HLL -> renderNullSafe("CAST(hll_cardinality(" + valueExpression + ") AS VARCHAR)");
            case JSON, VARIANT, DECIMAL256 -> renderNullFlag(valueExpression);
            default -> "";
        };
    }

    /**
     * Renders the JSON text of a struct that contains the value. The server converts only structs to JSON, and maps
     * only if no key is NULL or empty.
     */
    private static String renderNestedText(String valueExpression, Type type) {
        String rowArguments = type instanceof Type.Map
                ? "map_keys(" + valueExpression + "), map_values(" + valueExpression + ")"
                : valueExpression;
        return renderNullSafe("json_string(to_json(row(" + rowArguments + ")))");
    }

    private static boolean isRenderableAsText(Type type) {
        if (type instanceof Type.Map mapType) {
            return isElementRenderableAsText(mapType.key()) && isElementRenderableAsText(mapType.value());
        }
        return isElementRenderableAsText(type);
    }

    private static boolean isElementRenderableAsText(Type type) {
        if (type instanceof Type.Array arrayType) {
            return isElementRenderableAsText(arrayType.element());
        }
        if (type instanceof Type.Struct structType) {
            return structType.fields().stream().allMatch(field -> isElementRenderableAsText(field.type()));
        }
        return HASHED_TYPES.contains(PrimitiveType.of(type));
    }

    private static String renderNullFlag(String valueExpression) {
        return "if(" + valueExpression + " IS NULL, '0', '1')";
    }

    /** Replaces NULL by a text, because {@code concat_ws} skips NULL: (NULL, 'a') would equal ('a', NULL). */
    private static String renderNullSafe(String valueExpression) {
        return "ifnull(" + valueExpression + ", '\\\\N')";
    }

    /**
     * Returns the queries for a copy; empty if the new table may have other rows than the old one, because it merges
     * rows with the same key.
     */
    public static Optional<RowDigestQueries> createIfComparable(
            SourceTable sourceTable, Table targetTable, CopyStatement copyStatement) {
        return createIfComparable(sourceTable, targetTable, copyStatement, true);
    }

    /** Like {@link #createIfComparable}, but the queries compare only booleans, numbers, texts and times. */
    public static Optional<RowDigestQueries> createForSimpleColumns(
            SourceTable sourceTable, Table targetTable, CopyStatement copyStatement) {
        return createIfComparable(sourceTable, targetTable, copyStatement, false);
    }

    private static Optional<RowDigestQueries> createIfComparable(
            SourceTable sourceTable, Table targetTable, CopyStatement copyStatement, boolean includesComplexValues) {
        return targetTable.model() == KeyModel.DUPLICATE
                        || (sourceTable.recordedTable().model() != KeyModel.DUPLICATE
                                && keepsKeysDistinct(sourceTable.recordedTable(), targetTable, copyStatement))
                ? Optional.of(new RowDigestQueries(copyStatement, sourceTable, targetTable, includesComplexValues))
                : Optional.empty();
    }

    /** Returns whether rows with different keys also have different keys in the new table. */
    private static boolean keepsKeysDistinct(Table sourceTable, Table targetTable, CopyStatement copyStatement) {
        List<String> sourceKeyNames = lowerCaseKeyNames(sourceTable);
        return lowerCaseKeyNames(targetTable).containsAll(sourceKeyNames)
                && sourceKeyNames.stream().allMatch(copyStatement::isCopiedUnchanged);
    }

    private static List<String> lowerCaseKeyNames(Table table) {
        return table.keyColumnNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String renderDigest(List<String> valueExpressions) {
        return "SELECT count(*)" + (valueExpressions.isEmpty() ? "" : ", sum(" + renderHash(valueExpressions) + ")");
    }

    private static String renderHash(List<String> valueExpressions) {
        return "murmur_hash3_32(concat_ws('|', " + String.join(", ", valueExpressions) + "))";
    }

    private static String renderSampleCondition(List<String> keyExpressions, long sampleDivisor) {
        return renderHash(keyExpressions) + " % " + sampleDivisor + " = 0";
    }

    /** Returns whether the rows can be divided by their keys into samples that are the same in both tables. */
    public boolean isSampleable() {
        return !targetKeyExpressions.isEmpty();
    }

    /** Returns whether the queries also compare values other than booleans, numbers, texts and times. */
    public boolean includesComplexValues() {
        return includesComplexValues;
    }

    /**
     * Returns the query about the rows of the old table.
     *
     * @param sampleDivisor 1 for all rows, 10 for a tenth of them; a sample requires that {@link #isSampleable} is true
     */
    public String renderSourceQuery(ObjectName sourceName, List<String> partitionNames, long sampleDivisor) {
        return renderDigest(sourceExpressions)
                + (sampleDivisor == 1
                        ? copyStatement.renderFromAndWhere(sourceName, partitionNames)
                        : copyStatement.renderFromAndWhereWithCondition(
                                sourceName,
                                partitionNames,
                                renderSampleCondition(sourceKeyExpressions, sampleDivisor)));
    }

    /** Returns the query about the same rows of the new table. */
    public String renderTargetQuery(ObjectName targetName, List<String> partitionNames, long sampleDivisor) {
        return renderDigest(targetExpressions) + "\nFROM " + SqlQuoting.quoteName(targetName)
                + CopyStatement.renderPartitionClause(partitionNames)
                + (sampleDivisor == 1 ? "" : "\nWHERE " + renderSampleCondition(targetKeyExpressions, sampleDivisor));
    }

    /** Returns the query about the rows of the old table in a range; the copy itself must not have a condition. */
    public String renderSourceRangeQuery(ObjectName sourceName, CopyUnit rangeUnit) {
        return renderStrongDigest(sourceExpressions)
                + copyStatement.renderFromAndWhere(sourceName, List.of())
                + rangeUnit.whereClause();
    }

    /** Returns the query about the rows of the new table in a range. */
    public String renderTargetRangeQuery(ObjectName targetName, CopyUnit rangeUnit) {
        return renderStrongDigest(targetExpressions) + "\nFROM " + SqlQuoting.quoteName(targetName)
                + rangeUnit.whereClause();
    }

    /** Renders a digest with two hashes of 32 bits, because only the values show whether a range has changed. */
    private static String renderStrongDigest(List<String> valueExpressions) {
        List<String> reversedExpressions = new ArrayList<>(valueExpressions);
        Collections.reverse(reversedExpressions);
        return renderDigest(valueExpressions) + ", sum(murmur_hash3_32(concat_ws('#', 'r', "
                + String.join(", ", reversedExpressions) + ")))";
    }
}
