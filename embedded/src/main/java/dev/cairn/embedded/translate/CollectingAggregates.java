package dev.cairn.embedded.translate;

import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregate functions that collect the values of rows in an order of their own: group_concat and array_agg.
 *
 * @param function the name of the function in lower case
 * @param resultType the type of the result
 */
record CollectingAggregates(
        ExpressionTranslation expressions,
        String function,
        List<Expression> arguments,
        AggregateCall aggregateCall,
        Type resultType) {
    private static final String CONCATENATION_FUNCTION = "group_concat";
    private static final long MIN_RESULT_LENGTH = 4;
    private static final long DEFAULT_RESULT_LENGTH = 1024;

    static boolean covers(String function) {
        return function.equals(CONCATENATION_FUNCTION)
                || function.equals("array_agg")
                || function.equals("array_agg_distinct");
    }

    /** Returns the call for the rows that meet all conditions. */
    DuckDbExpression translate(List<String> conditions, String overClause) {
        String sql = function.equals(CONCATENATION_FUNCTION)
                ? translateConcatenation(conditions, overClause)
                : translateArray(conditions, overClause);
        return new DuckDbExpression("CAST(" + sql + " AS " + DuckDbType.nameOfCalculated(resultType) + ")", resultType);
    }

    private boolean isDistinct() {
        return aggregateCall.call().isDistinct() || function.equals("array_agg_distinct");
    }

    private String translateArray(List<String> conditions, String overClause) {
        Type elementType = ((Type.Array) resultType).element();
        String elementSql = expressions.translateAs(arguments.get(0), elementType);
        String order = new OrderByTranslation(expressions).translate(aggregateCall.sortItems());
        String clauses = AggregateTranslation.renderFilter(conditions) + overClause;
        if (!isDistinct()) {
            return "list(" + elementSql + order + ")" + clauses;
        }
        return order.isEmpty()
                ? "sr_set(list({o: CAST(" + elementSql + " AS " + DuckDbType.nameOfCalculated(elementType) + ")})"
                        + clauses + ")"
                : "list_transform(sr_first_of_equal(list({o: " + elementSql + "}" + order + ")" + clauses
                        + "), lambda e: e.o)";
    }

    /**
     * Translates group_concat. A row is omitted if one of its values is NULL. A separator that is NULL is treated as
     * empty.
     */
    private String translateConcatenation(List<String> conditions, String overClause) {
        List<Expression> outputs = new ArrayList<>(arguments);
        DuckDbExpression separator = translateSeparator(outputs);
        List<String> values = new ArrayList<>();
        for (Expression output : outputs) {
            values.add(expressions.translateAs(output, TranslationTypes.VARCHAR));
        }
        String order = new OrderByTranslation(expressions).translate(aggregateCall.sortItems());
        boolean isDirectlyJoined = isConstant(separator) && !(isDistinct() && (values.size() > 1 || !order.isEmpty()));
        String concatenation = isDirectlyJoined
                ? "string_agg(" + (isDistinct() ? "DISTINCT " : "") + String.join(" || ", values) + ", "
                        + separator.sql() + order + ")" + AggregateTranslation.renderFilter(conditions) + overClause
                : joinRows(values, separator, order, conditions, overClause);
        return "sr_shortened(" + concatenation + ", " + maxLength() + ")";
    }

    private String joinRows(
            List<String> values, DuckDbExpression separator, String order, List<String> conditions, String overClause) {
        List<String> allConditions = new ArrayList<>(conditions);
        values.forEach(value -> allConditions.add(value + " IS NOT NULL"));
        String rows = "list({o: [" + String.join(", ", values) + "], s: " + separator.sql() + "}" + order + ")"
                + AggregateTranslation.renderFilter(allConditions) + overClause;
        return "sr_joined(" + (isDistinct() ? "sr_first_of_equal(" + rows + ")" : rows) + ")";
    }

    private static boolean isConstant(DuckDbExpression separator) {
        return separator.sql().startsWith("'")
                && separator.sql().indexOf('\'', 1) == separator.sql().length() - 1;
    }

    /** Returns the separator; if it is the last output, this method removes it from the list. */
    private DuckDbExpression translateSeparator(List<Expression> outputs) {
        if (aggregateCall.separator() == null) {
            boolean isLastOutputSeparator = isLegacy() && outputs.size() > 1;
            return isLastOutputSeparator
                    ? translateNullAsEmpty(outputs.remove(outputs.size() - 1))
                    : new DuckDbExpression(isLegacy() ? "', '" : "','", TranslationTypes.VARCHAR);
        }
        return translateNullAsEmpty(aggregateCall.separator());
    }

    private DuckDbExpression translateNullAsEmpty(Expression separator) {
        DuckDbExpression value = expressions.translate(separator).castTo(TranslationTypes.VARCHAR);
        return separator.unwrap() instanceof Expression.Text
                ? value
                : new DuckDbExpression("coalesce(" + value.sql() + ", '')", value.type());
    }

    /** Returns whether the last argument is the separator, which is a comma and a blank by default. */
    private boolean isLegacy() {
        return expressions.context().hasSqlMode(SqlMode.GROUP_CONCAT_LEGACY);
    }

    private long maxLength() {
        String length = expressions.context().findSessionVariable("group_concat_max_len");
        return length == null ? DEFAULT_RESULT_LENGTH : Math.max(MIN_RESULT_LENGTH, Long.parseLong(length));
    }
}
