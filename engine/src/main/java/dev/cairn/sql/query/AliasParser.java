package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the aliases of relations and of the items of a select list. Many words that continue a query may also be an
 * alias: the following tokens distinguish the two.
 */
final class AliasParser {
    private final Cursor cursor;

    AliasParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Parses the alias of an item of a select list; the cursor is behind its expression. */
    Item.Value item(Expression value, int start) {
        boolean as = cursor.take(Keyword.AS);
        Name alias = null;
        if (as || cursor.kind() == TokenKind.TEXT || atName()) {
            alias = cursor.nameOrText();
        }
        return new Item.Value(value, alias, as, cursor.since(start));
    }

    /** Parses the alias of a table, which does not name its columns; returns null if the table has no alias. */
    Relation.@Nullable Alias ofTable() {
        boolean as = cursor.take(Keyword.AS);
        return as || atName() ? new Relation.Alias(cursor.name(), List.of(), as) : null;
    }

    /**
     * Parses the alias of a relation other than a table, optionally with names for the columns; returns null if there
     * is none.
     */
    Relation.@Nullable Alias withColumns() {
        boolean as = cursor.take(Keyword.AS);
        if (!as && !atName()) {
            return null;
        }
        Name name = cursor.name();
        List<Name> columns = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.names() : List.of();
        return new Relation.Alias(name, columns, as);
    }

    private boolean atName() {
        if (!cursor.atName(0)) {
            return false;
        }
        Keyword word = cursor.keyword();
        if (word == null) {
            return true;
        }
        return switch (word) {
            case EXCEPT, MINUS -> !cursor.atSetOperator();
            case PIVOT -> cursor.kind(1) != TokenKind.LEFT_PARENTHESIS;
            case BEFORE -> cursor.kind(1) != TokenKind.TEXT;
            case QUALIFY -> !beginsQualification();
            default -> true;
        };
    }

    /** Returns whether QUALIFY begins a clause here, and is not an alias within a FROM clause. */
    private boolean beginsQualification() {
        return switch (cursor.kind(1)) {
            case INTEGER, DECIMAL, DOUBLE, TEXT, HEX, AT, PLUS, MINUS, TILDE, NOT_SIGN -> true;
            case BACKQUOTED, DIGITS_AND_LETTERS -> true;
            case LEFT_PARENTHESIS -> isOperator(cursor.kindBehindParenthesis(1));
            case WORD -> beginsQualification(cursor.keyword(1));
            default -> false;
        };
    }

    private boolean beginsQualification(@Nullable Keyword word) {
        if (word == null) {
            return true;
        }
        return switch (word) {
            case LEFT, RIGHT -> cursor.kind(2) == TokenKind.LEFT_PARENTHESIS;
            case EXCEPT, MINUS -> !cursor.setOperatorAhead(1);
            case PIVOT -> cursor.kind(2) != TokenKind.LEFT_PARENTHESIS;
            case BEFORE -> cursor.kind(2) != TokenKind.TEXT;
            case QUALIFY -> cursor.kind(2) == TokenKind.DOT || isOperator(cursor.kind(2));
            default ->
                !word.reserved()
                        || word == Keyword.NOT
                        || WindowParser.isFunction(word)
                        || CallParser.isReservedStart(word);
        };
    }

    private static boolean isOperator(TokenKind kind) {
        return switch (kind) {
            case EQUAL, EQUAL_FOR_NULL, NOT_EQUAL, NOT_EQUAL_SIGN, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                true;
            case PLUS, MINUS, ASTERISK, SLASH, PERCENT, AMPERSAND, BAR, CARET, OR_SIGN, AND_SIGN -> true;
            default -> false;
        };
    }
}
