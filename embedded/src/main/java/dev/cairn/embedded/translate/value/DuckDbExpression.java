package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB expression with its StarRocks type; {@link DuckDbType} defines the representation of its values.
 *
 * @param state the aggregate state that the value is; null for any other value
 * @param isLiteral whether it is a literal, or a cast of one, which frontends calculate
 */
public record DuckDbExpression(String sql, Type type, Aggregation.@Nullable State state, boolean isLiteral) {
    public DuckDbExpression(String sql, Type type) {
        this(sql, type, null);
    }

    public DuckDbExpression(String sql, Type type, Aggregation.@Nullable State state) {
        this(sql, type, state, false);
    }

    /** Returns a literal. */
    public static DuckDbExpression ofLiteral(String sql, Type type) {
        return new DuckDbExpression(sql, type, null, true);
    }

    /** Returns the same value as an aggregate state. */
    public DuckDbExpression withState(Aggregation.@Nullable State newState) {
        return new DuckDbExpression(sql, type, newState, isLiteral);
    }

    /** Returns the value as servers cast it: a decimal has as many digits as the bits of its type hold. */
    public DuckDbExpression castTo(Type target) {
        PrimitiveType source = PrimitiveType.of(type);
        if (isLiteral && source.isFloatingPoint() && !type.equals(target)) {
            return new DuckDbExpression(castShortestDigits(target), target, null, true);
        }
        boolean isPlain = (source.isNumeric() && !WideDecimal.isWide(type))
                || source.isCharacters()
                || source.isDate()
                || source == PrimitiveType.TIME
                || source == PrimitiveType.BOOLEAN;
        boolean isChanged = isPlain && !type.equals(target);
        String value = CastTranslation.convert(sql, type, isChanged ? DuckDbType.withAllDigits(target) : target);
        return new DuckDbExpression(value, target, null, isLiteral);
    }

    /**
     * Casts a literal of a floating-point type. Frontends do not calculate with its bits, but with the shortest decimal number that has
     * them, and write it as a text without an exponent.
     */
    private String castShortestDigits(Type target) {
        PrimitiveType targetType = PrimitiveType.of(target);
        String digits = CastTranslation.convert(sql, type, TranslationTypes.VARCHAR);
        if (targetType.isCharacters()) {
            return "CASE WHEN isfinite(" + sql + ") THEN sr_plain(" + digits + ") ELSE " + digits + " END";
        }
        if (targetType.isDecimal() || targetType == PrimitiveType.DOUBLE) {
            return CastTranslation.convert(digits, TranslationTypes.VARCHAR, DuckDbType.withAllDigits(target));
        }
        return CastTranslation.convert(sql, type, target);
    }

    /** Returns the value of a literal. DuckDB does not read decimals with an exponent. */
    public static DuckDbExpression ofNumber(String literal, Type type) {
        String text = "'" + (type instanceof Type.Decimal ? new BigDecimal(literal).toPlainString() : literal) + "'";
        String sql = WideDecimal.isWide(type)
                ? WideDecimal.convertText(text, type)
                : "CAST(" + text + " AS " + DuckDbType.nameOf(type) + ")";
        return ofLiteral(sql, type);
    }

    /** Returns a field of a struct. */
    public DuckDbExpression field(Type.Field field) {
        return new DuckDbExpression("(" + sql + ")." + DuckDbQuoting.quoteName(field.name()), field.type());
    }

    /** Returns the field of this name of a struct; empty if the value has none. */
    public Optional<DuckDbExpression> field(String name) {
        return type instanceof Type.Struct struct
                ? struct.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst()
                        .map(this::field)
                : Optional.empty();
    }
}
