package dev.cairn.engine.advice;

import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A warning about a part of a query, or of a statement that changes rows.
 *
 * @param arguments the arguments of the rule's message, in the words of the query
 * @param span the part of the text
 * @param replacement the condition to write instead; null if none follows from the written one
 */
public record QueryWarning(
        QueryAdviceRule rule,
        List<String> arguments,
        Span span,
        @Nullable String replacement) {
    public QueryWarning {
        arguments = List.copyOf(arguments);
    }

    /** Creates a warning without a replacement. */
    static QueryWarning of(QueryAdviceRule rule, Span span, String... arguments) {
        return new QueryWarning(rule, List.of(arguments), span, null);
    }

    /** Returns the problem as a sentence. */
    public String message() {
        return rule.formatMessage(arguments.toArray());
    }

    /** Returns the remedy as a sentence. */
    public String remedy() {
        return replacement == null ? rule.formatRemedy(arguments.toArray()) : "Write " + replacement + " instead.";
    }

    /** Returns the problem and the remedy. */
    public String text() {
        return message() + " " + remedy();
    }
}
