package dev.cairn.analysis.function;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;

/** What the server asks of some functions' arguments once it has found the signature. */
public final class ScalarChecks {
    private static final List<String> DATE_UNITS = List.of("year", "quarter", "month", "week", "day");
    private static final List<String> TIME_UNITS = List.of("hour", "minute", "second");

    private ScalarChecks() {}

    public static void check(Invocation call) {
        switch (call.name()) {
            case "date_trunc" -> dateTrunc(call);
            case "array_difference" -> difference(call);
            case "ngram_search", "ngram_search_case_insensitive" -> search(call);
            default -> {}
        }
    }

    private static void dateTrunc(Invocation call) {
        if (!(call.argument(0) instanceof Expression.Text text)) {
            throw ExpressionRefusals.at(
                    call.argument(0), "date_trunc requires first parameter must be a string constant");
        }
        String unit = text.value().toLowerCase(Locale.ROOT);
        PrimitiveType primitive = PrimitiveType.of(call.type(1));
        boolean known = DATE_UNITS.contains(unit) || (primitive == PrimitiveType.DATETIME && TIME_UNITS.contains(unit));
        if (primitive == PrimitiveType.DATETIME && !known) {
            throw ExpressionRefusals.at(
                    call.argument(0),
                    "date_trunc function can't support argument other than "
                            + "year|quarter|month|week|day|hour|minute|second");
        }
        if (primitive == PrimitiveType.DATE && !known) {
            throw ExpressionRefusals.at(
                    call.argument(1),
                    "date_trunc function can't support argument other than year|quarter|month|week|day");
        }
    }

    private static void difference(Invocation call) {
        if (!(call.type(0) instanceof Type.Array array)) {
            return;
        }
        PrimitiveType element = PrimitiveType.of(array.element());
        if (!element.isNumeric() && element != PrimitiveType.BOOLEAN && element != PrimitiveType.NULL_TYPE) {
            throw ExpressionRefusals.at(call.argument(0), "array_difference function only support numeric array types");
        }
    }

    private static void search(Invocation call) {
        if (!PrimitiveType.of(call.type(0)).isCharacters()) {
            throw ExpressionRefusals.at(
                    call.place(),
                    call.name() + " function 's first parameter and second parameter must be string type");
        }
        if (!ConstantExpressions.isConstant(call.argument(1)) || !ConstantExpressions.isConstant(call.argument(2))) {
            throw ExpressionRefusals.at(
                    call.place(), call.name() + " function 's second parameter and third parameter must be constant");
        }
    }
}
