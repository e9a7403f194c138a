package dev.cairn.sql.write;

import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders and parses the lists that parts of cluster objects contain as one text: lists of texts in quotes, {@code
 * 's3://a/', 's3://b/'}, of names, and of any other items.
 */
public final class JoinedTexts {
    private static final String LITERAL_REGEX = "'(?:[^'\\\\]|\\\\.)*'";
    private static final Pattern LITERAL_PATTERN = Pattern.compile(LITERAL_REGEX, Pattern.DOTALL);

    /**
     * {@code user = 'etl'} or {@code query_type IN ('insert', 'select')}; the groups are the attribute, the operator,
     * and the texts.
     */
    public static final Pattern CONDITION_PATTERN = Pattern.compile(
            "(\\w+) (=|IN) (\\([^']*(?:" + LITERAL_REGEX + "[^']*?)*\\)|" + LITERAL_REGEX + ")", Pattern.DOTALL);

    private JoinedTexts() {}

    /** Returns the texts as literals in single quotes, with commas between them. */
    public static String render(List<String> texts) {
        return texts.stream()
                .map(text -> new SqlTextBuilder(StatementForm.WRITTEN)
                        .appendLiteral(text)
                        .toString())
                .collect(Collectors.joining(", "));
    }

    /** Returns the texts of a list that {@link #render} has written, with or without parentheses around the list. */
    public static List<String> parse(String joinedTexts) {
        return LITERAL_PATTERN
                .matcher(joinedTexts)
                .results()
                .map(match -> Tokens.unescape(joinedTexts.substring(match.start() + 1, match.end() - 1)))
                .toList();
    }

    /**
     * Splits a list at its commas, except for commas in literals, in quoted names and in brackets of any kind. An empty
     * text has one empty item.
     */
    public static List<String> splitAtCommas(String joinedItems) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int itemStart = 0;
        char quote = 0;
        for (int i = 0; i < joinedItems.length(); i++) {
            char character = joinedItems.charAt(i);
            if (quote != 0) {
                i += character == '\\' && quote != '`' ? 1 : 0;
                quote = character == quote ? 0 : quote;
            } else if (character == '\'' || character == '"' || character == '`') {
                quote = character;
            } else if (character == '(' || character == '[' || character == '{') {
                depth++;
            } else if (character == ')' || character == ']' || character == '}') {
                depth--;
            } else if (character == ',' && depth == 0) {
                items.add(joinedItems.substring(itemStart, i).strip());
                itemStart = i + 1;
            }
        }
        items.add(joinedItems.substring(itemStart).strip());
        return items;
    }

    /** Returns the names of a list, without their backquotes; an empty list for an empty text. */
    public static List<String> parseNames(String joinedNames) {
        return joinedNames.isEmpty()
                ? List.of()
                : splitAtCommas(joinedNames).stream()
                        .map(name -> name.replace("`", ""))
                        .toList();
    }
}
