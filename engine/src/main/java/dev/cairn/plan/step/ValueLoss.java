package dev.cairn.plan.step;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.Optional;

/**
 * The values of a column, or of a part of a column, that the new type can't represent.
 *
 * @param subject the column or its part, such as {@code orders.price}
 * @param outcome what happens to a value that the new type can't hold at all
 */
public record ValueLoss(String subject, Type sourceType, Type targetType, Outcome outcome) {
    /** The greatest number of digits before the decimal point of a literal that every server can compare with. */
    private static final int MAX_INTEGER_DIGITS = 38;

    /** The outcome for a value that the new type can't hold. */
    public enum Outcome {
        /**
         * The column is altered: the server converts its values without a CAST, so the results may differ from the
         * results of a CAST.
         */
        CONVERTED("are converted to another value, or make the change fail"),
        /** The rows are copied with a CAST, whose result is NULL. */
        NULL("become NULL"),
        /** The rows are copied with a CAST into a column that must not be NULL. */
        REFUSED("make the copy fail"),
        /** The rows are copied with a CAST, and another expression gives the value in place of NULL. */
        FILLED("get the value for rows without one");

        private final String consequence;

        Outcome(String consequence) {
            this.consequence = consequence;
        }
    }

    /**
     * Returns the loss of values when rows are copied into a table with another type of a column; empty if each value
     * fits, or if the column is or becomes generated.
     */
    public static Optional<ValueLoss> findInCopy(String subject, Column columnBefore, Column columnAfter) {
        Outcome outcome = columnAfter.isNullable() ? Outcome.NULL : Outcome.REFUSED;
        boolean isLossless =
                TypeConvertibility.of(columnBefore.type(), columnAfter.type()) == TypeConvertibility.LOSSLESS;
        return areBothStored(columnBefore, columnAfter) && !isLossless
                ? Optional.of(new ValueLoss(subject, columnBefore.type(), columnAfter.type(), outcome))
                : Optional.empty();
    }

    /**
     * Returns the loss of values when a statement alters the type of a column; empty if each value fits, or if the
     * column is or becomes generated.
     *
     * @param cost the cost of the statement
     */
    public static Optional<ValueLoss> findInAlteration(
            String subject, Column columnBefore, Column columnAfter, ChangeCost cost) {
        boolean isLossless =
                TypeConvertibility.of(columnBefore.type(), columnAfter.type()) == TypeConvertibility.LOSSLESS
                        && !roundsFraction(columnBefore.type(), columnAfter.type(), cost);
        return areBothStored(columnBefore, columnAfter) && !isLossless
                ? Optional.of(new ValueLoss(subject, columnBefore.type(), columnAfter.type(), Outcome.CONVERTED))
                : Optional.empty();
    }

    private static boolean areBothStored(Column columnBefore, Column columnAfter) {
        return columnBefore.generatedValue() == null && columnAfter.generatedValue() == null;
    }

    /** Returns whether a CAST between the types may lose values. */
    public static boolean isPossible(Type sourceType, Type targetType) {
        return TypeConvertibility.of(sourceType, targetType) == TypeConvertibility.LOSSY;
    }

    /** Returns whether a statement that alters the type of a column may lose values. */
    static boolean isPossibleInAlteration(Type sourceType, Type targetType, ChangeCost cost) {
        return isPossible(sourceType, targetType) || roundsFraction(sourceType, targetType, cost);
    }

    /**
     * Returns whether an alteration of a column rounds the fractions of its values, although a CAST does not: a job
     * that rewrites a FLOAT as a DOUBLE keeps six digits after the decimal point.
     */
    private static boolean roundsFraction(Type sourceType, Type targetType, ChangeCost cost) {
        return cost == ChangeCost.REWRITE_JOB && isFloatToDouble(sourceType, targetType);
    }

    private static boolean isFloatToDouble(Type sourceType, Type targetType) {
        return PrimitiveType.of(sourceType) == PrimitiveType.FLOAT
                && PrimitiveType.of(targetType) == PrimitiveType.DOUBLE;
    }

    /** Returns the value of a whole column. */
    public static Expression columnValue(Column column) {
        return Expression.Reference.of(Name.of(column.name()), Span.NONE);
    }

    /** Returns whether the copy fails at a value that does not fit, so no value is lost. */
    public boolean makesCopyFail() {
        if (TypeConvertibility.of(sourceType, targetType) == TypeConvertibility.IMPOSSIBLE
                || (sourceType.isNested() && targetType.isNested())) {
            return false;
        }
        boolean isRefused = outcome == Outcome.REFUSED && mayOverflow() && !mayRound();
        return isRefused || (mayExceedLength() && outcome != Outcome.CONVERTED);
    }

