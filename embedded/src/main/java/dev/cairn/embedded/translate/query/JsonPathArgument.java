package dev.cairn.embedded.translate.query;

import dev.cairn.embedded.function.document.JsonPath;
import dev.cairn.embedded.function.document.VariantPath;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.Set;

/**
 * The path with which a function searches a JSON document or a VARIANT. An invalid constant path is refused; any other
 * invalid path finds nothing.
 */
public record JsonPathArgument(Expression path) {
    private static final Set<String> FUNCTIONS_WITH_PATH = Set.of(
            "json_query",
            "json_exists",
            "json_length",
            "json_keys",
            "json_remove",
            "get_json_int",
            "get_json_double",
            "get_json_string",
            "get_json_object",
            "get_json_bool");
    private static final String VARIANT_PREFIX = "get_variant_";
    private static final String VARIANT_QUERY = "variant_query";

    /** Refuses a call whose second argument is an invalid constant path; ignores functions that do not take a path. */
    public static void requireValidPath(String functionName, Expression.Call call) {
        if (FUNCTIONS_WITH_PATH.contains(functionName) && call.arguments().size() > 1) {
            new JsonPathArgument(call.arguments().get(1)).requireValidJsonPath();
        }
        if ((functionName.startsWith(VARIANT_PREFIX) || functionName.equals(VARIANT_QUERY))
                && call.arguments().size() > 1) {
            new JsonPathArgument(call.arguments().get(1)).requireValidVariantPath();
        }
    }

    private void requireValidVariantPath() {
        if (path.unwrap() instanceof Expression.StringLiteral text
                && VariantPath.parse(text.value()).isEmpty()) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.VALUE_REFUSED,
                    text.value().startsWith("$")
                            ? "Invalid variant path: " + text.value()
                            : "Path must start with '$'");
        }
    }

    private void requireValidJsonPath() {
        if (path.unwrap() instanceof Expression.StringLiteral text) {
            requireValidJsonPath(text.value());
        }
    }

    /** Refuses an invalid path to a part of a JSON document. */
    public static void requireValidJsonPath(String path) {
        if (JsonPath.parse(path).isEmpty()) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.VALUE_REFUSED,
                    path.isEmpty() ? "Empty json path" : "Invalid json path: " + path);
        }
    }
}
