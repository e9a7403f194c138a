package dev.cairn.sql.parse;

import dev.cairn.sql.ast.FunctionDeclaration;
import dev.cairn.sql.ast.FunctionDeclaration.Kind;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.TypeParser;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;

/** CREATE FUNCTION. */
final class FunctionParser {
    private final Cursor cursor;
    private final TypeParser types;
    private final ClauseParser clauses;

    FunctionParser(Cursor cursor, TypeParser types, ClauseParser clauses) {
        this.cursor = cursor;
        this.types = types;
        this.clauses = clauses;
    }

    FunctionDeclaration declaration() {
        int start = cursor.position();
        cursor.expect(Keyword.CREATE);
        if (cursor.take(Keyword.OR)) {
            cursor.expect(Keyword.REPLACE);
        }
        boolean global = cursor.take(Keyword.GLOBAL);
        boolean table = cursor.take(Keyword.TABLE);
        boolean aggregate = !table && cursor.take(Keyword.AGGREGATE);
        cursor.expect(Keyword.FUNCTION);
        if (cursor.take(Keyword.IF)) {
            cursor.expect(Keyword.NOT, Keyword.EXISTS);
        }
        QualifiedName name = cursor.qualifiedName();
        List<Type> arguments = new ArrayList<>();
        boolean variadic = false;
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        while (cursor.kind() != TokenKind.RIGHT_PARENTHESIS && !variadic) {
            if (!arguments.isEmpty()) {
                cursor.expect(TokenKind.COMMA);
                variadic = cursor.take(TokenKind.ELLIPSIS);
            }
            if (!variadic) {
                arguments.add(types.type());
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        cursor.expect(Keyword.RETURNS);
        Type result = types.type();
        boolean analytic = clauses.properties().stream()
                .anyMatch(property -> property.name().equalsIgnoreCase("analytic")
                        && property.value().equalsIgnoreCase("true"));
        return new FunctionDeclaration(
                global, kind(table, aggregate, analytic), name, arguments, variadic, result, cursor.since(start));
    }

    private static Kind kind(boolean table, boolean aggregate, boolean analytic) {
        if (table) {
            return Kind.TABLE;
        }
        if (!aggregate) {
            return Kind.SCALAR;
        }
        return analytic ? Kind.WINDOW : Kind.AGGREGATE;
    }
}
