package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Expressions with the server's precedences, from the loosest: OR; AND; NOT; IS NULL and comparisons, which chain to the
 * left; IN, BETWEEN and LIKE, once each; the shifts; {@code |}; {@code &}; {@code + -}; {@code * / % DIV MOD};
 * {@code ^}; and what stands alone.
 */
public final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int LOOSEST_ARITHMETIC = 1;
    /** A chain of other operators than AND and OR is a tree as high as the chain is long, and comparing two of them takes stack for each level. */
    private static final int HIGHEST = 400;

    private final Cursor cursor;
    private final PrimaryParser primaries;
    private final QueryParser queries;
    /** How many levels of nodes the expression has that was read last. */
    private int height;
    /** The most that anything had in the query that is being read. */
    private int tallest;
    /** Where several expressions in parentheses may begin, because they may be looked for in a query's rows. */
    private int predicateStart = -1;

    public ExpressionParser(Cursor cursor, TypeParser types) {
        this.cursor = cursor;
        this.queries = new QueryParser(cursor, this);
        this.primaries = new PrimaryParser(cursor, this, types);
    }

    public Expression expression() {
        return logical(OR);
    }

    /** What the grammar calls a primary expression: no operator but a sign stands in it outside parentheses. */
    public Expression primary() {
        return primaries.primary(PrimaryParser.ANY_SUFFIX);
    }

    /** An expression up to an AND or OR outside parentheses. */
    Expression conjunct() {
        return logical(NOT);
    }

    public PrimaryParser primaries() {
        return primaries;
    }

    /** {@code a, b}. */
    public List<Expression> expressions() {
        return separated(this::expression);
    }

    /** Items between commas that hold an expression each; the height is then that of the highest. */
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

    /** Notes that a node was built above expressions of that height. */
    void built(int heightOfParts) {
        height = heightOfParts + 1;
        tallest = Math.max(tallest, height);
        if (height > HIGHEST) {
            throw cursor.error("An expression of more than " + HIGHEST + " levels", cursor.span());
        }
    }

    /** Notes that so many joins or set operations stand one above the other, and above all that the query has so far. */
    void builtChain(int operations) {
        if (tallest + operations > HIGHEST) {
            throw cursor.error("A query of more than " + HIGHEST + " levels", cursor.span());
        }
        tallest += operations;
    }

    /** Called where a query begins; what it returns is wanted where the query ends. */
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

    /** The operator that stands here, which is not taken; or null. */
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

    /** What the grammar calls a value expression. */
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

    /** How tightly the binary operators bind: a higher level is tighter. All of them chain to the left. */
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

        /** The operator that stands at the cursor, or null. */
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
