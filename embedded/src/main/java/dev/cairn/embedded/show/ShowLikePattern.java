package dev.cairn.embedded.show;

import dev.cairn.embedded.token.TokenReader;
import java.util.regex.Pattern;

/** A LIKE pattern with {@code %} and {@code _}, which a backslash escapes. */
final class ShowLikePattern {
    private final Pattern pattern;

    private ShowLikePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static ShowLikePattern of(String text, boolean isCaseSensitive) {
        StringBuilder regex = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '\\' && index + 1 < text.length()) {
                regex.append(Pattern.quote(String.valueOf(text.charAt(++index))));
            } else if (character == '%') {
                regex.append(".*");
            } else {
                regex.append(character == '_' ? "." : Pattern.quote(String.valueOf(character)));
            }
        }
        int flags = Pattern.DOTALL | (isCaseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return new ShowLikePattern(Pattern.compile(regex.toString(), flags));
    }

    /** Reads {@code LIKE 'pattern'}; without this clause, the pattern matches every text. */
    static ShowLikePattern read(TokenReader tokens) {
        return of(tokens.accept("LIKE") ? tokens.readText() : "%", true);
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
