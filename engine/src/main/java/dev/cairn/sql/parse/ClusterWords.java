package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.stream.Stream;

/**
 * Recognizes the words of a statement or a clause about cluster objects. A {@link ClusterObjectKind} defines them as
 * one text, in which spaces separate the words and an equals sign counts as a word.
 */
record ClusterWords(Cursor cursor) {
    /**
     * Returns whether these words follow.
     *
     * @param distance the number of tokens before the first word
     */
    boolean areAhead(String joinedWords, int distance) {
        String[] expectedWords = joinedWords.split(" ", -1);
        for (int i = 0; i < expectedWords.length; i++) {
            boolean isExpectedToken = expectedWords[i].equals("=")
                    ? cursor.kind(distance + i) == TokenKind.EQUAL
                    : cursor.keyword(distance + i) == Keyword.valueOf(expectedWords[i]);
            if (!isExpectedToken) {
                return false;
            }
        }
        return true;
    }

    /** Skips these words, and throws a syntax error if other tokens follow. */
    void expect(String joinedWords) {
        Stream.of(joinedWords.split(" ", -1)).forEach(word -> {
            if (word.equals("=")) {
                cursor.expect(TokenKind.EQUAL);
            } else {
                cursor.expect(Keyword.valueOf(word));
            }
        });
    }

    static int countWords(String joinedWords) {
        return joinedWords.split(" ", -1).length;
    }
}
