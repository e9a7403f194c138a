package dev.cairn.embedded.translate;

import dev.cairn.sql.Type;

/** An expression in DuckDB's language, with the type that the server gives it: it is held as {@link HeldType} says. */
record Value(String sql, Type type) {
    Value as(Type target) {
        return new Value(Conversion.of(sql, type, target), target);
    }
}
