package dev.cairn.analysis.function;

import dev.cairn.catalog.Refusal;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/**
 * A function call with the types of its arguments, on which the checks and the resolution of its function work.
 *
 * @param name in lower case
 * @param types the types of the arguments, all known
 * @param version the version of the server, which decides which functions and signatures exist
 */
public record TypedCall(
        Expression expression,
        String name,
        List<Expression> arguments,
        List<Type> types,
        CallForm form,
        Version version) {
    /**
     * The form of a call: DISTINCT, a star, ORDER BY and OVER.
     *
     * @param orderings the number of trailing arguments that come from ORDER BY
     * @param windowed whether OVER follows the call
     */
    public record CallForm(boolean distinct, boolean hasStar, int orderings, boolean windowed) {
        static final CallForm PLAIN = new CallForm(false, false, 0, false);
    }

    public boolean distinct() {
        return form.distinct;
    }

    public boolean hasStar() {
        return form.hasStar;
    }

    /** Returns the number of trailing arguments that come from ORDER BY. */
    public int orderings() {
        return form.orderings;
    }

    /** Returns whether OVER follows the call. */
    public boolean isWindowed() {
        return form.windowed;
    }

    /** Creates a call without DISTINCT, a star, ORDER BY and OVER. */
    public static TypedCall ofPlain(
            Expression expression, String name, List<Expression> arguments, List<Type> types, Version version) {
        return new TypedCall(expression, name, arguments, types, CallForm.PLAIN, version);
    }

    /** Returns the entry of the called built-in function. */
    public FunctionEntry function() {
        return BuiltinFunctions.entry(name, version);
    }

    int argumentCount() {
        return arguments.size();
    }

    public Expression argument(int index) {
        return arguments.get(index);
    }

    public Type type(int index) {
        return types.get(index);
    }

    boolean isConstant(int index) {
        return ConstantExpressions.isConstant(argument(index));
    }

    /** Refuses a call with fewer arguments. */
    void requireArguments(int minimum) {
        if (argumentCount() < minimum) {
            throw refusal(
                    FunctionRule.ARGUMENT, name, "at least " + minimum + (minimum == 1 ? " argument" : " arguments"));
        }
    }

    /** Creates a refusal of the whole call. */
    Refusal refusal(RefusalRule rule, Object... arguments) {
        return Refusal.analysisAt(expression, rule, arguments);
    }

    TypedCall withFunction(String otherName, List<Type> otherTypes) {
        return new TypedCall(expression, otherName, arguments.subList(0, otherTypes.size()), otherTypes, form, version);
    }
}
