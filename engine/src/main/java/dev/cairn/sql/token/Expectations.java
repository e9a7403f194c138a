package dev.cairn.sql.token;

import dev.cairn.sql.ast.TokenKind;
import java.util.Arrays;
import java.util.List;

/** The tokens for which a parser has checked in vain at a position, listed in error messages. */
final class Expectations {
    private static final int REMEMBERED = 32;
    private static final int SHOWN = 6;

    /** The keywords and kinds of tokens. */
    private final Object[] missed = new Object[REMEMBERED];

    private int count;

    void clear() {
        count = 0;
    }

    void add(Object choice) {
        missed[Math.min(count, REMEMBERED - 1)] = choice;
        count = Math.min(count + 1, REMEMBERED);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns {@code a, b or c}: the last one is the required token, the others are optional tokens before it. */
    @Override
    public String toString() {
        List<String> choices = Arrays.stream(missed, 0, count)
                .map(choice -> choice instanceof TokenKind kind ? kind.description() : choice.toString())
                .distinct()
                .toList();
        List<String> shown = choices.subList(Math.max(0, choices.size() - SHOWN), choices.size());
        String last = shown.get(shown.size() - 1);
        return shown.size() == 1 ? last : String.join(", ", shown.subList(0, shown.size() - 1)) + " or " + last;
    }
}
