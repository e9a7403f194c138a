package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses the aliases of items and relations. Many words that continue a query may also be an alias; the following
 * tokens distinguish the two.
 */
final class AliasParser {
    private final Cursor cursor;

    AliasParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Parses the alias of an item of a select list; the cursor is after its expression. */
    SelectItem.Value parseAliasedItem(Expression value, int start) {
        boolean hasAsKeyword = cursor.accept(Keyword.AS);
        boolean hasAlias = hasAsKeyword || cursor.kind() == TokenKind.TEXT || isAtAlias();
        return new SelectItem.Value(
                value, hasAlias ? cursor.readNameOrText() : null, hasAsKeyword, cursor.spanSince(start));
    }

    /** Parses the alias of a table, which can't name the columns; returns null if the table has no alias. */
    Relation.@Nullable Alias parseTableAlias() {
        return parseAlias(List::of);
    }

    /** Parses the alias of a relation, which may name the columns; returns null if the relation has no alias. */
    Relation.@Nullable Alias parseRelationAlias() {
        return parseAlias(cursor::readOptionalNames);
    }

    private Relation.@Nullable Alias parseAlias(Supplier<List<Name>> columnNamesReader) {
        boolean hasAsKeyword = cursor.accept(Keyword.AS);
        if (!hasAsKeyword && !isAtAlias()) {
            return null;
        }
        Name name = cursor.readName();
        return new Relation.Alias(name, columnNamesReader.get(), hasAsKeyword);
    }

    private boolean isAtAlias() {
        if (!cursor.isNameAhead(0)) {
            return false;
        }
        Keyword keyword = cursor.keyword();
        return keyword == null || mayBeName(keyword, 0, true);
    }

    /**
     * Returns whether a word at the given distance is a name, rather than a word that continues the query.
     *
     * @param isAlias whether the name would be an alias, rather than the beginning of an expression
     */
    private boolean mayBeName(Keyword keyword, int distance, boolean isAlias) {
        TokenKind nextKind = cursor.kind(distance + 1);
        return switch (keyword) {
            case EXCEPT, MINUS -> !cursor.isSetOperatorAhead(distance);
            case PIVOT -> nextKind != TokenKind.LEFT_PARENTHESIS;
            case BEFORE -> nextKind != TokenKind.TEXT;
            case QUALIFY -> isAlias ? !isAtQualifyClause() : nextKind == TokenKind.DOT || isOperator(nextKind);
            default -> true;
        };
    }

    /** Returns whether QUALIFY begins a clause here, rather than being an alias in a FROM clause. */
    private boolean isAtQualifyClause() {
        return switch (cursor.kind(1)) {
            case INTEGER, DECIMAL, DOUBLE, TEXT, HEX, AT, PLUS, MINUS, TILDE, NOT_SIGN -> true;
            case BACKQUOTED, DIGITS_AND_LETTERS -> true;
            case LEFT_PARENTHESIS -> isOperator(cursor.kindAfterClosingParenthesis(1));
            case WORD -> {
                Keyword keyword = cursor.keyword(1);
                if (keyword == null) {
                    yield true;
                }
                yield switch (keyword) {
                    case LEFT, RIGHT -> cursor.kind(2) == TokenKind.LEFT_PARENTHESIS;
                    case NOT -> true;
                    default ->
                        keyword.isReserved() ? CallParser.mayBeginExpression(keyword) : mayBeName(keyword, 1, false);
                };
            }
            default -> false;
        };
    }

    private static boolean isOperator(TokenKind kind) {
        return switch (kind) {
            case EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL, NOT_EQUAL_SIGN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                true;
            case PLUS, MINUS, ASTERISK, SLASH, PERCENT, AMPERSAND, BAR, CARET, OR_SIGN, CONCAT_SIGN, AND_SIGN -> true;
            default -> false;
        };
    }
}
