package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB expression with its StarRocks type; {@link DuckDbType} defines the representation of its values.
 *
 * @param state the aggregate state that the value represents; null for any other value
 * @param isFolded whether frontends calculate the value, as they do for literals, and for casts and sums of literals
 * @param castChain the chain of casts that the expression consists of; null if it is not a cast
 */
public record DuckDbExpression(
        String sql,
        Type type,
        Aggregation.@Nullable State state,
        boolean isFolded,
        @Nullable CastChain castChain) {
    private static final Pattern SMALL_LITERAL_PATTERN = Pattern.compile("\\d+|\\(-\\d+\\)|NULL");

    public DuckDbExpression(String sql, Type type) {
        this(sql, type, null);
    }

    public DuckDbExpression(String sql, Type type, Aggregation.@Nullable State state) {
        this(sql, type, state, false, null);
    }

    /** Returns a value that frontends calculate. */
    public static DuckDbExpression ofFolded(String sql, Type type) {
        return new DuckDbExpression(sql, type, null, true, null);
    }

    /** Returns the same value as an aggregate state. */
    public DuckDbExpression withState(Aggregation.@Nullable State newState) {
        return new DuckDbExpression(sql, type, newState, isFolded, castChain);
    }

    /** Returns the same value as one that frontends do not calculate. */
    public DuckDbExpression asUnfolded() {
        return new DuckDbExpression(sql, type, state, false, castChain);
    }

    /** Returns the same value in parentheses. */
    public DuckDbExpression encloseInParentheses() {
        return new DuckDbExpression("(" + sql + ")", type, state, isFolded, castChain);
    }

    /** Returns the same value without its casts: a frontend does not see the casts of a value calculated before. */
    public DuckDbExpression withoutCasts() {
        return new DuckDbExpression(sql, type, state, isFolded, null);
    }

    /** Returns the value with its SQL changed by a function, which is also applied to the operand of its casts. */
    public DuckDbExpression mapSql(UnaryOperator<String> mapping) {
        return new DuckDbExpression(
                mapping.apply(sql), type, state, isFolded, castChain == null ? null : castChain.mapOperand(mapping));
    }

    /** Returns the same value with a name in place of {@link #nameableSql}; its casts are applied to the name. */
    public DuckDbExpression withName(String name) {
        CastChain namedChain = castChain == null ? null : castChain.mapOperand(sql -> name);
        return new DuckDbExpression(
                namedChain == null ? name : namedChain.applyCasts().sql(), type, state, isFolded, namedChain);
    }

    /**
     * Returns the SQL that {@link #withName} replaces with a name: the operand of the casts, or the whole SQL if the
     * value is not a cast.
     */
    public String nameableSql() {
        return castChain == null ? sql : castChain.operand().sql();
    }

    /**
     * Returns the value as a column of a query. DuckDB may apply a condition on a column to another column that a join
     * compares with it, if both have the same type. A small integer is therefore not a column of the larger type of its
     * literal: the other column may have values that are out of the range of its type.
     */
    public String columnSql() {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        boolean isSmall = primitiveType == PrimitiveType.TINYINT || primitiveType == PrimitiveType.SMALLINT;
        return isSmall && SMALL_LITERAL_PATTERN.matcher(sql).matches()
                ? "CAST(" + sql + " AS " + primitiveType.name() + ")"
                : sql;
    }

    /**
     * Returns the value as servers cast it; see {@link CastChain}. The result does not represent an aggregate state.
     */
    public DuckDbExpression castTo(Type targetType) {
        CastChain newCastChain = (castChain == null ? new CastChain(this, List.of()) : castChain).withCast(targetType);
        return new DuckDbExpression(newCastChain.applyCasts().sql(), targetType, null, isFolded, newCastChain);
    }

    /**
     * Returns the value in the representation of another type. As on servers, a decimal has as many digits as the bits
     * of its type hold. Unlike the result of {@link #castTo}, the result does not count as a cast, nor as a value that
     * frontends calculate.
     */
    public DuckDbExpression convertTo(Type targetType) {
        String convertedSql = OperandAliases.render(
                sql, name -> new DuckDbExpression(name, type, state, isFolded, null).renderAs(targetType));
        return new DuckDbExpression(convertedSql, targetType, null, isFolded, null);
    }

    private String renderAs(Type targetType) {
        PrimitiveType sourcePrimitive = PrimitiveType.of(type);
        if (isFolded && sourcePrimitive.isFloatingPoint() && !type.equals(targetType)) {
            return convertShortestDigits(targetType);
        }
        if (isFolded
                && sourcePrimitive.isCharacterType()
                && PrimitiveType.of(targetType).isDateOrDatetime()) {
            return ScalarCast.convertConstantToDateOrDatetime(sql, targetType);
        }
        boolean isDecimalOrLargeint = sourcePrimitive.isDecimal() || sourcePrimitive == PrimitiveType.LARGEINT;
        if (isFolded && isDecimalOrLargeint && PrimitiveType.of(targetType).isFloatingPoint()) {
            // Frontends convert the text of the number.
            return CastTranslator.convert(
                    CastTranslator.convert(sql, type, TypeConstants.VARCHAR), TypeConstants.VARCHAR, targetType);
        }
        if (sourcePrimitive == PrimitiveType.DOUBLE && PrimitiveType.of(targetType) == PrimitiveType.FLOAT) {
            // Unlike frontends, backends have no FLOAT beyond the range.
            return CastTranslator.convert(limitToFloat(sql), type, targetType);
        }
        boolean isPlain =
                (sourcePrimitive.isNumeric() && (!WideDecimal.isWide(type) || targetType instanceof Type.Decimal))
                        || sourcePrimitive.isCharacterType()
                        || sourcePrimitive.isDateOrDatetime()
                        || sourcePrimitive == PrimitiveType.TIME
                        || sourcePrimitive == PrimitiveType.BOOLEAN;
        boolean needsFullPrecision = isPlain && !type.equals(targetType);
        return CastTranslator.convert(
                sql, type, needsFullPrecision ? DuckDbType.withFullPrecision(targetType) : targetType);
    }

    /** Returns a DOUBLE that is NULL beyond the range of FLOAT. */
    private static String limitToFloat(String number) {
        return "list_filter([" + number + "], lambda x: isnan(x) OR abs(x) <= " + (double) Float.MAX_VALUE + ")[1]";
    }

    /**
     * Converts a floating-point number that a frontend calculates. Frontends do not convert the bits of the number, but
     * the shortest decimal number with these bits, which they write without an exponent.
     */
    private String convertShortestDigits(Type targetType) {
        PrimitiveType targetPrimitive = PrimitiveType.of(targetType);
        String digits = CastTranslator.convert(sql, type, TypeConstants.VARCHAR);
        String plainDigits = "CASE WHEN isfinite(" + sql + ") THEN sr_plain(" + digits + ") ELSE " + digits + " END";
        if (targetPrimitive.isCharacterType()) {
            return plainDigits;
        }
        if (targetPrimitive.isDecimal() || targetPrimitive == PrimitiveType.DOUBLE) {
            return CastTranslator.convert(digits, TypeConstants.VARCHAR, DuckDbType.withFullPrecision(targetType));
        }
        if (targetPrimitive.isFixedPoint()) {
            return CastTranslator.convert(
                    "regexp_extract(" + plainDigits + ", '^-?[0-9]+')", TypeConstants.VARCHAR, targetType);
        }
        return CastTranslator.convert(sql, type, targetType);
    }

    /**
     * Returns a number from its literal. A decimal is written without an exponent, because DuckDB does not read
     * decimals with one.
     */
    public static DuckDbExpression ofNumber(String literal, Type type) {
        String text = "'" + (type instanceof Type.Decimal ? new BigDecimal(literal).toPlainString() : literal) + "'";
        String sql = WideDecimal.isWide(type)
                ? WideDecimal.convertFromText(text, type)
                : "CAST(" + text + " AS " + DuckDbType.typeName(type) + ")";
        return ofFolded(sql, type);
    }

    /** Returns a field of a struct. */
    public DuckDbExpression field(Type.Field field) {
        return new DuckDbExpression("(" + sql + ")." + DuckDbQuoting.quoteName(field.name()), field.type());
    }

    /** Returns the field of a struct with this name; empty if the value is not a struct or has no such field. */
    public Optional<DuckDbExpression> findField(String name) {
        return type instanceof Type.Struct struct
                ? struct.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst()
                        .map(this::field)
                : Optional.empty();
    }
}
