package dev.cairn.embedded.translate.value;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Span;

/** Refusals of features that a StarRocks server has and the embedded server lacks. */
public final class UnsupportedFeature {
    private UnsupportedFeature() {}

    public static Refusal function(String name, Span at) {
        return Refusal.analysis(at, "The embedded server can't calculate the function '" + name + "'");
    }

    public static Refusal query(String what, Span at) {
        return Refusal.analysis(at, "The embedded server can't run a query with " + what);
    }

    public static Refusal type(String name) {
        return Refusal.analysis(Span.NONE, "The embedded server can't hold values of the type " + name);
    }
}
