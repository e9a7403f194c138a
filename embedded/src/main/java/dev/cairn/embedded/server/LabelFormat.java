package dev.cairn.embedded.server;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.regex.Pattern;

/** The format of the labels of loads and transactions. */
final class LabelFormat {
    private static final Pattern LABEL_PATTERN = Pattern.compile("[-\\w]{1,128}");

    private LabelFormat() {}

    /**
     * Requires that a label is well-formed.
     *
     * @param label the label; empty if the server generates one
     * @throws Refusal if the label is malformed
     */
    static void requireValid(String label) {
        if (!label.isEmpty() && !LABEL_PATTERN.matcher(label).matches()) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.LABEL_MALFORMED, label);
        }
    }
}
