package dev.cairn.engine.row;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Binary;
import dev.cairn.sql.ast.Operator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides whether the alternatives of an OR together hold for every row, as those of {@code a < 1 OR a >= 1} do if a is
 * never NULL. Considers comparisons of the same two values, tests for NULL, and IN predicates with their negations.
 */
final class DisjunctionCoverage {
    private final Predicate<Expression> isNeverNull;
    private final Map<List<String>, OperandPair> operandPairByOperandTexts = new HashMap<>();
    private final Set<String> operandsTestedForNull = new HashSet<>();
    private final Set<String> operandsTestedForNotNull = new HashSet<>();
    private final Set<String> plainInPredicates = new HashSet<>();
    private final Set<String> negatedInPredicates = new HashSet<>();

    /**
     * Two operands, given by their first comparison, and the orders of the operands for which at least one of their
     * comparisons holds.
     */
    private record OperandPair(Binary firstComparison, Set<Integer> orders) {
        /** Returns the number of orders that the operands can have. A column is always equal to itself. */
        int countPossibleOrders() {
            Expression left = firstComparison.left().unwrap();
            boolean isSameOperand = left instanceof Expression.Reference
                    && Sql.render(left)
                            .equals(Sql.render(firstComparison.right().unwrap()));
            return isSameOperand && orders.contains(0) ? orders.size() : ValueRange.ALL_ORDERS.size();
        }
    }

    /** @param isNeverNull decides whether an expression certainly has a value in each row */
    DisjunctionCoverage(Predicate<Expression> isNeverNull) {
        this.isNeverNull = isNeverNull;
    }

    /** Adds a condition; the alternatives of an OR are added one by one. */
    DisjunctionCoverage addAlternative(Expression writtenExpression) {
        Expression condition = writtenExpression.unwrap();
        if (condition instanceof Expression.IsNull nullTest) {
            (nullTest.isNegated() ? operandsTestedForNotNull : operandsTestedForNull).add(Sql.render(nullTest.value()));
        } else if (condition instanceof Expression.In inPredicate && isNeverNull.test(inPredicate.value())) {
            (inPredicate.isNegated() ? negatedInPredicates : plainInPredicates).add(renderInPredicate(inPredicate));
        } else if (condition instanceof Binary binary) {
            Operator operator = binary.operator().canonicalOperator();
            if (operator == Operator.OR) {
                addAlternative(binary.left());
                addAlternative(binary.right());
            } else if (operator.isComparison()) {
                addComparison(binary, operator);
            }
        }
        return this;
    }

    /**
     * Renders an IN without its NOT, so that a predicate and its complement have the same text. An IN whose list
     * may contain NULL has no complement, and is rendered with its negation.
     */
    private String renderInPredicate(Expression.In inPredicate) {
        boolean hasNoNull = inPredicate.candidates().stream().allMatch(isNeverNull);
        return Sql.render(new Expression.In(false, inPredicate.value(), inPredicate.candidates(), inPredicate.span()))
                + (hasNoNull ? "" : " " + inPredicate.isNegated());
    }

    private void addComparison(Binary binary, Operator operator) {
        String leftText = Sql.render(binary.left().unwrap());
        String rightText = Sql.render(binary.right().unwrap());
        boolean isSwapped = leftText.compareTo(rightText) > 0;
        List<String> operandTexts = isSwapped ? List.of(rightText, leftText) : List.of(leftText, rightText);
        OperandPair operandPair = operandPairByOperandTexts.computeIfAbsent(
                operandTexts, ignored -> new OperandPair(binary, new HashSet<>()));
        for (int order = -1; order <= 1; order++) {
            if (ValueRange.holdsForOrder(operator, order)) {
                operandPair.orders.add(isSwapped ? -order : order);
            }
        }
    }

    /** Returns whether for each row at least one of the alternatives holds. */
    boolean isExhaustive() {
        return operandsTestedForNull.stream().anyMatch(operandsTestedForNotNull::contains)
                || plainInPredicates.stream().anyMatch(negatedInPredicates::contains)
                || operandPairByOperandTexts.values().stream()
                        .anyMatch(operandPair -> operandPair.orders.size() == operandPair.countPossibleOrders()
                                && isCoveredForNull(operandPair.firstComparison.left())
                                && isCoveredForNull(operandPair.firstComparison.right()));
    }

    /** Returns whether an operand is never NULL, or another alternative covers the rows in which it is NULL. */
    private boolean isCoveredForNull(Expression operand) {
        return isNeverNull.test(operand) || operandsTestedForNull.contains(Sql.render(operand.unwrap()));
    }
}
