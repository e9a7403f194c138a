package dev.cairn.processor.check.query;

import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a parameter inside of quotes, where it is a part of the text and not a parameter.
 *
 * @param span the text with its quotes
 * @param name the name with the colon
 */
record QuotedParameter(Span span, String name, String quotedText) {
    private static final Pattern TEXT = Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*)'|\"((?:[^\"\\\\]|\"\"|\\\\.)*)\"");

    static Optional<QuotedParameter> findIn(String sql, String parameter) {
        Pattern named = Pattern.compile(":" + Pattern.quote(parameter) + "\\b");
        Matcher texts = TEXT.matcher(sql);
        while (texts.find()) {
            String text = texts.group(1) == null ? texts.group(2) : texts.group(1);
            if (named.matcher(text).find()) {
                Span span = new Span(1, 1, texts.start(), texts.end() - texts.start());
                return Optional.of(new QuotedParameter(span, ":" + parameter, text));
            }
        }
        return Optional.empty();
    }

    /** Returns the action that the user can take, as the end of a message. */
    String describeRemedy() {
        List<String> parts = new ArrayList<>();
        Matcher named = Pattern.compile(Pattern.quote(name) + "\\b").matcher(quotedText);
        int end = 0;
        while (named.find()) {
            add(quotedText.substring(end, named.start()), parts);
            parts.add(name);
            end = named.end();
        }
        add(quotedText.substring(end), parts);
        String instead = parts.size() == 1 ? name : "concat(" + String.join(", ", parts) + ")";
        return "inside of quotes, " + name + " is a part of the text: write " + instead;
    }

    private static void add(String part, List<String> parts) {
        if (!part.isEmpty()) {
            parts.add("'" + part + "'");
        }
    }
}
