package dev.cairn.embedded.translate;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Span;

/** What a StarRocks server would do, but the embedded one can't. */
final class Unsupported {
    private Unsupported() {}

    static Refusal function(String name, Span at) {
        return Refusal.analysis(at, "The embedded server can't calculate the function '" + name + "'");
    }

    static Refusal query(String what, Span at) {
        return Refusal.analysis(at, "The embedded server can't run a query with " + what);
    }

    static Refusal type(String name) {
        return Refusal.analysis(Span.NONE, "The embedded server can't hold values of the type " + name);
    }
}
