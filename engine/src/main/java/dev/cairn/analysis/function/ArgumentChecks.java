package dev.cairn.analysis.function;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.LiteralTypes;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.TypeTraits;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The server's checks of a function's arguments before it resolves a signature. */
public final class ArgumentChecks {
    private static final int WITH_AUTHENTICATED_DATA = 5;

    private ArgumentChecks() {}

    public static void check(Invocation call) {
        switch (call.name()) {
            case "aes_encrypt", "aes_decrypt" -> encryption(call);
            case "time_slice", "date_slice" -> slice(call);
            case "group_concat", "array_agg" -> gathering(call);
            case "named_struct" -> fields(call);
            case "row" -> atLeast(call, 1, " should have at least one input.");
            case "field" -> {
                if (call.count() < 2) {
                    throw Refusal.analysis(
                            Span.NONE, "Incorrect parameter count in the call to native function 'field'");
                }
            }
            case "is_role_in_session" -> role(call);
            default -> ArrayChecks.check(call);
        }
    }

    private static void encryption(Invocation call) {
        if (call.count() == WITH_AUTHENTICATED_DATA
                && call.argument(3) instanceof Expression.Text mode
                && !mode.value().toUpperCase(Locale.ROOT).contains("GCM")) {
            throw ExpressionRefusals.at(
                    call.place(),
                    call.name() + " with 5 parameters requires GCM mode to use AAD parameter, but got mode: "
                            + mode.value().toUpperCase(Locale.ROOT)
                            + ". Only GCM modes (AES_128_GCM, AES_192_GCM, AES_256_GCM) support AAD parameter.");
        }
    }

    private static void slice(Invocation call) {
        Long interval = LiteralTypes.integer(call.argument(1));
        if (interval == null) {
            throw ExpressionRefusals.at(
                    call.place(), call.name() + " requires second parameter must be a constant interval");
        }
        if (interval <= 0) {
            throw ExpressionRefusals.at(
                    call.place(), call.name() + " requires second parameter must be greater than 0");
        }
    }

    private static void gathering(Invocation call) {
        atLeast(call, 1, " should have at least one input");
        int values = call.count() - call.orderings();
        if (call.name().equals("group_concat")) {
            if (values < 2) {
                throw ExpressionRefusals.at(
                        call.place(), call.name() + " should have output expressions before [ORDER BY]");
            }
            if (call.distinct() && !ConstantExpressions.isConstant(call.argument(values - 1))) {
                throw ExpressionRefusals.at(call.place(), call.name() + " distinct should use constant separator");
            }
        } else if (values != 1) {
            throw ExpressionRefusals.at(
                    call.place(), call.name() + " should have exact one output expressions before [ORDER BY]");
        }
        for (int i = values; i < call.count(); i++) {
            if (!TypeTraits.canOrder(call.type(i))) {
                throw ExpressionRefusals.at(
                        call.place(),
                        call.name() + " can't support order by the " + i + "-th input with type of "
                                + TypeText.shown(call.type(i)));
            }
        }
    }

    private static void fields(Invocation call) {
        atLeast(call, 2, " should have at least two inputs");
        if (call.count() % 2 != 0) {
            throw ExpressionRefusals.at(call.place(), call.name() + " arguments must be in name/value pairs");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < call.count(); i += 2) {
            if (!(call.argument(i) instanceof Expression.Text name)) {
                throw ExpressionRefusals.at(
                        call.place(), "The " + (i + 1) + "-th input of named_struct must be string literal");
            }
            if (!seen.add(name.value().toLowerCase(Locale.ROOT))) {
                throw ExpressionRefusals.at(
                        call.place(),
                        "named_struct contains duplicate subfield name: " + name.value() + " at " + (i + 1)
                                + "-th input");
            }
        }
    }

    private static void role(Invocation call) {
        if (call.count() != 1) {
            throw Refusal.analysis(Span.NONE, "IS_ROLE_IN_SESSION currently only supports a single parameter");
        }
        if (!(call.argument(0) instanceof Expression.Text)) {
            throw Refusal.analysis(Span.NONE, "IS_ROLE_IN_SESSION currently only supports constant parameters");
        }
    }

    private static void atLeast(Invocation call, int count, String words) {
        if (call.count() < count) {
            throw ExpressionRefusals.at(call.place(), call.name() + words);
        }
    }

    static boolean isArrayOrNull(Type type) {
        return type instanceof Type.Array || PrimitiveType.of(type) == PrimitiveType.NULL_TYPE;
    }
}
