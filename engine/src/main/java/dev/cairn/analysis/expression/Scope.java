package dev.cairn.analysis.expression;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.UserFunction;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;

/** What the names in an expression mean. */
public interface Scope {
    /**
     * The column, or the field of a struct column, that the name stands for.
     *
     * @throws Refusal for a name that stands for nothing, or for more than one thing
     */
    Resolved column(QualifiedName name, Span at);

    /** The functions of users that a name may mean here. */
    default List<UserFunction> functions(QualifiedName function) {
        return List.of();
    }

    /** Whether a function that the server does not bring along may exist here: then nothing is known of its result. */
    default boolean mayKnow(QualifiedName function) {
        return false;
    }

    /**
     * What a name was found to be.
     *
     * @param name in full, without quotes, as the server's messages have it: {@code shop.orders.id}
     */
    record Resolved(QualifiedName name, ExpressionType typed) {}
}
