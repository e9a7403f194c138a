package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;

/** What stands behind FROM. */
final class RelationParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final QueryParser queries;
    private final ClauseParser clauses;
    private final TableReferenceParser tables;
    private final JoinParser joins;

    RelationParser(Cursor cursor, ExpressionParser expressions, QueryParser queries, ClauseParser clauses) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.queries = queries;
        this.clauses = clauses;
        this.tables = new TableReferenceParser(cursor, expressions, clauses);
        this.joins = new JoinParser(cursor, expressions, this);
    }

    /** {@code a, LATERAL b, c}. */
    List<Relation> relations() {
        List<Relation> relations = new ArrayList<>();
        relations.add(joins.joined());
        while (cursor.take(TokenKind.COMMA)) {
            int start = cursor.position();
            boolean lateral = cursor.take(Keyword.LATERAL);
            Relation relation = joins.joined();
            relations.add(lateral ? new Relation.Lateral(relation, cursor.since(start)) : relation);
        }
        return relations;
    }

    /** A relation without joins. */
    Relation primary() {
        cursor.enter();
        int start = cursor.position();
        Relation relation = primary(start);
        cursor.leave();
        return relation;
    }

    private Relation primary(int start) {
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return parenthesis(start);
        }
        if (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            if (cursor.keyword() == Keyword.ASSERT_ROWS) {
                cursor.advance();
                return derived(true, start);
            }
            if (cursor.take(Keyword.TABLE)) {
                return wrappedFunction(start);
            }
            if (cursor.take(Keyword.FILES)) {
                List<Property> properties = clauses.propertyList();
                Alias alias = AliasParser.withColumns(cursor);
                return new Relation.Files(properties, alias, cursor.since(start));
            }
        }
        QualifiedName name = cursor.qualifiedName();
        return cursor.at(TokenKind.LEFT_PARENTHESIS) ? function(name, start) : tables.table(name, start);
    }

    private Relation parenthesis(int start) {
        if (cursor.keyword(1) == Keyword.VALUES) {
            return values(start);
        }
        if (cursor.atQueryInParentheses()) {
            return derived(false, start);
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Relation> relations = relations();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Relation.Parenthesized(relations, cursor.since(start));
    }

    private Relation derived(boolean assertRows, int start) {
        Query query = queries.inParentheses();
        Alias alias = AliasParser.withColumns(cursor);
        return new Relation.Derived(assertRows, query, alias, cursor.since(start));
    }

    private Relation values(int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        cursor.expect(Keyword.VALUES);
        List<List<Expression>> rows = cursor.separated(this::row);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Alias alias = AliasParser.withColumns(cursor);
        return new Relation.Values(rows, alias, cursor.since(start));
    }

    private List<Expression> row() {
        return cursor.parenthesized(expressions::expression);
    }

    private Relation function(QualifiedName name, int start) {
        List<Relation.Argument> arguments =
                row().stream().map(RelationParser::positional).toList();
        Alias alias = AliasParser.withColumns(cursor);
        return new Relation.Function(name, arguments, false, alias, cursor.since(start));
    }

    private Relation wrappedFunction(int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        QualifiedName name = cursor.qualifiedName();
        List<Relation.Argument> arguments = argumentNameHere(1)
                ? cursor.parenthesized(this::named)
                : row().stream().map(RelationParser::positional).toList();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Alias alias = AliasParser.withColumns(cursor);
        return new Relation.Function(name, arguments, true, alias, cursor.since(start));
    }

    private static Relation.Argument positional(Expression value) {
        return new Relation.Argument(null, false, value);
    }

    private boolean argumentNameHere(int ahead) {
        TokenKind sign = cursor.kind(ahead + 1);
        return cursor.atName(ahead) && (sign == TokenKind.NAMED_ARGUMENT || sign == TokenKind.EQUAL);
    }

    /** Where one argument has a name, all have. */
    private Relation.Argument named() {
        Name name = cursor.name();
        boolean arrow = cursor.take(TokenKind.NAMED_ARGUMENT);
        if (!arrow) {
            cursor.expect(TokenKind.EQUAL);
        }
        return new Relation.Argument(name, arrow, expressions.expression());
    }
}
