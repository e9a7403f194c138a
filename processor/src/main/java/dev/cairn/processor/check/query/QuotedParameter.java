package dev.cairn.processor.check.query;

import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a parameter inside quotes, where it is part of the text instead of a parameter.
 *
 * @param span the place of the text with its quotes; its line and column are not set
 * @param name the name with the colon
 * @param quotedText the text with its quotes and its escapes
 */
record QuotedParameter(Span span, String name, String quotedText) {
    private static final Pattern QUOTED_TEXT_PATTERN =
            Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'|\"(?:[^\"\\\\]|\"\"|\\\\.)*\"");

    /** Returns the first quoted text that contains the name of a parameter; empty if no quoted text contains it. */
    static Optional<QuotedParameter> findIn(String sql, String parameterName) {
        Pattern namePattern = Pattern.compile(":" + Pattern.quote(parameterName) + "\\b");
        Matcher textMatcher = QUOTED_TEXT_PATTERN.matcher(sql);
        while (textMatcher.find()) {
            if (namePattern.matcher(textMatcher.group()).find()) {
                Span span = new Span(1, 1, textMatcher.start(), textMatcher.end() - textMatcher.start());
                return Optional.of(new QuotedParameter(span, ":" + parameterName, textMatcher.group()));
            }
        }
        return Optional.empty();
    }

    /** Returns the remedy as the end of a message. */
    String describeRemedy() {
        String content = quotedText.substring(1, quotedText.length() - 1);
        List<String> concatenatedParts = new ArrayList<>();
        Matcher nameMatcher = Pattern.compile(Pattern.quote(name) + "\\b").matcher(content);
        int previousEnd = 0;
        while (nameMatcher.find()) {
            addTextLiteral(content.substring(previousEnd, nameMatcher.start()), concatenatedParts);
            concatenatedParts.add(name);
            previousEnd = nameMatcher.end();
        }
        addTextLiteral(content.substring(previousEnd), concatenatedParts);
        String replacement =
                concatenatedParts.size() == 1 ? name : "concat(" + String.join(", ", concatenatedParts) + ")";
        return "inside quotes, " + name + " is a part of the text: write " + replacement;
    }

    private void addTextLiteral(String text, List<String> parts) {
        if (!text.isEmpty()) {
            char quote = quotedText.charAt(0);
            parts.add(quote + text + quote);
        }
    }
}
