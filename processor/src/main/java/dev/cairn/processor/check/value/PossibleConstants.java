package dev.cairn.processor.check.value;

import dev.cairn.engine.advice.ValuePropagation.PropagatedValue;
import dev.cairn.processor.model.JavaType.Enumeration;
import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constants that are possible values of an expression.
 *
 * @param sourceEnum the enum of the column from which the value comes; null for a string literal in the statement
 * @param constants the constants; for a string literal, its value, which may be unknown to every enum
 * @param writtenExpression the expression in the statement; null for a column of a {@code *}
 */
public record PossibleConstants(
        @Nullable Enumeration sourceEnum,
        List<String> constants,
        @Nullable Expression writtenExpression) {
    public PossibleConstants {
        constants = List.copyOf(constants);
    }

    /** Returns the constants of propagated values; values that are neither an enum column nor a literal are skipped. */
    public static List<PossibleConstants> of(EnumColumns enumColumns, List<PropagatedValue> propagatedValues) {
        List<PossibleConstants> possibleConstants = new ArrayList<>();
        for (PropagatedValue propagatedValue : propagatedValues) {
            Enumeration sourceEnum = enumColumns.find(propagatedValue.origins());
            if (sourceEnum != null) {
                List<String> constants = sourceEnum.constants().stream()
                        .filter(constant -> propagatedValue.possibleTexts() == null
                                || propagatedValue.possibleTexts().contains(constant))
                        .toList();
                possibleConstants.add(new PossibleConstants(sourceEnum, constants, propagatedValue.expression()));
            } else if (propagatedValue.expression() instanceof Expression.StringLiteral textLiteral) {
                possibleConstants.add(new PossibleConstants(null, List.of(textLiteral.value()), textLiteral));
            }
        }
        return possibleConstants;
    }
}
