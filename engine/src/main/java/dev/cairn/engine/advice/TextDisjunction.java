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
 * Texts with {@code ||} between them, which joins texts in other databases, and is OR here.
 *
 * @param instead the call that joins the texts
 */
public record TextDisjunction(String instead) {
    /** Returns what an expression is itself; empty for any other expression. */
    static Optional<TextDisjunction> of(Expression expression, Bindings bindings, Function<Span, String> quotation) {
        List<Expression> operands = new ArrayList<>();
        addOperands(expression, operands);
        boolean texts = operands.size() > 1 && operands.stream().anyMatch(operand -> isText(operand, bindings));
        return texts ? Optional.of(new TextDisjunction(joinTexts(operands, quotation))) : Optional.empty();
    }

    /**
     * Returns the call that joins the texts. A comparison at either end was meant to be one of the joined text, since
     * {@code ||} binds less than the comparison here, and more in other databases.
     */
    private static String joinTexts(List<Expression> operands, Function<Span, String> quotation) {
        Optional<Expression.Binary> first = comparison(operands.get(0));
        Optional<Expression.Binary> last = comparison(operands.get(operands.size() - 1));
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Expression operand = operands.get(i);
            Expression part = i == 0
                    ? first.map(Expression.Binary::right).orElse(operand)
                    : i == operands.size() - 1
                            ? last.map(Expression.Binary::left).orElse(operand)
                            : operand;
            joined.add(quotation.apply(part.span()));
        }
        return first.map(of -> quotation.apply(of.left().span()) + " "
                                + of.operator().text() + " ")
                        .orElse("")
                + "concat(" + String.join(", ", joined) + ")"
                + last.map(of -> " " + of.operator().text() + " "
                                + quotation.apply(of.right().span()))
                        .orElse("");
    }

    private static Optional<Expression.Binary> comparison(Expression operand) {
        return operand instanceof Expression.Binary binary
                        && LiteralWarnings.COMPARISONS.contains(
                                binary.operator().meaning())
                ? Optional.of(binary)
                : Optional.empty();
    }

    /** Returns the first one in an expression. */
    public static Optional<TextDisjunction> findIn(
            Expression expression, Bindings bindings, Function<Span, String> quotation) {
        Optional<TextDisjunction> own = of(expression.unwrap(), bindings, quotation);
        return own.isPresent()
                ? own
                : expression.parts().stream()
                        .flatMap(part -> findIn(part, bindings, quotation).stream())
                        .findFirst();
    }

    /** Whether the sign is the operator of an expression. */
    static boolean is(Expression expression) {
        return expression instanceof Expression.Binary binary && binary.operator() == Operator.OR_SIGN;
    }

    private static void addOperands(Expression expression, List<Expression> operands) {
        if (is(expression) && expression instanceof Expression.Binary binary) {
            addOperands(binary.left(), operands);
            addOperands(binary.right(), operands);
        } else {
            operands.add(expression);
        }
    }

    private static boolean isText(Expression expression, Bindings bindings) {
        Type type = bindings.type(expression);
        return type != null && PrimitiveType.of(type).isCharacters();
    }

    /** Returns the action that the user can take, as the end of a message. */
    public String remedy() {
        return "write " + instead + ", because || is OR";
    }
}
