package dev.cairn.engine.column;

import static dev.cairn.catalog.PrimitiveType.BIGINT;
import static dev.cairn.catalog.PrimitiveType.CHAR;
import static dev.cairn.catalog.PrimitiveType.DATE;
import static dev.cairn.catalog.PrimitiveType.DATETIME;
import static dev.cairn.catalog.PrimitiveType.DECIMALV2;
import static dev.cairn.catalog.PrimitiveType.DOUBLE;
import static dev.cairn.catalog.PrimitiveType.FLOAT;
import static dev.cairn.catalog.PrimitiveType.INT;
import static dev.cairn.catalog.PrimitiveType.JSON;
import static dev.cairn.catalog.PrimitiveType.LARGEINT;
import static dev.cairn.catalog.PrimitiveType.SMALLINT;
import static dev.cairn.catalog.PrimitiveType.TINYINT;
import static dev.cairn.catalog.PrimitiveType.VARCHAR;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The conversion of a column into another one by MODIFY COLUMN: whether the server permits it for the column's role and
 * type, and whether it keeps the order of values.
 */
public record ColumnConversion(Column oldColumn, Column newColumn) {
    /** Conversions that keep the order of the values, so the metadata of the server's data blocks stays valid. */
    private static final Map<PrimitiveType, Set<PrimitiveType>> ORDER_PRESERVING_TARGETS_BY_SOURCE = Map.of(
            TINYINT, EnumSet.of(SMALLINT, INT, BIGINT, LARGEINT, DOUBLE),
            SMALLINT, EnumSet.of(INT, BIGINT, LARGEINT, DOUBLE),
            INT, EnumSet.of(BIGINT, LARGEINT, DOUBLE),
            BIGINT, EnumSet.of(LARGEINT, DOUBLE),
            FLOAT, EnumSet.of(DOUBLE),
            DATE, EnumSet.of(DATETIME),
            CHAR, EnumSet.of(VARCHAR));

    /** Conversions that are possible, but may change the order of the values. */
    private static final Map<PrimitiveType, Set<PrimitiveType>> REORDERING_TARGETS_BY_SOURCE = Map.of(
            TINYINT, EnumSet.of(VARCHAR),
            SMALLINT, EnumSet.of(VARCHAR),
            INT, EnumSet.of(VARCHAR, DATE),
            BIGINT, EnumSet.of(VARCHAR),
            LARGEINT, EnumSet.of(VARCHAR),
            FLOAT, EnumSet.of(VARCHAR),
            DOUBLE, EnumSet.of(VARCHAR),
            JSON, EnumSet.of(VARCHAR),
            DATETIME, EnumSet.of(DATE),
            VARCHAR, EnumSet.of(JSON, TINYINT, SMALLINT, INT, BIGINT, LARGEINT, FLOAT, DOUBLE, DATE));

    /**
     * The width that a decimal needs besides its digits: a sign, a zero before the decimal point, and one character
     * that the server adds.
     */
    private static final int NON_DIGIT_WIDTH = 3;

    private static final int MIN_JSON_TEXT_LENGTH = 1024;

    /** Refuses conversions that MODIFY COLUMN does not support; does nothing if the new column is generated. */
    public void requirePossible(Span span) {
        if (newColumn.generatedValue() != null) {
            return;
        }
        if (!isPossible(oldColumn.type(), newColumn.type())) {
            throw Refusal.ofExecution(
                    span,
                    ColumnRule.TYPE_CHANGE_UNSUPPORTED,
                    TypeFormat.formatForMessages(oldColumn.type()),
                    TypeFormat.formatForMessages(newColumn.type()));
        }
        requireSameAggregation(span);
        if (oldColumn.isNullable() && !newColumn.isNullable()) {
            throw Refusal.ofExecution(span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "from nullable to non-nullable");
        }
        if (!oldColumn.hasSameDefault(newColumn)) {
            throw Refusal.ofExecution(span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "the default value");
        }
        requireSufficientLength(oldColumn.type(), newColumn.type(), span);
    }

    private void requireSameAggregation(Span span) {
        if (oldColumn.aggregation() instanceof Aggregation.State oldState
                && newColumn.aggregation() instanceof Aggregation.State newState) {
            if (!oldState.equals(newState)) {
                throw Refusal.ofExecution(
                        span,
                        ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED,
                        "the function or the types of an aggregate state");
            }
        } else if (oldColumn.isKey() != newColumn.isKey()
                || !Objects.equals(oldColumn.aggregation(), newColumn.aggregation())) {
            throw Refusal.ofExecution(span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "the aggregation type");
        }
    }

