package dev.cairn.sql.token;

import dev.cairn.sql.ast.TokenKind;
import java.util.Arrays;
import java.util.List;

/** The tokens that a parser has looked for at a position without finding them; error messages list them. */
final class ExpectedTokens {
    private static final int MAX_REMEMBERED_CHOICES = 32;
    private static final int MAX_SHOWN_CHOICES = 6;

    /** The keywords and kinds of tokens. */
    private final Object[] missedChoices = new Object[MAX_REMEMBERED_CHOICES];

    private int count;

    void clear() {
        count = 0;
    }

    void add(Object choice) {
        missedChoices[Math.min(count, MAX_REMEMBERED_CHOICES - 1)] = choice;
        count = Math.min(count + 1, MAX_REMEMBERED_CHOICES);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /**
     * Returns {@code a, b or c}: the last token is the required one, and the others are optional tokens before it. At
     * least one token must have been added.
     */
    @Override
    public String toString() {
        List<String> choices = Arrays.stream(missedChoices, 0, count)
                .map(choice -> choice instanceof TokenKind kind ? kind.description() : choice.toString())
                .distinct()
                .toList();
        List<String> shownChoices = choices.subList(Math.max(0, choices.size() - MAX_SHOWN_CHOICES), choices.size());
        String lastChoice = shownChoices.get(shownChoices.size() - 1);
        return shownChoices.size() == 1
                ? lastChoice
                : String.join(", ", shownChoices.subList(0, shownChoices.size() - 1)) + " or " + lastChoice;
    }
}
