package dev.cairn.sql.template;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.template.SqlTemplate.ParameterRole;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.Set;

/**
 * Determines the role of a parameter from the tokens around it.
 *
 * @param firstIndex the index of the parameter's first token, the colon
 * @param lastIndex the index of its last token
 */
record ParameterRoleResolver(Tokens tokens, int firstIndex, int lastIndex) {
    /** The keywords before lists whose items are not keys, unlike the lists of ORDER BY, GROUP BY and PARTITION BY. */
    private static final Set<Keyword> LIST_KEYWORDS =
            Set.of(Keyword.SELECT, Keyword.FROM, Keyword.LIMIT, Keyword.VALUES, Keyword.SET);

    ParameterRole resolve() {
        if (isKey()) {
            return ParameterRole.KEY;
        }
        if (!isListItem()) {
            return ParameterRole.VALUE;
        }
        int openingIndex = firstIndex - 1;
        for (int depth = 0; openingIndex >= 0; openingIndex--) {
            TokenKind kind = tokens.kind(openingIndex);
            depth += kind == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            if (kind == TokenKind.LEFT_PARENTHESIS && depth-- == 0) {
                break;
            }
        }
        if (openingIndex < 1 || tokens.keyword(openingIndex - 1) != Keyword.IN) {
            return ParameterRole.VALUE;
        }
        boolean isWholeList =
                openingIndex == firstIndex - 1 && tokens.kind(lastIndex + 1) == TokenKind.RIGHT_PARENTHESIS;
        return isWholeList ? ParameterRole.WHOLE_LIST : ParameterRole.LIST_ITEM;
    }

    /** Returns whether the tokens are a whole item of a list in parentheses. */
    private boolean isListItem() {
        TokenKind kindBefore = firstIndex == 0 ? TokenKind.END : tokens.kind(firstIndex - 1);
        TokenKind kindAfter = tokens.kind(lastIndex + 1);
        return (kindBefore == TokenKind.LEFT_PARENTHESIS || kindBefore == TokenKind.COMMA)
                && (kindAfter == TokenKind.RIGHT_PARENTHESIS || kindAfter == TokenKind.COMMA);
    }

    /** Returns whether the tokens are a whole item of ORDER BY, GROUP BY or PARTITION BY. */
    private boolean isKey() {
        boolean isItemEnd = switch (tokens.kind(lastIndex + 1)) {
            case END, WORD, COMMA, RIGHT_PARENTHESIS -> true;
            default -> false;
        };
        if (!isItemEnd || firstIndex == 0) {
            return false;
        }
        if (tokens.kind(firstIndex - 1) != TokenKind.COMMA) {
            return tokens.keyword(firstIndex - 1) == Keyword.BY;
        }
        int depth = 0;
        for (int tokenIndex = firstIndex - 1; tokenIndex >= 0 && depth >= 0; tokenIndex--) {
            TokenKind kind = tokens.kind(tokenIndex);
            depth += kind == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            depth -= kind == TokenKind.LEFT_PARENTHESIS ? 1 : 0;
            Keyword keyword = depth == 0 ? tokens.keyword(tokenIndex) : null;
            if (keyword == Keyword.BY) {
                return true;
            }
            if (keyword != null && LIST_KEYWORDS.contains(keyword)) {
                return false;
            }
        }
        return false;
    }
}
