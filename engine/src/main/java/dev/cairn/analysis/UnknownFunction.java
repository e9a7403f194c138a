package dev.cairn.analysis;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.token.RefusalRule;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A call of a function that is neither built in nor declared for the types of its arguments.
 *
 * @param name as in the refusal
 * @param call the name with the types of the arguments, as in {@code mask(varchar)}
 */
public record UnknownFunction(String name, String call) {
    /** The rules whose arguments are the name of a function and the types of its arguments. */
    private static final Set<RefusalRule> RULES =
            Set.of(FunctionRule.NO_MATCHING_FUNCTION, QueryRule.UNKNOWN_TABLE_FUNCTION);

    /** Returns the function because of which the server refuses a statement; empty if the refusal has another reason. */
    public static Optional<UnknownFunction> of(Refusal refusal) {
        if (!isReason(refusal)) {
            return Optional.empty();
        }
        String name = refusal.argument(0).toString();
        return BuiltinFunctions.areNamed(name.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of(new UnknownFunction(name, name + "(" + refusal.argument(1) + ")"));
    }

    /** Whether no function has the name and the types of the arguments, be it built in or not. */
    public static boolean isReason(Refusal refusal) {
        return refusal.breaksOneOf(RULES);
    }

    /** Returns the action that the user can take. */
    public String remedy() {
        return "if it is a user-defined function, declare it in the root: @Schema(functions = \"CREATE FUNCTION " + call
                + " RETURNS …\")";
    }
}
