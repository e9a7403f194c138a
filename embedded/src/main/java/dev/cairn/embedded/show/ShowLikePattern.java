package dev.cairn.embedded.show;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The pattern of LIKE in a SHOW statement. A frontend makes a regular expression of it: {@code %} matches every text,
 * {@code _} matches every character, a backslash escapes these two and itself, and a dot is literal. A backslash before
 * any other character is dropped. All other characters keep their meaning in regular expressions: {@code LIKE 'a$b'}
 * does not match {@code a$b}, and {@code LIKE 'a(b'} is refused.
 */
final class ShowLikePattern {
    private static final String ESCAPABLE_CHARACTERS = "%_\\";

    private final Pattern pattern;

    private ShowLikePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws Refusal if a frontend can't compile the pattern
     */
    static ShowLikePattern of(String text, boolean isCaseSensitive) {
        try {
            return new ShowLikePattern(Pattern.compile(toRegex(text), isCaseSensitive ? 0 : Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException exception) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.LIKE_PATTERN_INVALID, exception.getDescription());
        }
    }

    /** Reads {@code LIKE 'pattern'}; without this clause, the pattern matches every text. */
    static ShowLikePattern read(TokenReader tokens) {
        return of(tokens.accept("LIKE") ? tokens.readText() : "%", true);
    }

    private static String toRegex(String text) {
        StringBuilder regex = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '%' -> regex.append(".*");
                case '_' -> regex.append('.');
                case '.' -> regex.append("\\.");
                case '\\' -> {
                    boolean isLast = index + 1 == text.length();
                    if (isLast || ESCAPABLE_CHARACTERS.indexOf(text.charAt(index + 1)) >= 0) {
                        char escapedCharacter = isLast ? character : text.charAt(++index);
                        regex.append(escapedCharacter == '\\' ? "\\\\" : String.valueOf(escapedCharacter));
                    }
                }
                default -> regex.append(character);
            }
        }
        return regex.toString();
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }
}