    private static void requireSufficientLength(Type sourceType, Type targetType, Span span) {
        if (!(targetType instanceof Type.Text targetText)
                || !PrimitiveType.of(targetType).isCharacterType()) {
            return;
        }
        if (sourceType instanceof Type.Text sourceText
                && PrimitiveType.of(sourceType).isCharacterType()
                && sourceText.length() > targetText.length()) {
            throw Refusal.ofExecution(
                    span, ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED, "the string length to a shorter one");
        }
        if (PrimitiveType.of(sourceType) == PrimitiveType.JSON && targetText.length() < MIN_JSON_TEXT_LENGTH) {
            throw Refusal.ofExecution(
                    span,
                    ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED,
                    "JSON to a text of less than " + MIN_JSON_TEXT_LENGTH + " bytes");
        }
    }

    /** Returns whether MODIFY COLUMN can convert the first type to the second one, regardless of the columns. */
    public static boolean isPossible(Type sourceType, Type targetType) {
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive.isDecimal() && sourceType instanceof Type.Decimal sourceDecimal) {
            return isPossibleFromDecimal(sourceDecimal, targetType);
        }
        if (targetPrimitive.isDecimalV3()) {
            return sourcePrimitive == VARCHAR;
        }
        return (sourcePrimitive == targetPrimitive && sourcePrimitive != PrimitiveType.INVALID_TYPE)
                || ORDER_PRESERVING_TARGETS_BY_SOURCE
                        .getOrDefault(sourcePrimitive, Set.of())
                        .contains(targetPrimitive)
                || REORDERING_TARGETS_BY_SOURCE
                        .getOrDefault(sourcePrimitive, Set.of())
                        .contains(targetPrimitive);
    }

    /**
     * Returns whether a backend can convert stored values of the first type to the second one. It has no conversion of
     * DECIMAL256, although a frontend accepts the statement: its job fails as soon as the table has a row.
     */
    public static boolean isPossibleForStoredValues(Type sourceType, Type targetType) {
        return sourceType.equals(targetType)
                || (PrimitiveType.of(sourceType) != PrimitiveType.DECIMAL256
                        && PrimitiveType.of(targetType) != PrimitiveType.DECIMAL256);
    }

    /**
     * Returns whether a decimal can become the target type. A DECIMALV2 can become only a DECIMALV2, a decimal(27, 9),
     * or a VARCHAR. Any other decimal can become a decimal, other than DECIMALV2, with at least as many digits before
     * and after the point, or a VARCHAR that is long enough.
     */
    private static boolean isPossibleFromDecimal(Type.Decimal sourceType, Type targetType) {
        boolean isDecimalV2 = PrimitiveType.of(sourceType) == DECIMALV2;
        if (targetType instanceof Type.Decimal targetDecimal) {
            if (isDecimalV2 || PrimitiveType.of(targetType) == DECIMALV2) {
                return isDecimalV2
                        && (PrimitiveType.of(targetType) == DECIMALV2
                                || (targetDecimal.precision() == 27 && targetDecimal.scale() == 9));
            }
            return sourceType.scale() <= targetDecimal.scale()
                    && sourceType.precision() - sourceType.scale() <= targetDecimal.precision() - targetDecimal.scale();
        }
        return targetType instanceof Type.Text targetText
                && PrimitiveType.of(targetType) == VARCHAR
                && (isDecimalV2 || computeRequiredWidth(sourceType) <= targetText.length());
    }

    private static int computeRequiredWidth(Type.Decimal decimalType) {
        return decimalType.precision() + (decimalType.scale() > 0 ? 1 : 0) + NON_DIGIT_WIDTH;
    }

    /**
     * Returns whether the conversion keeps the order of the values; true for types without an order. The conversion
     * must be possible, and not from a decimal.
     */
    public boolean preservesOrder() {
        PrimitiveType oldType = PrimitiveType.of(oldColumn.type());
        PrimitiveType newType = PrimitiveType.of(newColumn.type());
        boolean hasOrder = oldType.isNumeric()
                || oldType.isDateOrDatetime()
                || oldType.isCharacterType()
                || oldType == PrimitiveType.BOOLEAN;
        return !hasOrder
                || oldType == newType
                || ORDER_PRESERVING_TARGETS_BY_SOURCE
                        .getOrDefault(oldType, Set.of())
                        .contains(newType);
    }
}
