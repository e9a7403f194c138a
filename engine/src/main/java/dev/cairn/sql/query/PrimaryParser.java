package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the operands of operators: literals, names, calls, parentheses, and their suffixes.
 *
 * <p>A dot and COLLATE bind tighter than a sign, the other suffixes looser: {@code -a[1]} is {@code (-a)[1]}.
 */
public final class PrimaryParser {
    /** Allows all suffixes, including the loosest. */
    static final int ANY_SUFFIX = 1;

    private static final int NO_MATCH = 2;
    private static final int TIGHT_SUFFIX = 3;

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final LiteralParser literals;
    private final CallParser calls;
    private final CollectionParser collections;
    private final LambdaParser lambdas;

    PrimaryParser(Cursor cursor, ExpressionParser expressions, TypeParser types) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.literals = new LiteralParser(cursor, expressions);
        this.calls = new CallParser(cursor, expressions, types);
        this.collections = new CollectionParser(cursor, expressions, types);
        this.lambdas = new LambdaParser(cursor, expressions);
    }

    Expression primary(int loosest) {
        cursor.enter();
        int start = cursor.position();
        Expression primary = first(start);
        for (Expression next = suffix(primary, loosest, start); next != primary; ) {
            primary = next;
            next = suffix(primary, loosest, start);
        }
        cursor.leave();
        return primary;
    }

    /** Parses a call or a column without any suffix, as PARTITION BY accepts them. */
    public Expression callOrName() {
        int start = cursor.position();
        Expression item = word(start);
        if (item instanceof Expression.Call
                || item instanceof Expression.Extract
                || (item instanceof Expression.Reference reference
                        && reference.name().parts().size() == 1)) {
            return item;
        }
        throw cursor.error(SyntaxRule.COLUMN_OR_CALL_EXPECTED, cursor.since(start));
    }

    /** Parses a function call, as an aggregation in PIVOT. */
    Expression call() {
        int start = cursor.position();
        Expression call = word(start);
        if (call instanceof Expression.Call
                || call instanceof Expression.Aggregated
                || call instanceof Expression.Windowed) {
            return call;
        }
        throw cursor.error(SyntaxRule.CALL_EXPECTED, cursor.since(start));
    }

    /** Parses a literal expression of the grammar. */
    Expression literal() {
        int start = cursor.position();
        Keyword keyword = cursor.keyword();
        Expression literal = keyword == null ? null : literals.word(keyword, start);
        if (literal != null) {
            return literal;
        }
        return switch (cursor.kind()) {
            case INTEGER, DECIMAL, DOUBLE, TEXT, HEX, QUESTION -> literals.literal();
            default -> throw cursor.expected("a literal");
        };
    }

    /** Parses a literal; a number may have a minus sign. */
    Expression signedLiteral() {
        if (cursor.kind() != TokenKind.MINUS) {
            return literal();
        }
        Expression value = primary(ANY_SUFFIX);
        if (!LiteralParser.isSignedLiteral(value)) {
            throw cursor.error(SyntaxRule.LITERAL_EXPECTED, value.span());
        }
        return value;
    }

    public Expression.Interval interval() {
        return literals.interval();
    }

    /** Parses an interval; the cursor is behind the word INTERVAL. */
    public Expression.Interval intervalBehindWord() {
        return literals.intervalBehindWord(cursor.position());
    }

    /** Returns whether the next token may begin an expression. */
    boolean startsAhead() {
        return switch (cursor.kind(1)) {
            case INTEGER,
                    DECIMAL,
                    DOUBLE,
                    TEXT,
                    HEX,
                    LEFT_PARENTHESIS,
                    LEFT_BRACKET,
                    AT,
                    QUESTION,
                    PLUS,
                    MINUS,
                    TILDE,
                    NOT_SIGN -> true;
            case WORD, BACKQUOTED, DIGITS_AND_LETTERS -> {
                Keyword word = cursor.keyword(1);
                yield word == null || !word.reserved() || CallParser.isReservedStart(word);
            }
            default -> false;
        };
    }

    private Expression first(int start) {
        return switch (cursor.kind()) {
            case WORD, BACKQUOTED, DIGITS_AND_LETTERS -> word(start);
            case INTEGER, DECIMAL, DOUBLE, TEXT, HEX, QUESTION -> literals.literal();
            case LEFT_PARENTHESIS -> lambdas.listHere() ? lambdas.ofList() : group(start);
            case LEFT_BRACKET -> collections.array(null, Spelling.NONE, start);
            case LEFT_BRACE -> calls.braced();
            case AT -> variable(start);
            case PLUS -> sign(Operator.PLUS, start);
            case MINUS -> sign(Operator.MINUS, start);
            case TILDE -> sign(Operator.BIT_NOT, start);
            case NOT_SIGN -> sign(Operator.NOT_SIGN, start);
            default -> throw cursor.expected("an expression");
        };
    }

    private Expression sign(Operator operator, int start) {
        cursor.advance();
        Expression operand = primary(TIGHT_SUFFIX);
        expressions.built(expressions.height());
        return new Expression.Unary(operator, operand, cursor.since(start));
    }

    private Expression group(int start) {
        if (cursor.atSubquery()) {
            Query query = expressions.queries().inParentheses();
            expressions.built(expressions.height());
            return new Expression.Subquery(query, cursor.since(start));
        }
        boolean beginsPredicate = expressions.predicateBeganAt(start);
        cursor.advance();
        Expression inner = expressions.expression();
        if (cursor.kind() == TokenKind.COMMA && lambdas.tupleMayStartAt(start)) {
            return tuple(inner, start);
        }
        if (cursor.kind() == TokenKind.COMMA && beginsPredicate) {
            Expression tuple = tuple(inner, start);
            requireInQuery();
            return tuple;
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(expressions.height());
        return new Expression.Group(inner, cursor.since(start));
    }

    private void requireInQuery() {
        int ahead = cursor.keyword() == Keyword.NOT ? 1 : 0;
        boolean in = cursor.keyword(ahead) == Keyword.IN && cursor.kind(ahead + 1) == TokenKind.LEFT_PARENTHESIS;
        if (!in) {
            throw cursor.expected("IN and a query");
        }
    }

    private Expression tuple(Expression first, int start) {
        int firstHeight = expressions.height();
        cursor.advance();
        List<Expression> elements = new ArrayList<>();
        elements.add(first);
        elements.addAll(expressions.expressions());
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(Math.max(firstHeight, expressions.height()));
        return new Expression.Tuple(elements, cursor.since(start));
    }

    private Expression variable(int start) {
        expressions.built(0);
        cursor.advance();
        if (!cursor.take(TokenKind.AT)) {
            return new Expression.UserVariable(cursor.nameOrText(), cursor.since(start));
        }
        String scope = null;
        Keyword word = cursor.keyword();
        if (cursor.kind(1) == TokenKind.DOT
                && (word == Keyword.GLOBAL
                        || word == Keyword.LOCAL
                        || word == Keyword.SESSION
                        || word == Keyword.VERBOSE)) {
            scope = cursor.tokenText();
            cursor.advance();
            cursor.advance();
        }
        return new Expression.SystemVariable(scope, cursor.name(), cursor.since(start));
    }

    private Expression word(int start) {
        Keyword keyword = cursor.keyword();
        if (keyword != null) {
            Expression special = special(keyword, start);
            if (special != null) {
                return special;
            }
        }
        if (cursor.kind(1) == TokenKind.ARROW && cursor.kind(2) != TokenKind.TEXT && cursor.atName(0)) {
            return lambdas.ofOne();
        }
        if (!cursor.atName(0)) {
            throw cursor.expected("an expression");
        }
        expressions.built(0);
        QualifiedName name = cursor.qualifiedName();
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            return calls.call(name, start);
        }
        return new Expression.Reference(name, cursor.since(start));
    }

    /**
     * Parses an expression that begins with this keyword, unless the keyword is an ordinary name here; then it returns
     * null.
     */
    private @Nullable Expression special(Keyword keyword, int start) {
        Expression special = literals.word(keyword, start);
        if (special == null) {
            special = collections.word(keyword, start);
        }
        return special == null ? calls.word(keyword, start) : special;
    }

    /** Parses one suffix and returns the extended expression, or the expression itself if there is no suffix. */
    private Expression suffix(Expression base, int loosest, int start) {
        switch (cursor.kind()) {
            case DOT, DOT_AND_NAME -> {
                return field(base, start);
            }
            case LEFT_BRACKET -> {
                return loosest <= NO_MATCH ? collections.subscript(base, start) : base;
            }
            case ARROW -> {
                return loosest <= NO_MATCH ? arrow(base, start) : base;
            }
            case WORD -> {
                return suffixWord(base, loosest, start);
            }
            default -> {
                return base;
            }
        }
    }

    private Expression field(Expression base, int start) {
        Name field = cursor.dotName();
        if (field == null) {
            return base;
        }
        if (base instanceof Expression.Reference reference) {
            List<Name> parts = new ArrayList<>(reference.name().parts());
            parts.add(field);
            return new Expression.Reference(new QualifiedName(parts), cursor.since(start));
        }
        expressions.built(expressions.height());
        return new Expression.FieldAccess(base, field, cursor.since(start));
    }

    private Expression arrow(Expression base, int start) {
        cursor.advance();
        Span at = cursor.span();
        char quote = cursor.kind() == TokenKind.TEXT ? cursor.firstCharacter() : '\'';
        Expression.Text path = new Expression.Text(cursor.text(), quote, at);
        expressions.built(expressions.height());
        return new Expression.Arrow(base, path, cursor.since(start));
    }

    private Expression suffixWord(Expression base, int loosest, int start) {
        if (cursor.keyword() == Keyword.COLLATE) {
            cursor.advance();
            expressions.built(expressions.height());
            return new Expression.Collate(base, cursor.nameOrText(), cursor.since(start));
        }
        boolean negated = cursor.keyword() == Keyword.NOT;
        Keyword word = negated ? cursor.keyword(1) : cursor.keyword();
        if (word == null || loosest > ANY_SUFFIX || !isMatch(word)) {
            return base;
        }
        int baseHeight = expressions.height();
        cursor.advance();
        if (negated) {
            cursor.advance();
        }
        Expression pattern = primary(NO_MATCH);
        expressions.built(Math.max(baseHeight, expressions.height()));
        return new Expression.Match(word.name(), negated, base, pattern, cursor.since(start));
    }

    private static boolean isMatch(Keyword word) {
        return word == Keyword.MATCH || word == Keyword.MATCH_ANY || word == Keyword.MATCH_ALL;
    }

    /** Parses lambdas: {@code x -> x + 1} and {@code (k, v) -> (k, v + 1)}. */
    private static final class LambdaParser {
        private final Cursor cursor;
        private final ExpressionParser expressions;
        /** The position of the parenthesis that may contain the key and value that a lambda over a map returns. */
        private int tupleStart = -1;

        LambdaParser(Cursor cursor, ExpressionParser expressions) {
            this.cursor = cursor;
            this.expressions = expressions;
        }

        /** Returns whether the parenthesis here encloses parameters, and not an expression. */
        boolean listHere() {
            int ahead = 1;
            while (cursor.atName(ahead) && cursor.kind(ahead + 1) == TokenKind.COMMA) {
                ahead += 2;
            }
            if (!cursor.atName(ahead)
                    || cursor.kind(ahead + 1) != TokenKind.RIGHT_PARENTHESIS
                    || cursor.kind(ahead + 2) != TokenKind.ARROW) {
                return false;
            }
            // (a) -> 'path' accesses an element of a JSON value.
            return ahead > 1 || cursor.kind(ahead + 3) != TokenKind.TEXT;
        }

        boolean tupleMayStartAt(int token) {
            return token == tupleStart;
        }

        Expression ofOne() {
            int start = cursor.position();
            return body(List.of(cursor.name()), false, start);
        }

        Expression ofList() {
            int start = cursor.position();
            return body(cursor.names(), true, start);
        }

        private Expression body(List<Name> parameters, boolean parenthesized, int start) {
            cursor.expect(TokenKind.ARROW);
            if (parenthesized) {
                tupleStart = cursor.position();
            }
            Expression body = expressions.expression();
            expressions.built(expressions.height());
            return new Expression.Lambda(parameters, parenthesized, body, cursor.since(start));
        }
    }
}
