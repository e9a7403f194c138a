package dev.cairn.analysis.resolution;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of an expression that were resolved before it is printed. The server replaces an alias by the expression
 * that it refers to; if that expression was already analysed, its names are printed in full from then on.
 *
 * @param scope null if all names are printed as written
 * @param expressions the expressions whose names are resolved; null for all
 */
record ResolvedNames(@Nullable QueryScope scope, @Nullable Set<Expression> expressions) {
    static final ResolvedNames NONE = new ResolvedNames(null, Set.of());

    /** Resolves all names. */
    static ResolvedNames all(QueryScope scope) {
        return new ResolvedNames(scope, null);
    }

    /** Resolves no names until an expression is {@linkplain #add added}. */
    static ResolvedNames none(QueryScope scope) {
        return new ResolvedNames(scope, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    void add(Expression expression) {
        if (expressions != null) {
            expressions.add(expression);
        }
    }

    boolean contains(Expression expression) {
        return expressions == null || expressions.contains(expression);
    }

    QualifiedName of(Expression.Reference reference) {
        QueryScope.Found found = scope == null ? null : scope.find(reference.name(), reference.span());
        return found == null || found.match().field().relation() == null
                ? reference.name()
                : found.match().name(reference.name());
    }
}
