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
 * Decides which names of an expression are printed fully qualified. The server replaces an alias by the expression that
 * the alias refers to; if this expression was already analyzed, the names in it are printed fully qualified.
 *
 * @param bindings tell what the names refer to; null if all names are printed as written
 * @param expressions the expressions whose names are printed fully qualified; null for all
 */
record NameQualificationRules(
        @Nullable Bindings bindings, @Nullable Set<Expression> expressions) {
    static final NameQualificationRules NONE = new NameQualificationRules(null, Set.of());

    /** Returns rules by which all names are printed fully qualified. */
    static NameQualificationRules ofAll(Bindings bindings) {
        return new NameQualificationRules(bindings, null);
    }

    /** Returns rules by which names are printed as written until their expression is {@linkplain #add added}. */
    static NameQualificationRules createEmpty(Bindings bindings) {
        return new NameQualificationRules(bindings, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Prints the names of an expression fully qualified from now on; changes this object. */
    void add(Expression expression) {
        if (expressions != null) {
            expressions.add(expression);
        }
    }

    boolean appliesTo(Expression expression) {
        return expressions == null || expressions.contains(expression);
    }

    /** Returns the fully qualified name of a column; the name as written if the column or its relation is unknown. */
    QualifiedName qualify(Expression.Reference reference) {
        return bindings != null
                        && bindings.findResolvedName(reference) instanceof ResolvedName.ResolvedColumn column
                        && column.field().relationName() != null
                ? column.qualifiedName(reference.name())
                : reference.name();
    }
}
