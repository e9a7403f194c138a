package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;

/** Refusals of features that a StarRocks server has and the embedded server lacks. */
public final class UnsupportedFeatureRefusals {
    private UnsupportedFeatureRefusals() {}

    public static Refusal createFunctionRefusal(String name, Span span) {
        return Refusal.ofAnalysis(span, EmbeddedRule.FUNCTION_UNSUPPORTED, name);
    }

    /**
     * Returns the refusal of a call of a built-in function; if no built-in function has the name, the refusal of a call
     * of a user-defined function.
     */
    public static Refusal createCallRefusal(String name, Span span) {
        return BuiltinFunctions.contains(name)
                ? createFunctionRefusal(name, span)
                : Refusal.ofAnalysis(span, EmbeddedRule.USER_FUNCTION_UNSUPPORTED, name);
    }

    public static Refusal createQueryRefusal(String description, Span span) {
        return Refusal.ofAnalysis(span, EmbeddedRule.UNSUPPORTED, "queries with " + description);
    }

    public static Refusal createTypeRefusal(String description) {
        return Refusal.ofAnalysis(Span.NONE, EmbeddedRule.UNSUPPORTED, "the type " + description);
    }
}
