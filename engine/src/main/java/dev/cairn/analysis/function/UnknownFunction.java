package dev.cairn.analysis.function;

import java.util.Locale;
import java.util.Optional;

/**
 * A call of a function that is neither built in nor declared for the types of its arguments.
 *
 * @param name as in the refusal
 * @param call the name with the types of the arguments, as in {@code mask(varchar)}
 */
public record UnknownFunction(String name, String call) {
    private static final String SCALAR = "No matching function with signature: ";
    private static final String TABLE = "Unknown table function '";

    /** Parses the detail of a refusal; empty if it is not about an unknown function. */
    public static Optional<UnknownFunction> of(String detail) {
        String call = call(detail);
        int arguments = call.indexOf('(');
        if (arguments <= 0
                || BuiltinFunctions.areNamed(call.substring(0, arguments).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(new UnknownFunction(call.substring(0, arguments), call));
    }

    /** More text may follow the server's message. */
    private static String call(String detail) {
        if (detail.startsWith(SCALAR)) {
            return signature(detail.substring(SCALAR.length()));
        }
        return detail.startsWith(TABLE) ? signature(detail.substring(TABLE.length())) : "";
    }

    /** Returns the text up to the parenthesis that closes the arguments; empty if there is none. */
    private static String signature(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ')' && depth == 0) {
                return text.substring(0, i + 1);
            }
        }
        return "";
    }

    /** Returns the action that the user can take. */
    public String remedy() {
        return "if it is a user-defined function, declare it in the root: @Schema(functions = \"CREATE FUNCTION " + call
                + " RETURNS …\")";
    }
}
