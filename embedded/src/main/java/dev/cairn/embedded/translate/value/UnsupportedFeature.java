package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.sql.ast.Span;

/** Refusals of features that a StarRocks server has and the embedded server lacks. */
public final class UnsupportedFeature {
    private UnsupportedFeature() {}

    public static Refusal functionRefusal(String name, Span span) {
        return Refusal.analysis(span, EmbeddedRule.FUNCTION_UNSUPPORTED, name);
    }

    public static Refusal queryRefusal(String description, Span span) {
        return Refusal.analysis(span, EmbeddedRule.UNSUPPORTED, "queries with " + description);
    }

    public static Refusal typeRefusal(String name) {
        return Refusal.analysis(Span.NONE, EmbeddedRule.UNSUPPORTED, "the type " + name);
    }
}
