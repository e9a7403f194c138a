package dev.cairn.engine.advice;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An expression with {@code ||} or {@code +} between texts, which joins them in other databases. In StarRocks, {@code
 * ||} is OR, and {@code +} adds numbers.
 *
 * @param operator the operator between the texts
 * @param replacement the call that joins the texts
 */
public record TextConcatenation(Operator operator, String replacement) {
    /**
     * Returns the concatenation that an expression was probably meant to be; empty for any other expression. For {@code
     * ||}, one operand must be a text; for {@code +}, all operands must be texts, or one of them a string literal
     * without digits.
     */
    public static Optional<TextConcatenation> find(
            Expression expression, Bindings bindings, Function<Span, String> sourceText) {
        if (!mayBeConcatenation(expression)) {
            return Optional.empty();
        }
        Operator operator = ((Expression.Binary) expression).operator();
        List<Expression> operands = new ArrayList<>();
        addOperands(expression, operator, operands);
        boolean joinsTexts = operator == Operator.PLUS
                ? operands.stream().anyMatch(TextConcatenation::isTextWithoutDigits)
                        || operands.stream().allMatch(operand -> isText(operand, bindings))
                : operands.stream().anyMatch(operand -> isText(operand, bindings));
        return joinsTexts
                ? Optional.of(new TextConcatenation(operator, renderConcatCall(operands, sourceText)))
                : Optional.empty();
    }

    /**
     * Returns the call that joins the texts. A comparison at either end was meant to compare the joined text, since
     * {@code ||} binds less tightly than the comparison in StarRocks, and more tightly in other databases.
     */
    private static String renderConcatCall(List<Expression> operands, Function<Span, String> sourceText) {
        Optional<ComparedOperands> firstComparison = ComparedOperands.find(operands.get(0));
        Optional<ComparedOperands> lastComparison = ComparedOperands.find(operands.get(operands.size() - 1));
        List<String> joinedTexts = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Expression operand = operands.get(i);
            Expression subexpression = i == 0
                    ? firstComparison.map(ComparedOperands::right).orElse(operand)
                    : i == operands.size() - 1
                            ? lastComparison.map(ComparedOperands::left).orElse(operand)
                            : operand;
            joinedTexts.add(sourceText.apply(subexpression.span()));
        }
        return firstComparison
                        .map(comparedOperands -> sourceText.apply(
                                        comparedOperands.left().span()) + " " + comparedOperands.operatorText() + " ")
                        .orElse("")
                + "concat(" + String.join(", ", joinedTexts) + ")"
                + lastComparison
                        .map(comparedOperands -> " " + comparedOperands.operatorText() + " "
                                + sourceText.apply(comparedOperands.right().span()))
                        .orElse("");
    }

    /**
     * The two sides of a comparison or a LIKE.
     *
     * @param operatorText the operator between the two sides
     */
    private record ComparedOperands(Expression left, String operatorText, Expression right) {
        static Optional<ComparedOperands> find(Expression operand) {
            if (operand instanceof Expression.Like likePredicate) {
                return Optional.of(new ComparedOperands(
                        likePredicate.value(),
                        (likePredicate.isNegated() ? "NOT " : "") + likePredicate.word(),
                        likePredicate.pattern()));
            }
            return operand instanceof Expression.Binary binary
                            && binary.operator().isComparison()
                            && binary.operator() != Operator.NULL_SAFE_EQUAL
                    ? Optional.of(new ComparedOperands(
                            binary.left(), binary.operator().text(), binary.right()))
                    : Optional.empty();
        }
    }

    /** Returns whether the operator of an expression is {@code ||} or {@code +}. */
    public static boolean mayBeConcatenation(Expression expression) {
        return expression instanceof Expression.Binary binary
                && (binary.operator() == Operator.OR_SIGN || binary.operator() == Operator.PLUS);
    }

    private static void addOperands(Expression expression, Operator operator, List<Expression> operands) {
        if (expression instanceof Expression.Binary binary && binary.operator() == operator) {
            addOperands(binary.left(), operator, operands);
            addOperands(binary.right(), operator, operands);
        } else {
            operands.add(expression);
        }
    }

    /** Returns whether an operand is a string literal without digits, which is neither a number nor a date. */
    private static boolean isTextWithoutDigits(Expression expression) {
        return expression.unwrap() instanceof Expression.StringLiteral text
                && !text.value().isEmpty()
                && text.value().chars().noneMatch(Character::isDigit);
    }

    private static boolean isText(Expression expression, Bindings bindings) {
        Type type = bindings.findValueType(expression);
        return type != null && PrimitiveType.of(type).isCharacterType();
    }

    QueryAdviceRule rule() {
        return operator == Operator.PLUS ? QueryAdviceRule.TEXT_SUM : QueryAdviceRule.TEXTS_IN_OR;
    }

    /** Returns the action that the user can take, as the end of a message. */
    public String toRemedyClause() {
        return "write " + replacement + ", because " + (operator == Operator.PLUS ? "+ adds numbers" : "|| is OR");
    }
}
