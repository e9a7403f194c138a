package dev.cairn.analysis.function;

import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;

/**
 * A function call with the types of its arguments, which is checked and resolved by the rules of the function.
 *
 * @param expression the expression to which refusals of the call refer
 * @param name the name of the function in lower case
 * @param argumentTypes the types of the arguments, all known
 * @param version the version of the server, which decides which functions and signatures exist
 */
public record TypedCall(
        Expression expression,
        String name,
        List<Expression> arguments,
        List<Type> argumentTypes,
        CallForm form,
        Version version) {
    /**
     * The form of a call: DISTINCT, a star, ORDER BY and OVER.
     *
     * @param sortItemCount the number of trailing arguments that come from ORDER BY
     * @param isWindowed whether OVER follows the call
     */
    public record CallForm(boolean isDistinct, boolean hasStar, int sortItemCount, boolean isWindowed) {
        static final CallForm PLAIN = new CallForm(false, false, 0, false);
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

    public Type argumentType(int index) {
        return argumentTypes.get(index);
    }

    boolean hasConstantArgument(int index) {
        return ConstantExpressions.isConstant(argument(index));
    }

    /** Refuses a call that has fewer arguments than this number. */
    void requireArgumentCountAtLeast(int minCount) {
        if (argumentCount() < minCount) {
            throw createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    name,
                    "at least " + minCount + (minCount == 1 ? " argument" : " arguments"));
        }
    }

    /** Refuses a call if a condition is not met. The refusal has no position; the typing of the call adds it. */
    static void requireCondition(boolean isMet, RefusalRule rule, Object... ruleArguments) {
        if (!isMet) {
            throw Refusal.ofAnalysis(Span.NONE, rule, ruleArguments);
        }
    }

    /** Creates a refusal of the whole call. */
    Refusal createRefusal(RefusalRule rule, Object... ruleArguments) {
        return Refusal.ofAnalysisAt(expression, rule, ruleArguments);
    }

    /** Returns a call of another function with the leading arguments, one for each of the types. */
    TypedCall withFunction(String functionName, List<Type> newArgumentTypes) {
        return new TypedCall(
                expression,
                functionName,
                arguments.subList(0, newArgumentTypes.size()),
                newArgumentTypes,
                form,
                version);
    }
}
