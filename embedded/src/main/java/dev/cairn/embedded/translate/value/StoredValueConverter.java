package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.ColumnConversion;
import dev.cairn.sql.ast.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Converts the stored values of a column whose type ALTER TABLE changes. A backend converts them with its storage
 * types, not with a CAST: a text that is not a number becomes 0, not NULL. A value that can't be converted makes the
 * change fail.
 */
public final class StoredValueConverter {
    private static final Set<PrimitiveType> TEXT_TYPES = EnumSet.of(PrimitiveType.VARCHAR);

    private static final Set<PrimitiveType> INTEGER_TYPES =
            EnumSet.of(PrimitiveType.TINYINT, PrimitiveType.SMALLINT, PrimitiveType.INT, PrimitiveType.BIGINT);

    private static final Set<PrimitiveType> DECIMAL_TYPES =
            EnumSet.of(PrimitiveType.DECIMAL32, PrimitiveType.DECIMAL64, PrimitiveType.DECIMAL128);

    /** The date for a text that is not a date. */
    private static final String FALLBACK_DATE = "DATE '1400-01-01'";

    /** The conversions that differ from a CAST. */
    private static final List<Conversion> CONVERSIONS = List.of(
            new Conversion(
                    TEXT_TYPES,
                    INTEGER_TYPES,
                    false,
                    (sql, sourceType, targetType) ->
                            ScalarCast.wrapIfSmallInteger("sr_stored_integer(" + sql + ")", targetType)),
            new Conversion(
                    TEXT_TYPES,
                    EnumSet.of(PrimitiveType.LARGEINT),
                    false,
                    (sql, sourceType, targetType) -> "CAST(sr_stored_largeint(" + sql + ") AS HUGEINT)"),
            new Conversion(
                    TEXT_TYPES,
                    EnumSet.of(PrimitiveType.DOUBLE),
                    false,
                    (sql, sourceType, targetType) -> "sr_stored_double(" + sql + ")"),
            new Conversion(
                    TEXT_TYPES,
                    EnumSet.of(PrimitiveType.FLOAT),
                    false,
                    (sql, sourceType, targetType) -> ScalarCast.convertToFloat("sr_stored_double(" + sql + ")")),
            new Conversion(
                    TEXT_TYPES,
                    EnumSet.of(PrimitiveType.DATE),
                    false,
                    (sql, sourceType, targetType) -> "CASE WHEN " + sql + " IS NOT NULL THEN coalesce("
                            + CastTranslator.convert(sql, sourceType, targetType) + ", " + FALLBACK_DATE + ") END"),
            new Conversion(TEXT_TYPES, DECIMAL_TYPES, true, CastTranslator::convert),
            new Conversion(TEXT_TYPES, EnumSet.of(PrimitiveType.JSON), true, CastTranslator::convert),
            new Conversion(
                    EnumSet.of(PrimitiveType.JSON),
                    TEXT_TYPES,
                    false,
                    (sql, sourceType, targetType) -> "CAST(" + sql + " AS VARCHAR)"),
            new Conversion(
                    EnumSet.of(PrimitiveType.FLOAT),
                    EnumSet.of(PrimitiveType.DOUBLE),
                    false,
                    (sql, sourceType, targetType) -> "sr_stored_double_of_float(" + sql + ")"),
            new Conversion(
                    EnumSet.of(PrimitiveType.FLOAT),
                    TEXT_TYPES,
                    false,
                    (sql, sourceType, targetType) -> "sr_stored_float_text(" + sql + ")"),
            new Conversion(
                    EnumSet.of(PrimitiveType.DOUBLE),
                    TEXT_TYPES,
                    false,
                    (sql, sourceType, targetType) -> "sr_stored_double_text(" + sql + ")"),
            new Conversion(
                    EnumSet.of(PrimitiveType.INT), EnumSet.of(PrimitiveType.DATE), true, CastTranslator::convert));

    private StoredValueConverter() {}

    /** Renders the converted value of an expression. */
    @FunctionalInterface
    private interface ConversionRenderer {
        String render(String sql, Type sourceType, Type targetType);
    }

    /**
     * A conversion between some types.
     *
     * @param mayFail whether a value for which the conversion returns NULL makes the change fail
     */
    private record Conversion(
            Set<PrimitiveType> sourceTypes,
            Set<PrimitiveType> targetTypes,
            boolean mayFail,
            ConversionRenderer renderer) {
        boolean isBetween(Type sourceType, Type targetType) {
            return sourceTypes.contains(PrimitiveType.of(sourceType))
                    && targetTypes.contains(PrimitiveType.of(targetType));
        }
    }

    private static Optional<Conversion> findConversion(Type sourceType, Type targetType) {
        return CONVERSIONS.stream()
                .filter(conversion -> conversion.isBetween(sourceType, targetType))
                .findFirst();
    }

    /** Returns the converted value of a column. The fields of structs are converted by their names. */
    public static String convert(String sql, Type sourceType, Type targetType) {
        return findConversion(sourceType, targetType)
                .map(conversion -> conversion.renderer().render(sql, sourceType, targetType))
                .orElseGet(() -> CastTranslator.convertByFieldNames(sql, sourceType, targetType));
    }

    /**
     * Returns the condition that selects the rows that make the change fail: TRUE if servers have no conversion between
     * the types; empty if no row does.
     */
    public static Optional<String> renderFailureCondition(String sql, Type sourceType, Type targetType) {
        if (!ColumnConversion.isPossibleForStoredValues(sourceType, targetType)) {
            return Optional.of("TRUE");
        }
        return findConversion(sourceType, targetType)
                .filter(Conversion::mayFail)
                .map(conversion -> sql + " IS NOT NULL AND ("
                        + conversion.renderer().render(sql, sourceType, targetType) + ") IS NULL");
    }

    /**
     * Returns the type in which the sum of a column is calculated before it is {@linkplain #convertSum converted}: a
     * wider one for an integer or a FLOAT, else the type of the column.
     */
    public static Type sumType(Type columnType) {
        PrimitiveType primitiveType = PrimitiveType.of(columnType);
        if (INTEGER_TYPES.contains(primitiveType)) {
            return TypeConstants.BIGINT;
        }
        return primitiveType == PrimitiveType.FLOAT ? TypeConstants.DOUBLE : columnType;
    }

    /**
     * Converts a sum to the type of its column, in which a backend adds stored values: an integer wraps around, and a
     * FLOAT that is too large is infinite.
     */
    public static String convertSum(String sql, Type columnType) {
        PrimitiveType primitiveType = PrimitiveType.of(columnType);
        if (INTEGER_TYPES.contains(primitiveType)) {
            return ScalarCast.wrapIfSmallInteger(sql, columnType);
        }
        return primitiveType == PrimitiveType.FLOAT ? ScalarCast.convertToFloat(sql) : sql;
    }
}
