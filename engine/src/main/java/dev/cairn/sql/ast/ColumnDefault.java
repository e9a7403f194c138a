package dev.cairn.sql.ast;

import org.jspecify.annotations.Nullable;

/** A column's default, as written. */
public sealed interface ColumnDefault {
    /** {@code DEFAULT "5"}. */
    record TextDefault(String value) implements ColumnDefault {}

    /** {@code DEFAULT NULL}. */
    record NullDefault() implements ColumnDefault {}

    /** {@code DEFAULT CURRENT_TIMESTAMP}, {@code CURRENT_TIMESTAMP(3)}: precision is null if not specified. */
    record CurrentTimestamp(@Nullable Integer precision, boolean hasParentheses) implements ColumnDefault {}

    /** {@code DEFAULT (uuid())}. */
    record FunctionDefault(QualifiedName name) implements ColumnDefault {}

    /**
     * Any other expression, {@code [1, 2]}, {@code map{1: 2}}, {@code row(1, 'x')}, including expressions that the
     * server refuses.
     */
    record ComputedDefault(Expression expression) implements ColumnDefault {}
}
