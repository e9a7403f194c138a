package dev.cairn.processor.read.column;

import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a component is in SQL and in Java.
 *
 * @param sql null for the state of an aggregate function, which is a column's type by itself
 */
record ComponentType(@Nullable Type sql, Aggregation.@Nullable State state, JavaType java) {
    ComponentType(Type sql, JavaType java) {
        this(sql, null, java);
    }

    boolean primitive() {
        return java instanceof JavaType.Primitive primitive && !primitive.boxed();
    }

    /** The type of an element, a value or a field. */
    Type inner() {
        if (sql == null) {
            throw new IllegalStateException("a state stands only in a column");
        }
        return sql;
    }
}
