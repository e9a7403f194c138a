package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole queries: common tables, set operations, ORDER BY and LIMIT around what {@link SelectParser} reads. */
public final class QueryParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final RelationParser relations;
    private final SelectParser selects;

    QueryParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = new ClauseParser(cursor, expressions);
        this.relations = new RelationParser(cursor, expressions, this, clauses);
        this.selects = new SelectParser(cursor, expressions, relations);
    }

    public Query query() {
        cursor.enter();
        int outside = expressions.startQuery();
        int start = cursor.position();
        boolean recursive = false;
        List<CommonTable> with = List.of();
        if (cursor.take(Keyword.WITH)) {
            recursive = recursiveHere();
            with = commonTables();
        }
        Body body = body();
        List<SortItem> orderBy = cursor.take(Keyword.ORDER, Keyword.BY) ? clauses.sortItems() : List.of();
        Limit limit = cursor.take(Keyword.LIMIT) ? limit() : null;
        expressions.endQuery(outside);
        cursor.leave();
        return new Query(recursive, with, body, orderBy, limit, cursor.since(start));
    }

    /** A query and its text, from its first token to its last; what the server printed keeps the blanks at its end. */
    public QueryText written() {
        int start = cursor.position();
        Query query = query();
        String text = cursor.textSince(start);
        return new QueryText(cursor.shown() ? text + cursor.gap() : text, query, cursor.since(start));
    }

    /** {@code (query)}. */
    Query inParentheses() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        Query query = query();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return query;
    }

    /** What stands behind WITH. */
    public List<CommonTable> commonTables() {
        return cursor.separated(this::commonTable);
    }

    /** What stands behind FROM. */
    public List<Relation> relations() {
        return relations.relations();
    }

    /** A common table may itself have the name RECURSIVE. */
    private boolean recursiveHere() {
        return cursor.keyword(1) != Keyword.AS
                && cursor.kind(1) != TokenKind.LEFT_PARENTHESIS
                && cursor.take(Keyword.RECURSIVE);
    }

    private CommonTable commonTable() {
        int start = cursor.position();
        Name name = cursor.name();
        List<Name> columns = cursor.at(TokenKind.LEFT_PARENTHESIS) ? cursor.names() : List.of();
        cursor.expect(Keyword.AS);
        Query query = inParentheses();
        return new CommonTable(name, columns, query, cursor.since(start));
    }

    /** UNION, EXCEPT and MINUS, from left to right. */
    private Body body() {
        int start = cursor.position();
        Body left = intersection();
        int operations = 0;
        while (cursor.atSetOperator()) {
            SetOperation.Kind kind = operator();
            Quantifier quantifier = quantifier();
            left = new SetOperation(kind, quantifier, left, intersection(), cursor.since(start));
            operations++;
        }
        expressions.builtChain(operations);
        return left;
    }

    /** INTERSECT binds more tightly than the others. */
    private Body intersection() {
        int start = cursor.position();
        Body left = operand();
        int operations = 0;
        while (cursor.take(Keyword.INTERSECT)) {
            Quantifier quantifier = quantifier();
            left = new SetOperation(SetOperation.Kind.INTERSECT, quantifier, left, operand(), cursor.since(start));
            operations++;
        }
        expressions.builtChain(operations);
        return left;
    }

    private SetOperation.Kind operator() {
        SetOperation.Kind kind = SetOperation.Kind.valueOf(String.valueOf(cursor.keyword()));
        cursor.advance();
        return kind;
    }

    private Body operand() {
        int start = cursor.position();
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            Query query = inParentheses();
            return new Query.Nested(query, cursor.since(start));
        }
        return selects.select();
    }

    private @Nullable Quantifier quantifier() {
        return selects.quantifier();
    }

    private Limit limit() {
        Expression first = limitValue();
        if (cursor.take(TokenKind.COMMA)) {
            return new Limit(limitValue(), first, true);
        }
        return new Limit(first, cursor.take(Keyword.OFFSET) ? limitValue() : null, false);
    }

    private Expression limitValue() {
        int start = cursor.position();
        if (cursor.take(TokenKind.AT)) {
            return new Expression.UserVariable(cursor.nameOrText(), cursor.since(start));
        }
        if (cursor.take(TokenKind.QUESTION)) {
            cursor.refuse("using parameter(?) as limit or offset not supported", cursor.since(start));
            return new Expression.Parameter(cursor.since(start));
        }
        cursor.number();
        return new Expression.Number(cursor.textSince(start), Expression.Number.Kind.INTEGER, cursor.since(start));
    }
}
