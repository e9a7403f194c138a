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
    /** Returns the concatenation that an expression itself is, whatever its operands are; empty if it is none. */
    public static Optional<TextConcatenation> of(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        if (!mayBeConcatenation(expression)) {
            return Optional.empty();
        }
        Operator operator = ((Expression.Binary) expression).operator();
        List<Expression> operands = new ArrayList<>();
        addOperands(expression, operator, operands);
        boolean texts = operator == Operator.PLUS
                ? operands.stream().anyMatch(TextConcatenation::isWord)
                        || operands.stream().allMatch(operand -> isText(operand, bindings))
                : operands.stream().anyMatch(operand -> isText(operand, bindings));
        return texts
                ? Optional.of(new TextConcatenation(operator, renderConcatCall(operands, quotation)))
                : Optional.empty();
    }

    /**
     * Returns the call that joins the texts. A comparison at either end was meant to be one of the joined text, since
     * {@code ||} binds less than the comparison here, and more in other databases.
     */
    private static String renderConcatCall(List<Expression> operands, Function<Span, String> quotation) {
        Optional<ComparedOperands> first = ComparedOperands.of(operands.get(0));
        Optional<ComparedOperands> last = ComparedOperands.of(operands.get(operands.size() - 1));
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Expression operand = operands.get(i);
            Expression part = i == 0
                    ? first.map(ComparedOperands::right).orElse(operand)
                    : i == operands.size() - 1
                            ? last.map(ComparedOperands::left).orElse(operand)
                            : operand;
            joined.add(quotation.apply(part.span()));
        }
        return first.map(of -> quotation.apply(of.left().span()) + " " + of.comparison() + " ")
                        .orElse("")
                + "concat(" + String.join(", ", joined) + ")"
                + last.map(of -> " " + of.comparison() + " "
                                + quotation.apply(of.right().span()))
                        .orElse("");
    }

    /** @param comparison the operator between the two values */
    private record ComparedOperands(Expression left, String comparison, Expression right) {
        static Optional<ComparedOperands> of(Expression operand) {
            if (operand instanceof Expression.Like like) {
                return Optional.of(new ComparedOperands(
                        like.value(), (like.negated() ? "NOT " : "") + like.word(), like.pattern()));
            }
            return operand instanceof Expression.Binary binary
                            && LiteralWarnings.COMPARISONS.contains(
                                    binary.operator().canonicalOperator())
                    ? Optional.of(new ComparedOperands(
                            binary.left(), binary.operator().text(), binary.right()))
                    : Optional.empty();
        }
    }

    /** Returns the first concatenation in an expression. */
    public static Optional<TextConcatenation> findIn(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        Optional<TextConcatenation> ownTexts = of(expression.unwrap(), bindings, quotation);
        return ownTexts.isPresent()
                ? ownTexts
                : expression.children().stream()
                        .flatMap(part -> findIn(part, bindings, quotation).stream())
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
        Type type = bindings.type(expression);
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
