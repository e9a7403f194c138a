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
 * @param type the enum of the column that has the value; null for a text that is written
 * @param writtenExpression the part of the statement; null for a column of a {@code *}
 */
public record PossibleConstants(
        @Nullable Enumeration type,
        List<String> constants,
        @Nullable Expression writtenExpression) {
    public PossibleConstants {
        constants = List.copyOf(constants);
    }

    /** Returns the constants of propagated values, except values that are neither a column with an enum nor a text. */
    public static List<PossibleConstants> of(EnumColumns columns, List<PropagatedValue> parts) {
        List<PossibleConstants> all = new ArrayList<>();
        for (PropagatedValue part : parts) {
            Enumeration type = columns.find(part.columns());
            if (type != null) {
                List<String> constants = type.constants().stream()
                        .filter(constant -> part.possibleTexts() == null
                                || part.possibleTexts().contains(constant))
                        .toList();
                all.add(new PossibleConstants(type, constants, part.expression()));
            } else if (part.expression() instanceof Expression.Text text) {
                all.add(new PossibleConstants(null, List.of(text.value()), text));
            }
        }
        return all;
    }

    /** Returns the constants that an enum does not have. */
    public List<String> missingFrom(Enumeration other) {
        return constants.stream()
                .filter(constant -> !other.constants().contains(constant))
                .toList();
    }
}
