package dev.cairn.sql.token;

import dev.cairn.sql.ast.TokenKind;
import java.util.Arrays;
import java.util.List;

/** The tokens for which a parser has checked in vain at a position, listed in error messages. */
final class ExpectedTokens {
    private static final int MAX_REMEMBERED = 32;
    private static final int MAX_SHOWN = 6;

    /** The keywords and kinds of tokens. */
    private final Object[] missedChoices = new Object[MAX_REMEMBERED];

    private int count;

    void clear() {
        count = 0;
    }

    void add(Object choice) {
        missedChoices[Math.min(count, MAX_REMEMBERED - 1)] = choice;
        count = Math.min(count + 1, MAX_REMEMBERED);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns {@code a, b or c}: the last one is the required token, the others are optional tokens before it. */
    @Override
    public String toString() {
        List<String> choices = Arrays.stream(missedChoices, 0, count)
                .map(choice -> choice instanceof TokenKind kind ? kind.description() : choice.toString())
                .distinct()
                .toList();
        List<String> shownChoices = choices.subList(Math.max(0, choices.size() - MAX_SHOWN), choices.size());
        String lastChoice = shownChoices.get(shownChoices.size() - 1);
        return shownChoices.size() == 1
                ? lastChoice
                : String.join(", ", shownChoices.subList(0, shownChoices.size() - 1)) + " or " + lastChoice;
    }
}
