package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationFields;
import dev.cairn.sql.ast.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Resolves output aliases in GROUP BY and HAVING: a name that is no column may be one, and the server then reads the
 * output's expression in its place.
 */
final class OutputAliases {
    private final QueryScope source;
    private final SelectList list;
    private final RelationFields outputs;

    OutputAliases(QueryScope source, SelectList list) {
        this.source = source;
        this.list = list;
        this.outputs = list.fields();
    }

    Expression rewritten(Expression expression) {
        boolean namesOutput =
                expression.contains(part -> part instanceof Expression.Reference reference && meant(reference) != null);
        return namesOutput ? expression.rewrite(this::meaning) : expression;
    }

    private Expression meaning(Expression part) {
        Expression meant = part instanceof Expression.Reference reference ? meant(reference) : null;
        return meant == null ? part : meant;
    }

    private @Nullable Expression meant(Expression.Reference reference) {
        if (source.find(reference.name(), reference.span()) != null) {
            return null;
        }
        RelationFields.Match match = outputs.find(reference.name(), reference.span());
        return match == null ? null : list.outputs().get(match.index()).expression();
    }
}
