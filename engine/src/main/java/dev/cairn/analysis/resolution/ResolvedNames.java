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
 */
final class ResolvedNames implements ColumnTitle.Meanings {
    private final QueryScope scope;
    private final @Nullable Set<Expression> looked;

    /** Resolves all names of the expression. */
    ResolvedNames(QueryScope scope) {
        this(scope, null);
    }

    private ResolvedNames(QueryScope scope, @Nullable Set<Expression> looked) {
        this.scope = scope;
        this.looked = looked;
    }

    /** Resolves no names until an expression is {@linkplain #add added}. */
    static ResolvedNames none(QueryScope scope) {
        return new ResolvedNames(scope, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    void add(Expression expression) {
        if (looked != null) {
            looked.add(expression);
        }
    }

    @Override
    public boolean areFound(Expression expression) {
        return looked == null || looked.contains(expression);
    }

    @Override
    public QualifiedName of(Expression.Reference reference) {
        QueryScope.Found found = scope.find(reference.name(), reference.span());
        return found == null || found.match().field().relation() == null
                ? reference.name()
                : found.match().name(reference.name());
    }
}
