package dev.cairn.processor.check.refusal;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.UnresolvedColumn;
import dev.cairn.processor.finding.IndefiniteArticle;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the meaning of an unknown column that is not a misspelled name: a part of a nested value, an output of the
 * select list, or a keyword of another database.
 *
 * @param columnSpan the place of the unknown name in the analyzed text
 * @param bindings the bindings of the query, as far as it was analyzed
 * @param toSourceText returns the user's text for a part of the query
 */
record UnknownColumnRemedy(
        UnresolvedColumn unresolvedColumn, Span columnSpan, Bindings bindings, Function<Span, String> toSourceText) {
    private static final String INTERVAL_KEYWORD = "interval";
    /** The name of the function, which is also the name of its column if the query does not give the column a name. */
    private static final String UNNEST_NAME = "unnest";

    /**
     * Returns the remedy as the end of a message, which begins with a semicolon; empty if the name seems to be a
     * misspelled column.
     */
    Optional<String> findRemedy() {
        Optional<UnresolvedColumn.NestedValue> nestedValue = unresolvedColumn.findNestedValue();
        if (nestedValue.isPresent()) {
            return nestedValue.map(UnknownColumnRemedy::describeNestedValue);
        }
        String relationName = unresolvedColumn
                .qualifier()
                .orElse(unresolvedColumn.name().lastPart().text());
        if (unresolvedColumn.findColumnNames(relationName).equals(Set.of(UNNEST_NAME))) {
            return Optional.of(
                    "; the column of the function is called unnest: give it another name, as in unnest(…) AS "
                            + relationName + "(" + unresolvedColumn.name().lastPart() + ")");
        }
        if (unresolvedColumn.qualifier().isPresent()) {
            boolean isKnownRelation =
                    unresolvedColumn.relationNames().stream().anyMatch(relationName::equalsIgnoreCase);
            return isKnownRelation
                    ? Optional.empty()
                    : Optional.of("; FROM has no '" + relationName + "'"
                            + Suggestion.renderSuffix(relationName, unresolvedColumn.relationNames()));
        }
        if (unresolvedColumn.name().lastPart().equalsIgnoreCase(INTERVAL_KEYWORD)) {
            return Optional.of("; write an interval without quotes, as in INTERVAL 7 DAY");
        }
        return findOutputRemedy();
    }

    private static String describeNestedValue(UnresolvedColumn.NestedValue nestedValue) {
        String description = "; '" + nestedValue.columnText() + "' is " + formatWithArticle(nestedValue.type());
        if (nestedValue.type() instanceof Type.Struct structType) {
            List<String> fieldNames =
                    structType.fields().stream().map(Type.Field::name).toList();
            return description + " with other fields" + Suggestion.renderSuffix(nestedValue.fieldName(), fieldNames);
        }
        if (nestedValue.type() instanceof Type.Map) {
            return description + ": write " + nestedValue.columnText() + "['" + nestedValue.fieldName() + "']";
        }
        if (nestedValue.type() instanceof Type.Array arrayType) {
            return description
                    + (arrayType.element() instanceof Type.Struct
                            ? ": write " + nestedValue.columnText() + "[1]." + nestedValue.fieldName()
                            : ": write " + nestedValue.columnText() + "[1] for its first element");
        }
        if (nestedValue.type() instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.JSON) {
            return description + ": write get_json_string(" + nestedValue.columnText() + ", '$."
                    + nestedValue.fieldName() + "')";
        }
        return description + ", which has no parts";
    }

    private static String formatWithArticle(Type type) {
        if (type instanceof Type.Struct) {
            return "a STRUCT";
        }
        if (type instanceof Type.Map) {
            return "a MAP";
        }
        return IndefiniteArticle.prependTo(type instanceof Type.Array ? "ARRAY" : CheckedTable.formatType(type));
    }

    /**
     * Returns the remedy if WHERE names an output of the select list, which only ORDER BY, GROUP BY, HAVING and QUALIFY
     * can do; empty otherwise.
     */
    private Optional<String> findOutputRemedy() {
        Query query = bindings.query();
        Deque<Query.Select> enclosingSelects = new ArrayDeque<>();
        if (query != null) {
            query.visit(new Query.QueryVisitor() {
                @Override
                public void visitSelect(Query.Select select) {
                    if (select.where() != null && containsColumn(select.where().span())) {
                        enclosingSelects.addFirst(select); // the innermost select gives the name its meaning
                    }
                }
            });
        }
        for (Query.Select select : enclosingSelects) {
            for (Query.SelectItem item : select.items()) {
                if (item instanceof Query.SelectItem.Value valueItem
                        && valueItem.alias() != null
                        && valueItem
                                .alias()
                                .equalsIgnoreCase(
                                        unresolvedColumn.name().lastPart().text())) {
                    return Optional.of(describeOutput(valueItem.value(), renderCondition(select.where())));
                }
            }
        }
        return Optional.empty();
    }

    private String describeOutput(Expression output, String condition) {
        if (RestrictedExpression.WINDOW_FUNCTION.isIn(output)) {
            return "; it names a window function, whose values WHERE does not know: put the query into a subquery, SELECT …"
                    + " FROM (SELECT …) t WHERE " + condition;
        }
        if (RestrictedExpression.AGGREGATE.isIn(output)) {
            return "; it names an aggregate, whose values WHERE does not know: write HAVING " + condition
                    + " after GROUP BY";
        }
        return "; WHERE does not know the names of the select list: write " + toSourceText.apply(output.span())
                + " in its place";
    }

    private boolean containsColumn(Span span) {
        return span.offset() <= columnSpan.offset() && columnSpan.endOffset() <= span.endOffset();
    }

    /** Returns the text of the condition that contains the name, without the conditions that AND joins to it. */
    private String renderCondition(@Nullable Expression whereCondition) {
        Expression condition = whereCondition;
        while (condition instanceof Expression.Binary binary
                && binary.operator().canonicalOperator() == Operator.AND) {
            condition = containsColumn(binary.left().span()) ? binary.left() : binary.right();
        }
        return condition == null ? "" : toSourceText.apply(condition.span());
    }
}
