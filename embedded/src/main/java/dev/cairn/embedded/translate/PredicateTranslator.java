package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.ComparisonRenderer;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Translates IS NULL, BETWEEN, IN, EXISTS and LIKE to conditions in DuckDB's SQL. */
final class PredicateTranslator {
    private final ExpressionTranslator expressionTranslator;

    PredicateTranslator(ExpressionTranslator expressionTranslator) {
        this.expressionTranslator = expressionTranslator;
    }

    /** Translates a predicate; returns empty for any other expression. */
    Optional<DuckDbExpression> translate(Expression expression) {
        String condition = null;
        if (expression instanceof Expression.IsNull nullTest) {
            condition = translateIsNull(nullTest);
        } else if (expression instanceof Expression.Between between) {
            condition = translateBetween(between);
        } else if (expression instanceof Expression.In in) {
            condition = translateIn(in, in.isNegated());
        } else if (expression instanceof Expression.InSubquery in) {
            condition = translateInQuery(in, in.isNegated());
        } else if (expression instanceof Expression.Exists exists) {
            condition = "EXISTS ("
                    + expressionTranslator.translateQuery(exists.query()).sql() + ")";
        } else if (expression instanceof Expression.Like like) {
            condition = translateLike(like);
        }
        return Optional.ofNullable(condition)
                .map(conditionSql -> new DuckDbExpression("(" + conditionSql + ")", TypeConstants.BOOLEAN));
    }

    /** Translates IS NULL, which is also true for the null of JSON. */
    private String translateIsNull(Expression.IsNull nullTest) {
        DuckDbExpression value = expressionTranslator.translate(nullTest.value());
        boolean isJson = PrimitiveType.of(value.type()) == PrimitiveType.JSON;
        return (isJson ? "nullif(" + value.sql() + ", 'null')" : value.sql()) + " IS"
                + renderNegation(nullTest.isNegated()) + " NULL";
    }

    private String translateBetween(Expression.Between between) {
        if (expressionTranslator
                        .findComparedShift(between.value(), between.lowerBound())
                        .isPresent()
                && expressionTranslator.isConstant(between.upperBound())) {
            return negateIf(
                    between.isNegated(),
                    "(" + translateComparison(Operator.GREATER_OR_EQUAL, between.value(), between.lowerBound())
                            + " AND "
                            + translateComparison(Operator.LESS_OR_EQUAL, between.value(), between.upperBound()) + ")");
        }
        List<String> operands = expressionTranslator.translateComparedOperands(
                between, List.of(between.value(), between.lowerBound(), between.upperBound()));
        Type type = expressionTranslator.operandTypes(between).get(0);
        if (!ComparisonRenderer.comparesLikeServer(type)) {
            String lowerComparison = ComparisonRenderer.renderComparison(
                    Operator.GREATER_OR_EQUAL, operands.get(0), operands.get(1), type);
            String upperComparison =
                    ComparisonRenderer.renderComparison(Operator.LESS_OR_EQUAL, operands.get(0), operands.get(2), type);
            return negateIf(between.isNegated(), "(" + lowerComparison + " AND " + upperComparison + ")");
        }
        return operands.get(0) + renderNegation(between.isNegated()) + " BETWEEN " + operands.get(1) + " AND "
                + operands.get(2);
    }

    private String translateComparison(Operator operator, Expression left, Expression right) {
        return expressionTranslator
                .translate(new Expression.Binary(operator, left, right, left.span()))
                .sql();
    }

    /**
     * Translates IN. As on the server, IN with a single candidate is a comparison.
     *
     * @param isNegated whether to translate to NOT IN, which may differ from how the predicate is written
     */
    String translateIn(Expression.In inPredicate, boolean isNegated) {
        if (inPredicate.candidates().size() == 1
                && expressionTranslator
                        .findComparedShift(
                                inPredicate.value(), inPredicate.candidates().get(0))
                        .isPresent()) {
            return translateComparison(
                    isNegated ? Operator.NOT_EQUAL : Operator.EQUAL,
                    inPredicate.value(),
                    inPredicate.candidates().get(0));
        }
        List<String> operands = expressionTranslator.translateComparedOperands(inPredicate, inPredicate.children());
        Type type = expressionTranslator.operandTypes(inPredicate).get(0);
        if (!ComparisonRenderer.comparesLikeServer(type)) {
            if (operands.size() == 2) {
                Operator operator = isNegated ? Operator.NOT_EQUAL : Operator.EQUAL;
                return ComparisonRenderer.renderComparison(operator, operands.get(0), operands.get(1), type);
            }
            String comparisonsSql = operands.stream()
                    .skip(1)
                    .map(candidate ->
                            ComparisonRenderer.renderComparison(Operator.EQUAL, operands.get(0), candidate, type))
                    .collect(Collectors.joining(" OR "));
            return negateIf(isNegated, "(" + comparisonsSql + ")");
        }
        String candidatesSql = String.join(", ", operands.subList(1, operands.size()));
        return operands.get(0) + renderNegation(isNegated) + " IN (" + candidatesSql + ")";
    }

