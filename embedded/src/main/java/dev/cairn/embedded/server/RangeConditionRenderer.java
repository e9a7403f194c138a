package dev.cairn.embedded.server;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders, as SQL without columns, whether a condition or its negation may be true for some value of a range partition.
 * DROP PARTITIONS WHERE drops a partition only if the condition can't be false in it. A frontend compares the bounds of
 * the range, to which it applies the functions of the condition, with the constants of the condition. It does not
 * evaluate {@code !=}, NOT IN and IS NOT NULL, which may be true in each range. See
 * {@code PartitionColPredicateEvaluator} of the server.
 *
 * @param type the type of the only partition column: an integer, DATE or DATETIME
 */
record RangeConditionRenderer(Type type, RangePartition range) {
    private static final String TRUE = "TRUE";

    /** Monotonic functions with dates as results, whose values for both bounds a frontend calculates. */
    private static final Set<String> MONOTONIC_DATE_FUNCTIONS = Set.of("to_date", "last_day");

    /** Monotonic functions of dates with integers as results. */
    private static final Set<String> MONOTONIC_INTEGER_FUNCTIONS = Set.of("year", "to_days");

    /** The units of {@code date_trunc} that a frontend keeps in the condition. */
    private static final Set<String> TRUNCATED_UNITS = Set.of("week", "month", "quarter", "year");

    /** The formats of {@code date_format} that a frontend keeps in the condition. Their texts sort like the dates. */
    private static final Set<String> MONOTONIC_DATE_FORMATS = Set.of("%Y", "%Y%m", "%Y-%m");

    /** The format of the texts to which dates are cast, so that {@code str2date} returns the date itself. */
    private static final String DATE_TEXT_FORMAT = "%Y-%m-%d";

    /** An integer as a text, of at most 18 digits, so that it fits into a BIGINT. */
    private static final Pattern INTEGER_PATTERN = Pattern.compile("-?\\d{1,18}");

    /**
     * Returns a condition without columns: whether a condition may be false in the range. It may be NULL if a constant
     * is NULL.
     *
     * @throws Refusal if the embedded server does not support the condition
     */
    String renderMayBeFalse(Expression condition) {
        return renderMayBeTrue(condition, true);
    }

    /** Returns whether a condition, or its negation, may be true in the range. */
    private String renderMayBeTrue(Expression writtenCondition, boolean isNegated) {
        Expression condition = writtenCondition.unwrap();
        if (!readsColumn(condition)) {
            return isNegated ? "NOT (" + Sql.render(condition) + ")" : "(" + Sql.render(condition) + ")";
        }
        if (condition instanceof Expression.Unary unary && unary.operator() == Operator.NOT) {
            return renderMayBeTrue(unary.operand(), !isNegated);
        }
        if (condition instanceof Expression.Binary binary) {
            Operator operator = binary.operator().canonicalOperator();
            if (operator == Operator.AND || operator == Operator.OR) {
                return "(" + renderMayBeTrue(binary.left(), isNegated)
                        + ((operator == Operator.AND) == isNegated ? " OR " : " AND ")
                        + renderMayBeTrue(binary.right(), isNegated) + ")";
            }
            return readsColumn(binary.left())
                    ? renderComparison(binary.left(), operator, binary.right(), isNegated)
                    : renderComparison(binary.right(), operator.mirroredComparison(), binary.left(), isNegated);
        }
        if (condition instanceof Expression.Between between) {
            boolean isOutside = between.isNegated() != isNegated;
            return "("
                    + renderComparison(between.value(), Operator.GREATER_OR_EQUAL, between.lowerBound(), isOutside)
                    + (isOutside ? " OR " : " AND ")
                    + renderComparison(between.value(), Operator.LESS_OR_EQUAL, between.upperBound(), isOutside) + ")";
        }
        if (condition instanceof Expression.In in) {
            boolean isExcluded = in.isNegated() != isNegated;
            return in.candidates().stream()
                    .map(candidate -> renderComparison(in.value(), Operator.EQUAL, candidate, isExcluded))
                    .collect(Collectors.joining(isExcluded ? " AND " : " OR ", "(", ")"));
        }
        // NULL belongs to the range that begins with the least value.
        if (condition instanceof Expression.IsNull isNull && isColumn(isNull.value())) {
            return isNull.isNegated() == isNegated
                    ? renderBound(range.lowerBounds()) + " = " + renderLeastValue()
                    : TRUE;
        }
        throw createRefusal(condition);
    }

    private boolean readsColumn(Expression expression) {
        return !expression.collectReferenceNames().isEmpty();
    }

    private boolean isColumn(Expression expression) {
        return expression.unwrap() instanceof Expression.Reference;
    }

    private String renderComparison(Expression value, Operator operator, Expression constant, boolean isNegated) {
        boolean isSupported =
                !readsColumn(constant) && (isColumn(value) || isMonotonic(value)) && isComparable(value, constant);
        if (!isSupported) {
            throw createRefusal(isColumn(value) ? constant : value);
        }
        if (operator == Operator.NULL_SAFE_EQUAL) {
            return isNegated ? TRUE : renderComparison(value, Operator.EQUAL, constant);
        }
        return renderComparison(
                value, isNegated ? operator.findNegatedComparison().orElse(operator) : operator, constant);
    }