    /** Describes the loss, such as {@code values of orders.price that do not fit tinyint(4) become NULL}. */
    public String describe() {
        String affectedValuesText = "values of " + subject;
        if (TypeConvertibility.of(sourceType, targetType) == TypeConvertibility.IMPOSSIBLE) {
            return affectedValuesText + " can't be converted to " + TypeFormat.formatForShowCreate(targetType)
                    + ", and are dropped";
        }
        if (sourceType.isNested() && targetType.isNested()) {
            return affectedValuesText + " lose what does not fit " + TypeFormat.formatForShowCreate(targetType);
        }
        if (isFloatToDouble(sourceType, targetType)) {
            return affectedValuesText + " lose the digits after the sixth decimal place";
        }
        if (mayExceedLength()) {
            return affectedValuesText + " longer than " + ((Type.Text) targetType).length() + " bytes "
                    + describeRefusal();
        }
        String targetTypeText = TypeFormat.formatForShowCreate(targetType);
        if (!mayOverflow()) {
            return affectedValuesText + " that do not fit " + targetTypeText + " lose precision";
        }
        // A CAST to a decimal only checks that the number fits in memory; the server refuses to store other numbers
        // that are too large.
        boolean mayAlsoBeRefused = outcome == Outcome.NULL && targetType instanceof Type.Decimal;
        return affectedValuesText + " that do not fit " + targetTypeText + " "
                + (mayRound() ? "lose precision, or " : "") + outcome.consequence
                + (mayAlsoBeRefused ? " or " + describeRefusal() : "");
    }

    /**
     * Describes the loss, and how to count the affected rows if a condition selects them.
     *
     * @param value the expression of the value in a query of the table
     */
    public String describeWithCount(QualifiedName tableName, Expression value) {
        return describe()
                + renderLossCondition(value)
                        .map(condition -> " (SELECT count(*) FROM " + Sql.render(tableName) + " WHERE " + condition
                                + " counts them)")
                        .orElse("");
    }

    /**
     * Describes what happens to a value that the server does not store, whether the column may be NULL or not.
     */
    private String describeRefusal() {
        return outcome == Outcome.CONVERTED ? "make the change fail" : Outcome.REFUSED.consequence;
    }

    /** Returns whether values may be too long: any value can become a text, but a VARCHAR has a greatest length. */
    private boolean mayExceedLength() {
        return targetType instanceof Type.Text && PrimitiveType.of(targetType) != PrimitiveType.JSON;
    }

    private static boolean isNumber(PrimitiveType type) {
        return type.isNumeric() || type == PrimitiveType.BOOLEAN;
    }

    /** Returns whether values in the range of the new type may change. */
    private boolean mayRound() {
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (sourcePrimitive.isDateOrDatetime()) {
            return sourcePrimitive == PrimitiveType.DATETIME && targetPrimitive == PrimitiveType.DATE;
        }
        boolean isInexact = targetPrimitive.isFloatingPoint()
                || sourcePrimitive.isFloatingPoint()
                || targetPrimitive == PrimitiveType.BOOLEAN;
        return isNumber(sourcePrimitive)
                && isNumber(targetPrimitive)
                && (isInexact || decimalScale(sourceType) > decimalScale(targetType));
    }

    /** Returns whether values may be outside of the range of the new type. */
    private boolean mayOverflow() {
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        if (isNumber(sourcePrimitive)
                && (targetPrimitive.isFloatingPoint() || targetPrimitive == PrimitiveType.BOOLEAN)) {
            return false;
        }
        if (sourceType instanceof Type.Decimal sourceDecimal && targetType instanceof Type.Decimal targetDecimal) {
            return targetDecimal.precision() - targetDecimal.scale()
                    < sourceDecimal.precision() - sourceDecimal.scale();
        }
        return !(sourcePrimitive == PrimitiveType.DATETIME && targetPrimitive == PrimitiveType.DATE);
    }

    private static int decimalScale(Type type) {
        return type instanceof Type.Decimal decimalType ? decimalType.scale() : 0;
    }

    /**
     * Returns the condition that selects the rows with lost values; empty if the values are nested or binary, because
     * no condition selects such rows.
     *
     * @param value the expression of the value in a query of the table
     */
    public Optional<String> renderLossCondition(Expression value) {
        if (sourceType.isNested() || targetType.isNested() || PrimitiveType.of(sourceType) == PrimitiveType.VARBINARY) {
            return Optional.empty();
        }
        PrimitiveType sourcePrimitive = PrimitiveType.of(sourceType);
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        String renderedValue = Sql.render(value);
        if (mayExceedLength()) {
            boolean isText = sourcePrimitive.isCharacterType();
            return Optional.of("length(" + (isText ? renderedValue : "CAST(" + renderedValue + " AS VARCHAR)") + ") > "
                    + ((Type.Text) targetType).length());
        }
        if (isFloatToDouble(sourceType, targetType)) {
            return Optional.of("CAST(round(" + renderedValue + ", 6) AS FLOAT) <> " + renderedValue);
        }
        // A catalog names the width of a decimal in memory, which a statement leaves to the server.
        Type castType = targetType instanceof Type.Decimal decimalType
                ? new Type.Decimal(Type.Decimal.Kind.DECIMAL, decimalType.precision(), decimalType.scale())
                : targetType;
        String convertedValue = Sql.render(ValueCast.of(value, sourceType, castType));
        boolean isComparable = (isNumber(sourcePrimitive) && isNumber(targetPrimitive))
                || (sourcePrimitive.isDateOrDatetime() && targetPrimitive.isDateOrDatetime());
        String condition = isComparable
                ? "NOT (" + convertedValue + " <=> " + renderedValue + ")"
                : renderedValue + " IS NOT NULL AND " + convertedValue + " IS NULL";
        if (!(targetType instanceof Type.Decimal decimalType)
                || decimalType.precision() - decimalType.scale() >= MAX_INTEGER_DIGITS) {
            return Optional.of(condition);
        }
        String exclusiveBound = "1" + "0".repeat(decimalType.precision() - decimalType.scale());
        return Optional.of(
                condition + " OR abs(" + (isComparable ? renderedValue : convertedValue) + ") >= " + exclusiveBound);
    }
}
