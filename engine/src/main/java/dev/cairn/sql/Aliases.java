package dev.cairn.sql;

import dev.cairn.sql.Query.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other names that queries give to what they read and to what they return. Many words that go on with a query may also
 * be such a name: which of the two they are shows in what follows them.
 */
final class Aliases {
    private Aliases() {}

    /** An item of a select list, at what follows its expression. */
    static Item.Value item(Cursor cursor, Expression value, int start) {
        boolean as = cursor.take(Keyword.AS);
        Name alias = null;
        if (as || cursor.kind() == TokenKind.TEXT || atName(cursor)) {
            alias = cursor.nameOrText();
        }
        return new Item.Value(value, alias, as, cursor.since(start));
    }

    /** The alias of a table, which gives no names to columns; or null. */
    static Relation.@Nullable Alias ofTable(Cursor cursor) {
        boolean as = cursor.take(Keyword.AS);
        return as || atName(cursor) ? new Relation.Alias(cursor.name(), List.of(), as) : null;
    }

    /** The alias of what is no table, perhaps with names for the columns; or null. */
    static Relation.@Nullable Alias withColumns(Cursor cursor) {
        boolean as = cursor.take(Keyword.AS);
        if (!as && !atName(cursor)) {
            return null;
        }
        Name name = cursor.name();
        List<Name> columns = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.names() : List.of();
        return new Relation.Alias(name, columns, as);
    }

    private static boolean atName(Cursor cursor) {
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
            case QUALIFY -> !beginsFunction(cursor);
            default -> true;
        };
    }

    private static boolean beginsFunction(Cursor cursor) {
        return cursor.kind(2) == TokenKind.LEFT_PARENTHESIS
                && (cursor.atName(1) || WindowParser.isFunction(cursor.keyword(1)));
    }
}
