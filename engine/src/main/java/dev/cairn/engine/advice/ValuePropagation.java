package dev.cairn.engine.advice;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.ColumnOrigin;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns and the constants whose values an expression, or an output of a query, passes on unchanged: the
 * branches of a CASE, the arguments of coalesce and max, and the queries of a UNION.
 */
public record ValuePropagation(Bindings bindings) {
    /** The functions that return one of the values of their first argument. */
    private static final Set<String> FIRST_ARGUMENT_FUNCTIONS = Set.of(
            "any_value",
            "arbitrary",
            "first_value",
            "lag",
            "last_value",
            "lead",
            "max",
            "max_by",
            "min",
            "min_by",
            "nullif");

    /** The functions that return one of their arguments. */
    private static final Set<String> ANY_ARGUMENT_FUNCTIONS = Set.of("coalesce", "greatest", "ifnull", "least", "nvl");

    private static final String IF_FUNCTION = "if";

    /**
     * A part of an expression or query whose values are passed on.
     *
     * @param expression null for a column of a {@code *}
     * @param origins the columns of views and tables that the part passes on, the nearest one first; none for any other
     *     expression
     * @param possibleTexts the texts to which a condition limits the column; null if there is no such condition
     */
    public record PropagatedValue(
            @Nullable Expression expression,
            List<ColumnOrigin> origins,
            @Nullable Set<String> possibleTexts) {}

    /**
     * Returns the parts that an expression passes on, without the texts to which conditions limit them. A literal NULL
     * is not among the parts.
     */
    public List<PropagatedValue> findPropagatedValues(Expression expression) {
        List<PropagatedValue> propagatedValues = new ArrayList<>();
        addValues(expression, null, propagatedValues);
        return propagatedValues;
    }

    /** Returns the parts that an item of a SELECT passes on. */
    public List<PropagatedValue> findPropagatedValues(Expression item, Select select) {
        List<PropagatedValue> propagatedValues = new ArrayList<>();
        addValues(item, select, propagatedValues);
        return propagatedValues;
    }

    /** Returns the parts that an output of a query passes on. */
    public List<PropagatedValue> findOutputValues(Query query, int outputIndex) {
        List<PropagatedValue> propagatedValues = new ArrayList<>();
        addValues(query.body(), outputIndex, propagatedValues);
        return propagatedValues;
    }

    private void addValues(Query.Body body, int outputIndex, List<PropagatedValue> propagatedValues) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            addValues(nestedQuery.query().body(), outputIndex, propagatedValues);
        } else if (body instanceof SetOperation operation) {
            addValues(operation.left(), outputIndex, propagatedValues);
            if (operation.kind() == SetOperation.Kind.UNION) {
                addValues(operation.right(), outputIndex, propagatedValues);
            }
        } else if (body instanceof Select select) {
            List<SelectOutput> outputs = SelectOutput.of(select, bindings);
            if (outputIndex < outputs.size()) {
                SelectOutput output = outputs.get(outputIndex);
                if (output.expression() != null) {
                    addValues(output.expression(), select, propagatedValues);
                } else {
                    propagatedValues.add(new PropagatedValue(
                            null, findOrigins(output.column()), findPossibleTexts(output.column(), select)));
                }
            }
        }
    }

    private void addValues(
            Expression writtenExpression, @Nullable Select select, List<PropagatedValue> propagatedValues) {
        Expression expression = bindings.resolveReplacement(writtenExpression);
        if (expression instanceof Expression.Case caseExpression) {
            caseExpression.branches().forEach(branch -> addValues(branch.result(), select, propagatedValues));
            if (caseExpression.elseResult() != null) {
                addValues(caseExpression.elseResult(), select, propagatedValues);
            }
            return;
        }
        if (expression instanceof Expression.WindowCall windowCall) {
            addValues(windowCall.function(), select, propagatedValues);
            return;
        }
        Expression.Call call = expression instanceof Expression.AggregateCall aggregateCall
                ? aggregateCall.call()
                : expression instanceof Expression.Call plainCall ? plainCall : null;
        List<Expression> propagatedArguments = call == null ? List.of() : findPropagatedArguments(call);
        if (!propagatedArguments.isEmpty()) {
            propagatedArguments.forEach(argument -> addValues(argument, select, propagatedValues));
        } else if (!(expression instanceof Expression.NullLiteral)) {
            RelationField column = bindings.findWholeColumn(expression);
            propagatedValues.add(
                    new PropagatedValue(expression, findOrigins(column), findPossibleTexts(column, select)));
        }
    }

    /** Returns the arguments of which a call returns one; none for a call that calculates another value. */
    private static List<Expression> findPropagatedArguments(Expression.Call call) {
        String functionName = CallRewrites.lowerCaseName(call);
        List<Expression> arguments = call.arguments();
        if (functionName.equals(IF_FUNCTION) && arguments.size() == 3) {
            return arguments.subList(1, 3);
        }
        return ANY_ARGUMENT_FUNCTIONS.contains(functionName)
                ? arguments
                : FIRST_ARGUMENT_FUNCTIONS.contains(functionName) && !arguments.isEmpty()
                        ? arguments.subList(0, 1)
                        : List.of();
    }

    private List<ColumnOrigin> findOrigins(@Nullable RelationField column) {
        return new PassThroughColumns(bindings).findOrigins(column);
    }

    private @Nullable Set<String> findPossibleTexts(@Nullable RelationField column, @Nullable Select select) {
        return column == null || select == null || select.where() == null
                ? null
                : findPossibleTexts(column.baseColumns(), select.where());
    }

    /** Returns the texts to which a condition limits a column; null if it does not limit the column to texts. */
    private @Nullable Set<String> findPossibleTexts(List<BoundColumn> columns, Expression condition) {
        Expression bareExpression = condition.unwrap();
        if (bareExpression instanceof Expression.In inPredicate
                && !inPredicate.isNegated()
                && isSameColumn(inPredicate.value(), columns)) {
            return collectTexts(inPredicate.candidates());
        }
        if (!(bareExpression instanceof Expression.Binary binary)) {
            return null;
        }
        if (binary.operator().canonicalOperator() == Operator.AND) {
            Set<String> leftTexts = findPossibleTexts(columns, binary.left());
            return leftTexts != null ? leftTexts : findPossibleTexts(columns, binary.right());
        }
        if (binary.operator().canonicalOperator() != Operator.EQUAL) {
            return null;
        }
        return isSameColumn(binary.left(), columns)
                ? collectTexts(List.of(binary.right()))
                : isSameColumn(binary.right(), columns) ? collectTexts(List.of(binary.left())) : null;
    }

    private boolean isSameColumn(Expression expression, List<BoundColumn> columns) {
        RelationField field = bindings.findWholeColumn(expression);
        return field != null && !columns.isEmpty() && field.baseColumns().equals(columns);
    }

    private static @Nullable Set<String> collectTexts(List<Expression> values) {
        Set<String> texts = new HashSet<>();
        for (Expression value : values) {
            if (!(value.unwrap() instanceof Expression.StringLiteral text)) {
                return null;
            }
            texts.add(text.value());
        }
        return texts;
    }
}
