package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;

/** A DuckDB expression with its StarRocks type; {@link DuckDbType} defines the representation of its values. */
public record Value(String sql, Type type) {
    public Value as(Type target) {
        return new Value(Conversion.of(sql, type, target), target);
    }

    /** Returns the value of a literal. DuckDB does not read decimals with an exponent. */
    public static Value ofNumber(String literal, Type type) {
        String text = "'" + (type instanceof Type.Decimal ? new BigDecimal(literal).toPlainString() : literal) + "'";
        String sql = WideDecimal.is(type)
                ? WideDecimal.ofText(text, type)
                : "CAST(" + text + " AS " + DuckDbType.of(type) + ")";
        return new Value(sql, type);
    }

    /** Returns a field of a struct. */
    public Value field(Type.Field field) {
        return new Value("(" + sql + ")." + DuckDbQuoting.name(field.name()), field.type());
    }
}
