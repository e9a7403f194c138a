package dev.cairn.sql.write;

import dev.cairn.sql.ast.StatementForm;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders and parses lists of quoted texts, as the parts of cluster objects contain them: {@code 's3://a/',
 * 's3://b/'}.
 */
public final class QuotedTexts {
    private static final String LITERAL = "'(?:[^'\\\\]|\\\\.)*'";
    private static final Pattern TEXT = Pattern.compile(LITERAL, Pattern.DOTALL);

    /** {@code user = 'etl'} or {@code query_type IN ('insert', 'select')}: the key, the operator, and the texts. */
    public static final Pattern CONDITION =
            Pattern.compile("(\\w+) (=|IN) (\\([^']*(?:" + LITERAL + "[^']*?)*\\)|" + LITERAL + ")", Pattern.DOTALL);

    private QuotedTexts() {}

    public static String render(List<String> texts) {
        return texts.stream()
                .map(text -> new SqlTextBuilder(StatementForm.WRITTEN)
                        .appendLiteral(text)
                        .toString())
                .collect(Collectors.joining(", "));
    }

    /** Returns the texts of a list, which {@link #render} has written, with or without parentheses around it. */
    public static List<String> parse(String list) {
        return TEXT.matcher(list)
                .results()
                .map(match -> unescape(list.substring(match.start() + 1, match.end() - 1)))
                .toList();
    }

    private static String unescape(String escapedText) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escapedText.length(); i++) {
            char c = escapedText.charAt(i);
            text.append(c == '\\' ? unescapeCharacter(escapedText.charAt(++i)) : c);
        }
        return text.toString();
    }

    private static char unescapeCharacter(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case '0' -> '\0';
            case 'Z' -> '\u001a';
            default -> escaped;
        };
    }
}
