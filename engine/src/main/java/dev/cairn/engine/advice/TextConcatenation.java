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
 * Texts with {@code ||} or {@code +} between them, which join texts in other databases. Here, the first is OR, and the second adds
 * numbers.
 *
 * @param operator the operator between the texts
 * @param replacement the call that joins the texts
 */
public record TextConcatenation(Operator operator, String replacement) {
    /** Interprets an expression as a concatenation of any operands; empty if it is another expression. */
    public static Optional<TextConcatenation> of(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        if (!mayBeConcatenation(expression)) {
            return Optional.empty();
        }
        Operator operator = ((Expression.Binary) expression).operator();
        List<Expression> operands = new ArrayList<>();
        addOperands(expression, operator, operands);
        boolean joinsTexts = operator == Operator.PLUS
                ? operands.stream().anyMatch(TextConcatenation::isWord)
                        || operands.stream().allMatch(operand -> isText(operand, bindings))
                : operands.stream().anyMatch(operand -> isText(operand, bindings));
        return joinsTexts
                ? Optional.of(new TextConcatenation(operator, renderConcatCall(operands, quotation)))
                : Optional.empty();
    }

    /**
     * Returns the call that joins the texts. A comparison at either end was meant to be one of the joined text, since
     * {@code ||} binds less than the comparison here, and more in other databases.
     */
    private static String renderConcatCall(List<Expression> operands, Function<Span, String> quotation) {
        Optional<ComparedOperands> firstComparison = ComparedOperands.of(operands.get(0));
        Optional<ComparedOperands> lastComparison = ComparedOperands.of(operands.get(operands.size() - 1));
        List<String> joinedTexts = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Expression operand = operands.get(i);
            Expression part = i == 0
                    ? firstComparison.map(ComparedOperands::right).orElse(operand)
                    : i == operands.size() - 1
                            ? lastComparison.map(ComparedOperands::left).orElse(operand)
                            : operand;
            joinedTexts.add(quotation.apply(part.span()));
        }
        return firstComparison
                        .map(comparedOperands -> quotation.apply(
                                        comparedOperands.left().span()) + " " + comparedOperands.operatorText() + " ")
                        .orElse("")
                + "concat(" + String.join(", ", joinedTexts) + ")"
                + lastComparison
                        .map(comparedOperands -> " " + comparedOperands.operatorText() + " "
                                + quotation.apply(comparedOperands.right().span()))
                        .orElse("");
    }

    /** @param operatorText the operator between the two values */
    private record ComparedOperands(Expression left, String operatorText, Expression right) {
        static Optional<ComparedOperands> of(Expression operand) {
            if (operand instanceof Expression.Like like) {
                return Optional.of(new ComparedOperands(
                        like.value(), (like.isNegated() ? "NOT " : "") + like.word(), like.pattern()));
            }
            return operand instanceof Expression.Binary binary
                            && LiteralWarnings.COMPARISON_OPERATORS.contains(
                                    binary.operator().canonicalOperator())
                    ? Optional.of(new ComparedOperands(
                            binary.left(), binary.operator().text(), binary.right()))
                    : Optional.empty();
        }
    }

    /** Returns the first concatenation in an expression. */
    public static Optional<TextConcatenation> findIn(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        Optional<TextConcatenation> ownConcatenation = of(expression.unwrap(), bindings, quotation);
        return ownConcatenation.isPresent()
                ? ownConcatenation
                : expression.children().stream()
                        .flatMap(child -> findIn(child, bindings, quotation).stream())
                        .findFirst();
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

    /** Returns whether an operand is a text that is no number and, because of its letters, no date. */
    private static boolean isWord(Expression expression) {
        return expression.unwrap() instanceof Expression.Text text
                && !text.value().isEmpty()
                && text.value().chars().noneMatch(Character::isDigit);
    }

    private static boolean isText(Expression expression, Bindings bindings) {
        Type type = bindings.valueTypeOf(expression);
        return type != null && PrimitiveType.of(type).isCharacters();
    }

    QueryAdviceRule rule() {
        return operator == Operator.PLUS ? QueryAdviceRule.TEXT_SUM : QueryAdviceRule.TEXTS_IN_OR;
    }

    /** Returns the action that the user can take, as the end of a message. */
    public String remedy() {
        return "write " + replacement + ", because " + (operator == Operator.PLUS ? "+ adds numbers" : "|| is OR");
    }
}
