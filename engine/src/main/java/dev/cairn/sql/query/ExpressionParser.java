package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions with the server's precedences, from the loosest: OR; AND; NOT; IS NULL and comparisons, which are
 * left-associative; IN, BETWEEN and LIKE, at most one each; the shifts; {@code |}; {@code &}; {@code + -};
 * {@code * / % DIV MOD}; {@code ^}; and primary expressions.
 */
public final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int LOOSEST_ARITHMETIC = 1;
    /**
     * A chain of operators other than AND and OR is a tree as high as the chain is long, and comparing two trees needs
     * stack for each level.
     */
    private static final int HIGHEST = 400;

    private final Cursor cursor;
    private final PrimaryParser primaries;
    private final QueryParser queries;
    /** The number of levels of the expression that was parsed last. */
    private int height;
    /** The largest number of levels in the current query. */
    private int tallest;
    /** The token where a tuple may begin, because it may be the left side of an IN with a query. */
    private int predicateStart = -1;

    public ExpressionParser(Cursor cursor, TypeParser types) {
        this.cursor = cursor;
        this.queries = new QueryParser(cursor, this);
        this.primaries = new PrimaryParser(cursor, this, types);
    }

    public Expression expression() {
        return logical(OR);
    }

    /** Parses a primary expression of the grammar: outside parentheses it contains no operator other than a sign. */
    public Expression primary() {
        return primaries.primary(PrimaryParser.ANY_SUFFIX);
    }

    /** Parses an expression up to an AND or OR outside parentheses. */
    Expression conjunct() {
        return logical(NOT);
    }

    public PrimaryParser primaries() {
        return primaries;
    }

    /** Parses {@code a, b}. */
    public List<Expression> expressions() {
        return separated(this::expression);
    }

    /** Parses items between commas that contain one expression each; the height is then that of the highest item. */
    <T> List<T> separated(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        int highest = 0;
        do {
            items.add(item.get());
            highest = Math.max(highest, height);
        } while (cursor.take(TokenKind.COMMA));
        height = highest;
        return items;
    }

    int height() {
        return height;
    }

    /** Records a node above expressions of that height, and checks the limit. */
    void built(int heightOfParts) {
        height = heightOfParts + 1;
        tallest = Math.max(tallest, height);
        if (height > HIGHEST) {
            throw cursor.error(SyntaxRule.EXPRESSION_LEVELS, cursor.span(), HIGHEST);
        }
    }

    /**
     * Records a chain of joins or set operations, which adds to the levels of the query so far, and checks the limit.
     */
    void builtChain(int operations) {
        if (tallest + operations > HIGHEST) {
            throw cursor.error(SyntaxRule.QUERY_LEVELS, cursor.span(), HIGHEST);
        }
        tallest += operations;
    }

    /** Begins a query; the returned value must be passed to {@link #endQuery}. */
    int startQuery() {
        int outside = tallest;
        tallest = 0;
        return outside;
    }

    void endQuery(int outside) {
        built(tallest);
        tallest = Math.max(tallest, outside);
    }

    public QueryParser queries() {
        return queries;
    }

    boolean predicateBeganAt(int token) {
        return token == predicateStart;
    }

    private Expression logical(int loosest) {
        if (loosest > AND) {
            return negation();
        }
        Expression first = logical(loosest + 1);
        if (!isAt(loosest)) {
            return first;
        }
        LogicalChain chain = new LogicalChain(new ArrayList<>(List.of(first)), new ArrayList<>());
        int highest = height;
        for (Operator operator = logicalOperator();
                operator != null && level(operator) == loosest;
                operator = logicalOperator()) {
            cursor.advance();
            chain.operators().add(operator);
            chain.operands().add(logical(loosest + 1));
            highest = Math.max(highest, height);
        }
        built(highest + chain.height() - 1);
        return chain.tree();
    }

    private boolean isAt(int level) {
        Operator operator = logicalOperator();
        return operator != null && level(operator) == level;
    }

    private static int level(Operator operator) {
        return operator.meaning() == Operator.OR ? OR : AND;
    }

    private @Nullable Operator logicalOperator() {
        Keyword word = cursor.keyword();
        if (word == Keyword.AND) {
            return Operator.AND;
        }
        if (word == Keyword.OR) {
            return Operator.OR;
        }
        return switch (cursor.kind()) {
            case OR_SIGN -> Operator.OR_SIGN;
            case AND_SIGN -> Operator.AND_SIGN;
            default -> null;
        };
    }

    private Expression negation() {
        int start = cursor.position();
        if (cursor.keyword() == Keyword.NOT) {
            cursor.enter();
            cursor.advance();
            Expression operand = logical(NOT);
            cursor.leave();
            built(height);
            return new Expression.Unary(Operator.NOT, operand, cursor.since(start));
        }
        if (cursor.keyword() == Keyword.BINARY && primaries.startsAhead()) {
            cursor.advance();
            Expression operand = comparison();
            built(height);
            return new Expression.Unary(Operator.BINARY, operand, cursor.since(start));
        }
        return comparison();
    }

    private Expression comparison() {
        int start = cursor.position();
        Expression left = predicate();
        while (true) {
            if (cursor.keyword() == Keyword.IS) {
                cursor.advance();
                boolean negated = cursor.take(Keyword.NOT);
                cursor.expect(Keyword.NULL);
                left = new Expression.IsNull(negated, left, cursor.since(start));
                built(height);
                continue;
            }
            Operator operator = comparisonOperator();
            if (operator == null) {
                return left;
            }
            int leftHeight = height;
            cursor.advance();
            Expression right = predicate();
            left = new Expression.Binary(operator, left, right, cursor.since(start));
            built(Math.max(leftHeight, height));
        }
    }

    /** Returns the operator at the cursor without taking it, or null. */
    @Nullable
    Operator comparisonOperator() {
        return switch (cursor.kind()) {
            case EQUAL -> Operator.EQUAL;
            case EQUAL_FOR_NULL -> Operator.EQUAL_FOR_NULL;
            case NOT_EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL_SIGN -> Operator.NOT_EQUAL_SIGN;
            case LESS -> Operator.LESS;
            case LESS_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            case GREATER -> Operator.GREATER;
            case GREATER_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private Expression predicate() {
        int start = cursor.position();
        predicateStart = start;
        Expression value = arithmetic();
        boolean negated = cursor.keyword() == Keyword.NOT;
        Keyword word = negated ? cursor.keyword(1) : cursor.keyword();
        if (word == null) {
            return value;
        }
        return switch (word) {
            case IN -> negated || cursor.kind(1) == TokenKind.LEFT_PARENTHESIS ? in(value, negated, start) : value;
            case BETWEEN -> between(value, negated, start);
            case LIKE, RLIKE, REGEXP -> like(value, negated, word, start);
            default -> value;
        };
    }

    private void operatorWords(boolean negated) {
        cursor.advance();
        if (negated) {
            cursor.advance();
        }
    }

    private Expression in(Expression value, boolean negated, int start) {
        int valueHeight = height;
        operatorWords(negated);
        if (cursor.atQueryInParentheses()) {
            Query query = queries.inParentheses();
            built(Math.max(valueHeight, height));
            return new Expression.InQuery(negated, value, query, cursor.since(start));
        }
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<Expression> candidates = expressions();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        built(Math.max(valueHeight, height));
        return new Expression.In(negated, value, candidates, cursor.since(start));
    }

    private Expression between(Expression value, boolean negated, int start) {
        int highest = height;
        operatorWords(negated);
        Expression low = arithmetic();
        highest = Math.max(highest, height);
        cursor.expect(Keyword.AND);
        cursor.enter();
        Expression high = predicate();
        cursor.leave();
        built(Math.max(highest, height));
        return new Expression.Between(negated, value, low, high, cursor.since(start));
    }

    private Expression like(Expression value, boolean negated, Keyword word, int start) {
        int valueHeight = height;
        operatorWords(negated);
        Expression pattern = arithmetic();
        built(Math.max(valueHeight, height));
        return new Expression.Like(word.name(), negated, value, pattern, cursor.since(start));
    }

    /** Parses a value expression of the grammar. */
    Expression arithmetic() {
        return arithmetic(LOOSEST_ARITHMETIC);
    }

    private Expression arithmetic(int loosest) {
        int start = cursor.position();
        Expression left = primary();
        for (ArithmeticPrecedence operator = ArithmeticPrecedence.at(cursor);
                operator != null && operator.level() >= loosest;
                operator = ArithmeticPrecedence.at(cursor)) {
            int leftHeight = height;
            cursor.advance();
            Expression right = arithmetic(operator.level() + 1);
            left = new Expression.Binary(operator.operator(), left, right, cursor.since(start));
            built(Math.max(leftHeight, height));
        }
        return left;
    }

    /** The precedence of the binary operators: a higher level binds more tightly. All of them are left-associative. */
    private enum ArithmeticPrecedence {
        SHIFT_RIGHT_LOGICAL(Operator.SHIFT_RIGHT_LOGICAL, 1),
        SHIFT_RIGHT(Operator.SHIFT_RIGHT, 2),
        SHIFT_LEFT(Operator.SHIFT_LEFT, 3),
        BIT_OR(Operator.BIT_OR, 4),
        BIT_AND(Operator.BIT_AND, 5),
        PLUS(Operator.PLUS, 6),
        MINUS(Operator.MINUS, 6),
        TIMES(Operator.TIMES, 7),
        DIVIDE(Operator.DIVIDE, 7),
        MODULO(Operator.MODULO, 7),
        MODULO_WORD(Operator.MODULO_WORD, 7),
        INT_DIVIDE(Operator.INT_DIVIDE, 7),
        BIT_XOR(Operator.BIT_XOR, 8);

        private final Operator operator;
        private final int level;

        ArithmeticPrecedence(Operator operator, int level) {
            this.operator = operator;
            this.level = level;
        }

        Operator operator() {
            return operator;
        }

        int level() {
            return level;
        }

        /** Returns the level of the operator at the cursor, or null. */
        static @Nullable ArithmeticPrecedence at(Cursor cursor) {
            return switch (cursor.kind()) {
                case BAR -> BIT_OR;
                case AMPERSAND -> BIT_AND;
                case PLUS -> PLUS;
                case MINUS -> MINUS;
                case ASTERISK -> TIMES;
                case SLASH -> DIVIDE;
                case PERCENT -> MODULO;
                case CARET -> BIT_XOR;
                case WORD -> word(cursor.keyword());
                default -> null;
            };
        }

        private static @Nullable ArithmeticPrecedence word(@Nullable Keyword keyword) {
            if (keyword == null) {
                return null;
            }
            return switch (keyword) {
                case DIV -> INT_DIVIDE;
                case MOD -> MODULO_WORD;
                case BITSHIFTLEFT -> SHIFT_LEFT;
                case BITSHIFTRIGHT -> SHIFT_RIGHT;
                case BITSHIFTRIGHTLOGICAL -> SHIFT_RIGHT_LOGICAL;
                default -> null;
            };
        }
    }
}
