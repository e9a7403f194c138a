package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;

/** A DuckDB expression with its StarRocks type; {@link DuckDbType} defines the representation of its values. */
public record Value(String sql, Type type) {
    public Value as(Type target) {
        return new Value(Conversion.of(sql, type, target), target);
    }

    /** Returns a field of a struct. */
    public Value field(Type.Field field) {
        return new Value("(" + sql + ")." + DuckDbQuoting.name(field.name()), field.type());
    }
}
