package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Type;

/** An expression in DuckDB's language, with the type that the server gives it: it is held as {@link DuckDbType} says. */
public record Value(String sql, Type type) {
    public Value as(Type target) {
        return new Value(Conversion.of(sql, type, target), target);
    }
}
