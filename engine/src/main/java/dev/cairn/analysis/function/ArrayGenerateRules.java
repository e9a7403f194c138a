package dev.cairn.analysis.function;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rules of array_generate, which creates a series of numbers, or of dates with a unit: its rewrite, the checks of
 * its arguments, and their defaults.
 */
final class ArrayGenerateRules {
    private ArrayGenerateRules() {}

    static void addTo(FunctionEntry.Builder function) {
        function.setUntypedRewriteRule(ArrayGenerateRules::rewriteInterval)
                .setArgumentCheck(ArrayGenerateRules::checkArguments)
                .setResolutionRule(call -> call.function().overloads().resolve(completeArgumentTypes(call)));
    }

    private static Expression rewriteInterval(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() != 3 || !(arguments.get(2).unwrap() instanceof Expression.Interval interval)) {
            return call;
        }
        return call.withArguments(List.of(
                arguments.get(0),
                arguments.get(1),
                CallRewrites.requireInt(interval.amount()),
                CallRewrites.createText(interval.unit().toLowerCase(Locale.ROOT), call.span())));
    }

    private static void checkArguments(TypedCall call) {
        if (call.argumentCount() < 1 || call.argumentCount() > 4) {
            throw Refusal.ofAnalysis(Span.NONE, FunctionRule.INVALID_ARGUMENTS, call.name(), "one to four arguments");
        }
        if (isSeriesOfDates(call)) {
            checkStepOfDates(call);
            return;
        }
        if (call.argumentCount() == 4) {
            throw Refusal.ofAnalysis(Span.NONE, FunctionRule.INVALID_ARGUMENTS, call.name(), "a step of another type");
        }
        for (int i = 0; i < call.argumentCount(); i++) {
            if (call.argument(i) instanceof Expression.Reference && call.argumentCount() != 3) {
                throw Refusal.ofAnalysis(
                        Span.NONE, FunctionRule.INVALID_ARGUMENTS, call.name(), "all three arguments for columns");
            }
            if (!PrimitiveType.of(call.argumentType(i)).isFixedPoint()
                    && !call.argumentType(i).equals(TypeConstants.NULL)) {
                throw Refusal.ofAnalysis(Span.NONE, FunctionRule.INVALID_ARGUMENTS, call.name(), "integers");
            }
        }
    }

    private static void checkStepOfDates(TypedCall call) {
        if (call.argumentCount() < 3) {
            return;
        }
        Long step = call.argument(2).integerValue();
        if (step == null) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a constant integer as step");
        }
        if (step < 0) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "a step of 0 or more");
        }
    }

    private static boolean isSeriesOfDates(TypedCall call) {
        return call.argumentCount() >= 2 && (isDateOrText(call.argumentType(0)) || isDateOrText(call.argumentType(1)));
    }

    private static boolean isDateOrText(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType.isDateOrDatetime() || primitiveType.isCharacterType();
    }

    /**
     * Returns the argument types, completed by the types of the default arguments of a series: a start of one, and a
     * step of one or of one day.
     */
    private static List<Type> completeArgumentTypes(TypedCall call) {
        List<Type> types = new ArrayList<>(call.argumentTypes());
        if (isSeriesOfDates(call)) {
            if (types.size() == 2) {
                types.add(TypeConstants.INT);
            }
            if (types.size() == 3) {
                types.add(TypeConstants.VARCHAR);
            } else if (call.argumentCount() == 4 && CallRewrites.isAddedByParser(call.argument(3), call.expression())) {
                types.set(2, TypeConstants.INT); // the parser makes the amount of an interval an INT
            }
            return types;
        }
        if (types.size() == 1) {
            types.add(0, TypeConstants.TINYINT);
        }
        if (types.size() == 2) {
            types.add(TypeConstants.TINYINT);
        }
        return types;
    }
}