    private String renderComparison(Expression value, Operator operator, Expression constant) {
        if (operator == Operator.NOT_EQUAL) {
            return renderUnlessNull(constant);
        }
        boolean isUnbounded = range.upperBounds().get(0) instanceof Bound.MaximumBound;
        if (!isColumn(value)) {
            return isUnbounded ? renderUnlessNull(constant) : renderCallComparison(value, operator, constant);
        }
        String constantSql = "(" + Sql.render(constant) + ")";
        String lowerComparison = renderBound(range.lowerBounds());
        String upperComparison =
                isUnbounded ? renderUnlessNull(constant) : renderBound(range.upperBounds()) + " > " + constantSql;
        return switch (operator) {
            case LESS -> lowerComparison + " < " + constantSql;
            case LESS_OR_EQUAL -> lowerComparison + " <= " + constantSql;
            // The upper bound is exclusive, so the greatest integer of the range is one less.
            case GREATER ->
                isUnbounded || !PrimitiveType.of(type).isFixedPoint()
                        ? upperComparison
                        : renderBound(range.upperBounds()) + " - 1 > " + constantSql;
            case GREATER_OR_EQUAL -> upperComparison;
            case EQUAL -> "(" + lowerComparison + " <= " + constantSql + " AND " + upperComparison + ")";
            default -> throw createRefusal(value);
        };
    }

    /** Returns a condition that is true, or NULL if a constant is NULL. */
    private static String renderUnlessNull(Expression constant) {
        return "((" + Sql.render(constant) + ") IS NOT NULL OR NULL)";
    }

    /**
     * Compares the values of a monotonic function for the bounds of the range, both of which count as inclusive. If the
     * function has no value for a bound, the comparison may be true.
     */
    private String renderCallComparison(Expression call, Operator operator, Expression constant) {
        String lowerSql = renderCallOfBound(call, renderBound(range.lowerBounds()));
        String upperSql = renderCallOfBound(call, renderBound(range.upperBounds()));
        String constantSql = "(" + Sql.render(constant) + ")";
        String comparison = switch (operator) {
            case LESS -> lowerSql + " < " + constantSql;
            case LESS_OR_EQUAL -> lowerSql + " <= " + constantSql;
            case GREATER -> upperSql + " > " + constantSql;
            case GREATER_OR_EQUAL -> upperSql + " >= " + constantSql;
            case EQUAL -> lowerSql + " <= " + constantSql + " AND " + upperSql + " >= " + constantSql;
            default -> throw createRefusal(call);
        };
        return "(" + lowerSql + " IS NULL OR " + upperSql + " IS NULL OR (" + comparison + "))";
    }

    /** Returns whether a frontend compares a value with a constant without a conversion of the value. */
    private boolean isComparable(Expression value, Expression constant) {
        String functionName = value.unwrap() instanceof Expression.Call call ? CallRewrites.lowerCaseName(call) : "";
        if (MONOTONIC_INTEGER_FUNCTIONS.contains(functionName)) {
            return constant.integerValue() != null;
        }
        if (functionName.isEmpty() && PrimitiveType.of(type).isFixedPoint()) {
            return constant.integerValue() != null
                    || constant.findQuotedText()
                            .filter(text -> INTEGER_PATTERN.matcher(text).matches())
                            .isPresent();
        }
        return functionName.equals("date_format")
                ? constant instanceof Expression.StringLiteral
                : !(constant.unwrap() instanceof Expression.NumberLiteral);
    }

    private boolean isMonotonic(Expression value) {
        if (!(value.unwrap() instanceof Expression.Call call)
                || !PrimitiveType.of(type).isDateOrDatetime()
                || call.arguments().stream().filter(this::isColumn).count() != 1
                || call.arguments().stream().anyMatch(argument -> !isColumn(argument) && readsColumn(argument))) {
            return false;
        }
        String functionName = CallRewrites.lowerCaseName(call);
        return MONOTONIC_DATE_FUNCTIONS.contains(functionName)
                || MONOTONIC_INTEGER_FUNCTIONS.contains(functionName)
                || (functionName.equals("date_trunc")
                        && isOneOf(call.arguments().get(0), TRUNCATED_UNITS))
                || (functionName.equals("date_format")
                        && isOneOf(call.arguments().get(1), MONOTONIC_DATE_FORMATS))
                || (functionName.equals("str2date")
                        && PrimitiveType.of(type) == PrimitiveType.DATE
                        && isOneOf(call.arguments().get(1), Set.of(DATE_TEXT_FORMAT)));
    }

    private static boolean isOneOf(Expression literal, Set<String> texts) {
        return literal.findQuotedText().filter(texts::contains).isPresent();
    }

    private static String renderCallOfBound(Expression call, String valueSql) {
        return Sql.render(replaceReferences(call, valueSql));
    }

    private static Expression replaceReferences(Expression expression, String valueSql) {
        UnaryOperator<Expression> replacement = child -> replaceReferences(child, valueSql);
        return expression instanceof Expression.Reference
                ? Sql.parseExpression(valueSql)
                : expression.mapChildren(replacement);
    }

    private String renderBound(List<Bound> bounds) {
        return bounds.get(0) instanceof Bound.LiteralBound literalBound
                ? renderLiteral(literalBound.text())
                : renderLeastValue();
    }

    private String renderLeastValue() {
        return renderLiteral(
                switch (PrimitiveType.of(type)) {
                    case TINYINT -> String.valueOf(Byte.MIN_VALUE);
                    case SMALLINT -> String.valueOf(Short.MIN_VALUE);
                    case INT -> String.valueOf(Integer.MIN_VALUE);
                    case BIGINT -> String.valueOf(Long.MIN_VALUE);
                    case LARGEINT -> "-170141183460469231731687303715884105728";
                    default -> "0000-01-01";
                });
    }

    private String renderLiteral(String text) {
        return "CAST('" + text + "' AS " + Sql.render(type) + ")";
    }

    private static Refusal createRefusal(Expression condition) {
        return Refusal.ofAnalysis(
                condition.span(),
                EmbeddedRule.UNSUPPORTED,
                "'" + Sql.render(condition) + "' in the condition of partitions by range");
    }
}