    String translateInQuery(Expression.InSubquery inPredicate, boolean isNegated) {
        List<String> operands = expressionTranslator.translateOperands(
                inPredicate,
                inPredicate.value() instanceof Expression.Tuple tuple
                        ? tuple.elements()
                        : List.of(inPredicate.value()));
        List<TranslatedQuery.QueryColumn> queryColumns = new ArrayList<>();
        List<Type> types = expressionTranslator.operandTypes(inPredicate);
        for (Type type : types.subList(operands.size(), types.size())) {
            queryColumns.add(new TranslatedQuery.QueryColumn(ExpressionTranslator.comparedType(type)));
        }
        String rowsSql =
                expressionTranslator.translateQuery(inPredicate.query()).renderConvertedRelation(queryColumns);
        if (operands.size() > 1) {
            String relationName = expressionTranslator.state().nextName("t");
            return isNegated
                    ? renderTupleNotIn(operands, rowsSql, relationName)
                    : renderTupleIn(operands, rowsSql, relationName);
        }
        return operands.get(0) + renderNegation(isNegated) + " IN " + rowsSql;
    }

    /**
     * Translates IN with several values. It can only be a condition, so NULL has the same effect as FALSE. DuckDB has
     * no such IN for a correlated subquery.
     */
    private static String renderTupleIn(List<String> values, String rowsSql, String relationName) {
        List<String> equalities = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            equalities.add(relationName + "." + TranslatedQuery.columnName(i) + " = " + values.get(i));
        }
        return "EXISTS (SELECT 1 FROM " + rowsSql + " AS " + relationName + " WHERE " + String.join(" AND ", equalities)
                + ")";
    }

    /**
     * Translates NOT IN with several values. The server runs a join, in which a tuple with a NULL matches any row, and
     * a row with a NULL does not match a tuple without NULL.
     */
    private static String renderTupleNotIn(List<String> values, String rowsSql, String relationName) {
        return "CASE WHEN NOT EXISTS " + rowsSql + " THEN TRUE WHEN NOT ("
                + CallTranslator.renderNoneIsNull(values) + ") THEN FALSE ELSE NOT "
                + renderTupleIn(values, rowsSql, relationName)
                + " END";
    }

    /** Translates LIKE, with a backslash as the escape character, and the operators for regular expressions. */
    private String translateLike(Expression.Like like) {
        String value = expressionTranslator.translateAs(like.value(), TypeConstants.VARCHAR);
        if (!like.word().equalsIgnoreCase("LIKE")) {
            String regex = expressionTranslator.translateAs(like.pattern(), TypeConstants.VARCHAR);
            return negateIf(like.isNegated(), "regexp_matches(" + value + ", " + regex + ", 's')");
        }
        if (expressionTranslator.frontendConstants().isCalculated(like.value())
                && expressionTranslator.frontendConstants().isCalculated(like.pattern())) {
            String pattern = expressionTranslator.translateAs(like.pattern(), TypeConstants.VARCHAR);
            return negateIf(like.isNegated(), "sr_like_of_constants(" + value + ", " + pattern + ")");
        }
        return value + renderNegation(like.isNegated()) + " LIKE " + translateLikePattern(like.pattern())
                + " ESCAPE '\\'";
    }

    private String translateLikePattern(Expression pattern) {
        if (pattern.unwrap() instanceof Expression.StringLiteral text) {
            return DuckDbQuoting.quoteText(removeTrailingEscape(text.value()));
        }
        String conversion = expressionTranslator.isConstant(pattern) ? "sr_like_pattern" : "sr_like_pattern_of_row";
        return conversion + "(" + expressionTranslator.translateAs(pattern, TypeConstants.VARCHAR) + ")";
    }

    /** Returns a pattern without an unescaped backslash at its end, which the server ignores. */
    private static String removeTrailingEscape(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '\\') {
            end--;
        }
        return (pattern.length() - end) % 2 == 0 ? pattern : pattern.substring(0, pattern.length() - 1);
    }

    /** Returns the NOT within a predicate, such as {@code IS NOT NULL}; an empty string if it is not negated. */
    private static String renderNegation(boolean isNegated) {
        return isNegated ? " NOT" : "";
    }

    private static String negateIf(boolean isNegated, String conditionSql) {
        return isNegated ? "NOT " + conditionSql : conditionSql;
    }
}
