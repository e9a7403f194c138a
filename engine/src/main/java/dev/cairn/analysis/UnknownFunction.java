package dev.cairn.analysis;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionRule;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.token.RefusalRule;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A called function that is neither built in nor declared for the types of the arguments.
 *
 * @param name the name of the function, as in the refusal
 * @param signature the name with the types of the arguments, such as {@code mask(varchar)}
 * @param isTableFunction whether it is called in FROM
 */
public record UnknownFunction(String name, String signature, boolean isTableFunction) {
    /** The rules whose arguments are the name of a function and the types of its arguments. */
    private static final Set<RefusalRule> UNKNOWN_FUNCTION_RULES =
            Set.of(FunctionRule.NO_MATCHING_FUNCTION, QueryRule.UNKNOWN_TABLE_FUNCTION);

    /** The calls of StarRocks that correspond to functions of other databases, by the name of the other function. */
    static final Map<String, String> STARROCKS_CALL_BY_FOREIGN_NAME = Map.ofEntries(
            Map.entry("string_agg", "group_concat(text, separator)"),
            Map.entry("listagg", "group_concat(text, separator)"),
            Map.entry("wm_concat", "group_concat(text)"),
            Map.entry("array_to_string", "array_join(array, separator)"),
            Map.entry("string_to_array", "split(text, separator)"),
            Map.entry("to_char", "date_format(time, '%Y-%m-%d')"),
            Map.entry("to_timestamp", "str_to_date(text, '%Y-%m-%d')"),
            Map.entry("getdate", "now()"),
            Map.entry("charindex", "locate(part, text)"),
            Map.entry("epoch", "unix_timestamp(time)"),
            Map.entry("dow", "dayofweek(time)"),
            Map.entry("isodow", "weekday(time)"),
            Map.entry("doy", "dayofyear(time)"),
            Map.entry("nvl", "ifnull(value, other)"),
            Map.entry("iif", "if(condition, value, other)"),
            Map.entry("gen_random_uuid", "uuid()"),
            Map.entry("newid", "uuid()"));

    /** Returns the unknown function that caused a refusal; empty if the refusal has another cause. */
    public static Optional<UnknownFunction> findIn(Refusal refusal) {
        if (!mayBeReasonOf(refusal)) {
            return Optional.empty();
        }
        String name = refusal.argument(0).toString();
        return BuiltinFunctions.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of(new UnknownFunction(
                        name,
                        name + "(" + refusal.argument(1) + ")",
                        refusal.breaksAnyRule(Set.of(QueryRule.UNKNOWN_TABLE_FUNCTION))));
    }

    /**
     * Returns whether a refusal says that no function has the called name and the types of the arguments. Unlike for
     * {@link #findIn}, a function of this name may be built in.
     */
    public static boolean mayBeReasonOf(Refusal refusal) {
        return refusal.breaksAnyRule(UNKNOWN_FUNCTION_RULES);
    }

    /** Returns the action that the user can take. */
    public String remedy() {
        String starRocksCall = STARROCKS_CALL_BY_FOREIGN_NAME.get(name.toLowerCase(Locale.ROOT));
        if (starRocksCall != null) {
            return "write " + starRocksCall + ", which is the function of StarRocks";
        }
        return "if it is a user-defined function, declare it in the root: " + renderDeclaration();
    }

    /**
     * Returns the annotation that declares a function for these arguments, with an ellipsis for the type of its result.
     */
    public String renderDeclaration() {
        return "@Schema(functions = \"CREATE " + (isTableFunction ? "TABLE " : "") + "FUNCTION " + signature
                + " RETURNS …\")";
    }
}
