package dev.cairn.sql.token;

import java.util.Arrays;
import java.util.List;

/** The tokens that a parser has looked for at a position without finding them; error messages list them. */
final class ExpectedTokens {
    private static final int MAX_REMEMBERED_TOKENS = 32;
    private static final int MAX_SHOWN_TOKENS = 6;

    /** The tokens; each is a keyword, a {@link TokenKind} or another value whose text is the expected word. */
    private final Object[] missedTokens = new Object[MAX_REMEMBERED_TOKENS];

    private int count;

    void clear() {
        count = 0;
    }

    /** Adds a token. Beyond the limit, it replaces the last one: the token that is added last is the required one. */
    void add(Object token) {
        missedTokens[Math.min(count, MAX_REMEMBERED_TOKENS - 1)] = token;
        count = Math.min(count + 1, MAX_REMEMBERED_TOKENS);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns whether one of the tokens is a name. */
    boolean containsName() {
        return Arrays.stream(missedTokens, 0, count)
                .anyMatch(token -> token instanceof TokenKind kind && kind.isName());
    }

    /**
     * Returns {@code a, b or c}: the last token is the required one, and the others are optional tokens before it. At
     * least one token must have been added.
     */
    @Override
    public String toString() {
        List<String> tokens = Arrays.stream(missedTokens, 0, count)
                .map(token -> token instanceof TokenKind kind ? kind.description() : token.toString())
                .distinct()
                .toList();
        List<String> shownTokens = tokens.subList(Math.max(0, tokens.size() - MAX_SHOWN_TOKENS), tokens.size());
        String lastToken = shownTokens.get(shownTokens.size() - 1);
        return shownTokens.size() == 1
                ? lastToken
                : String.join(", ", shownTokens.subList(0, shownTokens.size() - 1)) + " or " + lastToken;
    }
}
