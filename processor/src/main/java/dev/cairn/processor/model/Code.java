package dev.cairn.processor.model;

import java.util.Locale;

/**
 * Everything that the processor can say. The tag is stable: tests, {@code @Allow} and the documentation use it. The text
 * names the user's own words, says what is wrong, and then what to write instead.
 */
public enum Code {
    KEY_ORDER(
            "key-order",
            Severity.ERROR,
            "'%s' is part of %s but follows the value column '%s'; key columns come first, in key order: move it before"
                    + " '%s'"),
    UNKNOWN_COLUMN("unknown-column", Severity.ERROR, "There is no column '%s'%s");

    /** How bad it is. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private final String tag;
    private final Severity severity;
    private final String text;

    Code(String tag, Severity severity, String text) {
        this.tag = tag;
        this.severity = severity;
        this.text = text;
    }

    public String tag() {
        return tag;
    }

    public Severity severity() {
        return severity;
    }

    String text(Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
