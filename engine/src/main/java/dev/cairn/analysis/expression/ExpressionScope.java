package dev.cairn.analysis.expression;

import dev.cairn.analysis.source.DictionaryLookup.DictionaryTable;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeSettings;
import dev.cairn.catalog.UserFunction;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resolves the names in an expression: columns, variables and functions. Each kind of clause has its own scope. */
public interface ExpressionScope {
    /**
     * Resolves a name to a column, or to a field of a struct column.
     *
     * @throws Refusal if the name is unknown or ambiguous
     */
    ResolvedReference resolveColumn(QualifiedName name, Span span);

    /** Returns the user-defined functions that a name may refer to. */
    default List<UserFunction> findFunctions(QualifiedName function) {
        return List.of();
    }

    /** Returns the type of a system or user variable; unknown if it depends on an unknown session. */
    default ExpressionType determineVariableType(Expression variable) {
        return ExpressionType.UNKNOWN;
    }

    /**
     * Returns the literal as which the server reads a user variable where it requires an integer; the variable itself
     * if its value depends on an unknown session. A negative number has its sign in the text.
     */
    default Expression resolveVariable(Expression.UserVariable variable) {
        return variable;
    }

    /**
     * Requires that the analysis may continue.
     *
     * @throws Refusal if the statement has been cancelled
     */
    default void requireNotCancelled() {}

    /** Returns the session's variables on which types depend. */
    default TypeSettings settings() {
        return TypeSettings.DEFAULT;
    }

    /** Returns whether an aggregate function may aggregate no rows, as in a query without GROUP BY. */
    default boolean mayAggregateEmptyInput() {
        return true;
    }

    /**
     * Returns the scope of the arguments of aggregate functions. These functions do not read subtotal rows, in which
     * columns are NULL.
     */
    default ExpressionScope ungroupedScope() {
        return this;
    }

    /** Returns whether a function that is not built in may exist here; the type of its result is then unknown. */
    default boolean mayHaveFunction(QualifiedName function) {
        return false;
    }

    /**
     * Returns the table that the first argument of {@code dict_mapping} names; null if the tables are not known here.
     *
     * @throws Refusal if the table does not exist, or if no dictionary function can read it
     */
    default @Nullable DictionaryTable resolveDictionaryTable(String name, Span span) {
        return null;
    }

    /**
     * A resolved name.
     *
     * @param name the fully qualified name without quotes, as in the server's messages: {@code shop.orders.id}
     * @param resolvedName what the name refers to, for the bindings; null if the bindings need not record it
     */
    record ResolvedReference(
            QualifiedName name,
            ExpressionType expressionType,
            @Nullable ResolvedName resolvedName) {
        public ResolvedReference(QualifiedName name, ExpressionType expressionType) {
            this(name, expressionType, null);
        }
    }
}
