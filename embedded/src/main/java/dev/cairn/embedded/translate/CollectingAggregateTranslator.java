package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.session.SqlMode;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates the aggregate functions that collect the values of rows in a specified order: group_concat and array_agg.
 *
 * @param functionName the name of the function in lower case
 * @param resultType the type of the result
 */
record CollectingAggregateTranslator(
        ExpressionTranslator expressionTranslator,
        String functionName,
        List<Expression> arguments,
        AggregateCall aggregateCall,
        Type resultType) {
    private static final String CONCATENATION_FUNCTION = "group_concat";
    /** A lower value of {@code group_concat_max_len} has the effect of this one. */
    private static final long LOWEST_MAX_RESULT_LENGTH = 4;

    private static final long DEFAULT_MAX_RESULT_LENGTH = 1024;

    static boolean canTranslate(String functionName) {
        return functionName.equals(CONCATENATION_FUNCTION)
                || functionName.equals("array_agg")
                || functionName.equals("array_agg_distinct");
    }

    /** Returns the call for the rows that meet all conditions. */
    DuckDbExpression translate(List<String> conditions, String overClause) {
        String sql = functionName.equals(CONCATENATION_FUNCTION)
                ? translateConcatenation(conditions, overClause)
                : translateArray(conditions, overClause);
        return CallTranslator.cast(sql, resultType);
    }

    private boolean isDistinct() {
        return aggregateCall.call().isDistinct() || functionName.equals("array_agg_distinct");
    }

    private String translateArray(List<String> conditions, String overClause) {
        Type elementType = ((Type.Array) resultType).element();
        String elementSql = expressionTranslator.translateAs(arguments.get(0), elementType);
        String orderByClause = new OrderByTranslator(expressionTranslator).translate(aggregateCall.sortItems());
        String clauses = AggregateTranslator.renderFilter(conditions) + overClause;
        if (!isDistinct()) {
            return "list(" + elementSql + orderByClause + ")" + clauses;
        }
        return orderByClause.isEmpty()
                ? "sr_set(list({o: CAST(" + elementSql + " AS " + DuckDbType.calculatedTypeName(elementType) + ")})"
                        + clauses + ")"
                : "list_transform(sr_first_of_equal(list({o: " + elementSql + "}" + orderByClause + ")" + clauses
                        + "), lambda e: e['o'])";
    }

    /**
     * Translates group_concat. A row is omitted if one of its values is NULL. A separator that is NULL is treated as
     * empty.
     */
    private String translateConcatenation(List<String> conditions, String overClause) {
        List<Expression> outputs = new ArrayList<>(arguments);
        DuckDbExpression separator = takeSeparatorFrom(outputs);
        List<String> values = new ArrayList<>();
        for (Expression output : outputs) {
            values.add(expressionTranslator.translateAs(output, TypeConstants.VARCHAR));
        }
        String orderByClause = new OrderByTranslator(expressionTranslator).translate(aggregateCall.sortItems());
        boolean isDirectlyJoined =
                isTextLiteral(separator) && !(isDistinct() && (values.size() > 1 || !orderByClause.isEmpty()));
        String concatenation = isDirectlyJoined
                ? "string_agg(" + (isDistinct() ? "DISTINCT " : "") + String.join(" || ", values) + ", "
                        + separator.sql() + orderByClause + ")" + AggregateTranslator.renderFilter(conditions)
                        + overClause
                : renderJoinedRows(values, separator, orderByClause, conditions, overClause);
        return "sr_shortened(" + concatenation + ", " + maxResultLength() + ")";
    }

    private String renderJoinedRows(
            List<String> values,
            DuckDbExpression separator,
            String orderByClause,
            List<String> conditions,
            String overClause) {
        List<String> allConditions = new ArrayList<>(conditions);
        values.forEach(value -> allConditions.add(value + " IS NOT NULL"));
        String rowsSql = "list({o: [" + String.join(", ", values) + "], s: " + separator.sql() + "}" + orderByClause
                + ")" + AggregateTranslator.renderFilter(allConditions) + overClause;
        return "sr_joined(" + (isDistinct() ? "sr_first_of_equal(" + rowsSql + ")" : rowsSql) + ")";
    }

    /** Returns whether the SQL is the literal of a text without quotes. */
    private static boolean isTextLiteral(DuckDbExpression separator) {
        return separator.sql().startsWith("'")
                && separator.sql().indexOf('\'', 1) == separator.sql().length() - 1;
    }

    /** Returns the separator; if it is the last output, this method removes it from the list. */
    private DuckDbExpression takeSeparatorFrom(List<Expression> outputs) {
        if (aggregateCall.separator() == null) {
            boolean isLastOutputSeparator = usesLegacySeparator() && outputs.size() > 1;
            return isLastOutputSeparator
                    ? translateNullAsEmpty(outputs.remove(outputs.size() - 1))
                    : new DuckDbExpression(usesLegacySeparator() ? "', '" : "','", TypeConstants.VARCHAR);
        }
        return translateNullAsEmpty(aggregateCall.separator());
    }

    private DuckDbExpression translateNullAsEmpty(Expression separator) {
        DuckDbExpression value = expressionTranslator.translate(separator).castTo(TypeConstants.VARCHAR);
        return separator.unwrap() instanceof Expression.StringLiteral
                ? value
                : new DuckDbExpression("coalesce(" + value.sql() + ", '')", value.type());
    }

    /** Returns whether the last of several arguments is the separator; the default is then a comma and a space. */
    private boolean usesLegacySeparator() {
        return expressionTranslator.context().hasSqlMode(SqlMode.GROUP_CONCAT_LEGACY);
    }

    private long maxResultLength() {
        return expressionTranslator
                .context()
                .findSessionVariable("group_concat_max_len")
                .map(length -> Math.max(LOWEST_MAX_RESULT_LENGTH, Long.parseLong(length)))
                .orElse(DEFAULT_MAX_RESULT_LENGTH);
    }
}
