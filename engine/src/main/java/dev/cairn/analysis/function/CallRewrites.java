package dev.cairn.analysis.function;

import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rewrites calls as the server's parser does: aliases of functions, default arguments, and short forms. */
public final class CallRewrites {
    private static final char QUOTE = '\'';

    private CallRewrites() {}

    /**
     * Returns whether the server's parser drops OVER after this call, which is then not a call of a window function.
     */
    public static boolean dropsOver(Call call) {
        FunctionEntry function = BuiltinFunctions.resolveEntry(call);
        return function.hasTrait(FunctionTrait.WITHOUT_OVER)
                || (function.hasTrait(FunctionTrait.WITHOUT_OVER_OF_TWO)
                        && call.arguments().size() == 2);
    }

    /** Returns whether the server's parser drops OVER after the call. */
    public static boolean dropsOver(WindowCall windowCall) {
        return windowCall.function() instanceof Call call && dropsOver(call);
    }

    /** Returns the expression that replaces a call; the call itself if the newest server does not rewrite it. */
    public static Expression rewrite(Call call) {
        return BuiltinFunctions.resolveEntry(call).rewriteUntypedCall(call);
    }

    /**
     * Returns the expression that replaces a call; the call itself if a server of this version does not rewrite it.
     */
    public static Expression rewrite(Call call, Version version) {
        return BuiltinFunctions.resolveEntry(call, version).rewriteUntypedCall(call);
    }

    /**
     * Returns the expression that the server's parser makes of a call. The server prints and stores this expression.
     */
    public static Expression rewriteInParser(Call call) {
        return BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.REWRITTEN_LATE) ? call : rewrite(call);
    }

    /** Returns the name of the called function in lower case, without its database. */
    public static String lowerCaseName(Call call) {
        return call.function().lastPart().text().toLowerCase(Locale.ROOT);
    }

    /** Returns a call of another function, which keeps DISTINCT, {@code *} and the position of this call. */
    public static Call replaceFunction(Call call, String name, List<Expression> arguments) {
        QualifiedName function =
                new QualifiedName(List.of(Name.ofUnquoted(name, call.function().span())));
        return new Call(function, call.isDistinct(), call.hasStar(), false, arguments, call.span());
    }

    /** Returns a call with additional arguments at the end. */
    static Call appendArguments(Call call, Expression... addedArguments) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        arguments.addAll(List.of(addedArguments));
        return call.withArguments(arguments);
    }

    /** Returns a call with additional texts as its last arguments. */
    static Call appendTexts(Call call, String... texts) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        for (String text : texts) {
            arguments.add(createText(text, call.span()));
        }
        return call.withArguments(arguments);
    }

    static Expression createText(String value, Span span) {
        return new Expression.StringLiteral(value, QUOTE, span);
    }

    /**
     * Returns the argument. An integer outside the range of INT is refused, because the server's parser stores some
     * arguments as INT.
     */
    static Expression requireInt(Expression argument) {
        Long integer = argument.integerValue();
        if (integer != null && integer != integer.intValue()) {
            throw Refusal.ofExecution(
                    argument.span(), FunctionRule.INVALID_ARGUMENTS, "The function", "an integer, not " + integer);
        }
        return argument;
    }

    /** Returns whether the parser added an argument. Such an argument has the span of the whole call. */
    static boolean isAddedByParser(Expression argument, Expression call) {
        return argument.span().offset() == call.span().offset()
                && argument.span().length() == call.span().length();
    }

    /**
     * Returns IS NULL or IS NOT NULL for the argument of a call; the call itself unless it has exactly one argument.
     */
    static Expression rewriteToIsNull(Call call, boolean isNegated) {
        return call.arguments().size() == 1
                ? new Expression.IsNull(isNegated, call.arguments().get(0), call.span())
                : call;
    }
}
