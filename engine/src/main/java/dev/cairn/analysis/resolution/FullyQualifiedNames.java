package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which names of an expression are printed in full. The server replaces an alias by the expression that it
 * refers to; after the analysis of that expression, it prints the names in it fully qualified.
 *
 * @param bindings the referents of the names; null if all names are printed as written
 * @param expressions the expressions whose names are resolved; null for all
 */
record FullyQualifiedNames(
        @Nullable Bindings bindings, @Nullable Set<Expression> expressions) {
    static final FullyQualifiedNames NONE = new FullyQualifiedNames(null, Set.of());

    /** Resolves all names. */
    static FullyQualifiedNames ofAll(Bindings bindings) {
        return new FullyQualifiedNames(bindings, null);
    }

    /** Resolves no names until an expression is {@linkplain #add added}. */
    static FullyQualifiedNames ofNone(Bindings bindings) {
        return new FullyQualifiedNames(bindings, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    void add(Expression expression) {
        if (expressions != null) {
            expressions.add(expression);
        }
    }

    boolean contains(Expression expression) {
        return expressions == null || expressions.contains(expression);
    }

    QualifiedName qualifiedNameOf(Expression.Reference reference) {
        return bindings != null
                        && bindings.referent(reference) instanceof ResolvedName.ResolvedColumn column
                        && column.field().relation() != null
                ? column.name(reference.name())
                : reference.name();
    }
}
