package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.LogicalChain;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions with the server's precedences, from the loosest: OR; AND; NOT; IS NULL and comparisons, which are
 * left-associative; at most one of IN, BETWEEN and LIKE; the shifts; {@code |}; {@code &}; {@code + -};
 * {@code * / % DIV MOD}; {@code ^}; {@code ||} if it means CONCAT; and primary expressions.
 */
public final class ExpressionParser {
    private static final int OR_PRECEDENCE = 1;
    private static final int AND_PRECEDENCE = 2;
    private static final int NOT_PRECEDENCE = 3;
    /**
     * The greatest number of levels of an expression. A chain of operators other than AND and OR is a tree as high as
     * the chain is long, and a comparison of two trees needs a stack frame for each level.
     */
    private static final int MAX_HEIGHT = 400;

    private final Cursor cursor;
    private final TypeParser typeParser;
    private final SharedClauseParser clauseParser;
    private final PrimaryParser primaryParser;
    private final QueryParser queryParser;
    /** The height of the highest child parsed so far of the current node. */
    private int height;
    /** The largest number of levels in the current query. */
    private int maxHeight;
    /** The position of the token where a tuple may begin, because it may be the left side of an IN with a query. */
    private int predicateStart = -1;

    public ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
        this.typeParser = new TypeParser(cursor);
        this.clauseParser = new SharedClauseParser(cursor, this);
        this.primaryParser = new PrimaryParser(cursor, this);
        this.queryParser = new QueryParser(cursor, this);
    }

    public TypeParser typeParser() {
        return typeParser;
    }

    public SharedClauseParser clauseParser() {
        return clauseParser;
    }

    public PrimaryParser primaryParser() {
        return primaryParser;
    }

    public QueryParser queryParser() {
        return queryParser;
    }

    /** Parses an expression of the loosest precedence. */
    public Expression parseExpression() {
        return isAtLoneLiteral() ? primaryParser.parseLiteral() : parseLogical(OR_PRECEDENCE);
    }

    /**
     * Returns whether the next expression is a string or a number alone, as in a list. The parser skips the levels of
     * operators for such a literal, because a statement may contain thousands.
     */
    private boolean isAtLoneLiteral() {
        TokenKind nextKind = cursor.kind(1);
        return (nextKind == TokenKind.COMMA || nextKind == TokenKind.RIGHT_PARENTHESIS)
                && (cursor.kind() == TokenKind.TEXT || cursor.kind() == TokenKind.INTEGER);
    }

    /** Parses {@code a, b}. */
    public List<Expression> parseExpressions() {
        return cursor.readCommaList(this::parseExpression);
    }

    /** Parses a primary expression of the grammar: outside parentheses it contains no operator other than a sign. */
    public Expression parsePrimary() {
        return primaryParser.parsePrimary(SuffixParser.AllowedSuffixes.ALL);
    }

    /** Parses an expression up to an AND or OR outside parentheses. */
    Expression parseConjunct() {
        return parseLogical(NOT_PRECEDENCE);
    }

    // The number of levels. A method that parses a node calls beginNode, parses the parts of the node, calls
    // addLevels for each node, and calls endNode.

    /** Begins a node; the returned height of its siblings must be passed to {@link #endNode}. */
    int beginNode() {
        int siblingHeight = height;
        height = 0;
        return siblingHeight;
    }

    /** Ends a node; the height is then that of the highest one among the node and its siblings. */
    void endNode(int siblingHeight) {
        height = Math.max(height, siblingHeight);
    }

    /** Records a node above the parts that were parsed since {@link #beginNode}, and checks the limit. */
    void addLevels() {
        addLevels(1);
    }

    private void addLevels(int levelCount) {
        height += levelCount;
        maxHeight = Math.max(maxHeight, height);
        if (height > MAX_HEIGHT) {
            throw cursor.error(SyntaxRule.NESTING_DEPTH, cursor.span(), "expression", MAX_HEIGHT);
        }
    }

    /**
     * Records a chain of joins or set operations, which adds to the levels of the query so far, and checks the limit.
     */
    void addChainLevels(int operationCount) {
        maxHeight += operationCount;
        if (maxHeight > MAX_HEIGHT) {
            throw cursor.error(SyntaxRule.NESTING_DEPTH, cursor.span(), "query", MAX_HEIGHT);
        }
    }

    /** Begins a query; the returned value must be passed to {@link #endQuery}. */
    int beginQuery() {
        int outerMaxHeight = maxHeight;
        maxHeight = 0;
        return outerMaxHeight;
    }

    /** Ends a query, which counts as a node above its highest expression, and checks the limit. */
    void endQuery(int outerMaxHeight) {
        height = maxHeight;
        addLevels();
        maxHeight = Math.max(maxHeight, outerMaxHeight);
    }

    /** Returns whether a tuple may begin at this position, because the position is the start of a predicate. */
    boolean isPredicateStart(int position) {
        return position == predicateStart;
    }

    /** Parses a chain of operators of this precedence, or of the next tighter one if no such operator follows. */
    private Expression parseLogical(int loosestPrecedence) {
        if (loosestPrecedence > AND_PRECEDENCE) {
            return parseNegation();
        }
        int siblingHeight = beginNode();
        Expression firstOperand = parseLogical(loosestPrecedence + 1);
        Operator operator = peekLogicalOperator(loosestPrecedence);
        if (operator == null) {
            endNode(siblingHeight);
            return firstOperand;
        }
        LogicalChain chain = new LogicalChain(new ArrayList<>(List.of(firstOperand)), new ArrayList<>());
        for (; operator != null; operator = peekLogicalOperator(loosestPrecedence)) {
            cursor.advance();
            chain.operators().add(operator);
            chain.operands().add(parseLogical(loosestPrecedence + 1));
        }
        addLevels(chain.height());
        endNode(siblingHeight);
        return chain.buildTree();
    }

    /** Returns the operator at the cursor without moving it; null for a token that has another precedence. */
    private @Nullable Operator peekLogicalOperator(int precedence) {
        Keyword keyword = cursor.keyword();
        TokenKind kind = cursor.kind();
        if (precedence == AND_PRECEDENCE) {
            return keyword == Keyword.AND ? Operator.AND : kind == TokenKind.AND_SIGN ? Operator.AND_SIGN : null;
        }
        return keyword == Keyword.OR ? Operator.OR : kind == TokenKind.OR_SIGN ? Operator.OR_SIGN : null;
    }

    private Expression parseNegation() {
        boolean isNegation = cursor.keyword() == Keyword.NOT;
        if (!isNegation && !(cursor.keyword() == Keyword.BINARY && primaryParser.mayExpressionBeginAhead())) {
            return parseComparison();
        }
        int siblingHeight = beginNode();
        int start = cursor.position();
        cursor.enterLevel();
        cursor.advance();
        Expression operand = isNegation ? parseNegation() : parseComparison();
        cursor.leaveLevel();
        addLevels();
        endNode(siblingHeight);
        return new Expression.Unary(isNegation ? Operator.NOT : Operator.BINARY, operand, cursor.spanSince(start));
    }

    private Expression parseComparison() {
        int siblingHeight = beginNode();
        int start = cursor.position();
        Expression leftOperand = parsePredicate();
        while (true) {
            Operator operator = peekComparisonOperator();
            if (operator != null) {
                cursor.advance();
                leftOperand = new Expression.Binary(operator, leftOperand, parsePredicate(), cursor.spanSince(start));
            } else if (cursor.keyword() == Keyword.IS) {
                cursor.advance();
                boolean isNegated = cursor.accept(Keyword.NOT);
                cursor.expect(Keyword.NULL);
                leftOperand = new Expression.IsNull(isNegated, leftOperand, cursor.spanSince(start));
            } else {
                endNode(siblingHeight);
                return leftOperand;
            }
            addLevels();
        }
    }

    /** Returns the operator at the cursor without moving it, or null if it is absent. */
    @Nullable
    Operator peekComparisonOperator() {
        return switch (cursor.kind()) {
            case EQUAL -> Operator.EQUAL;
            case NULL_SAFE_EQUAL -> Operator.NULL_SAFE_EQUAL;
            case NOT_EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL_SIGN -> Operator.NOT_EQUAL_SIGN;
            case LESS -> Operator.LESS;
            case LESS_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            case GREATER -> Operator.GREATER;
            case GREATER_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private Expression parsePredicate() {
        int siblingHeight = beginNode();
        int start = cursor.position();
        predicateStart = start;
        Expression value = parseArithmetic();
        boolean isNegated = cursor.keyword() == Keyword.NOT;
        Keyword keyword = isNegated ? cursor.keyword(1) : cursor.keyword();
        Expression predicate = keyword == null ? value : parsePredicateSuffix(value, isNegated, keyword, start);
        if (predicate != value) {
            addLevels();
        }
        endNode(siblingHeight);
        return predicate;
    }

    /** Parses IN, BETWEEN or LIKE after the value; returns the value itself if none of them follows. */
    private Expression parsePredicateSuffix(Expression value, boolean isNegated, Keyword keyword, int start) {
        switch (keyword) {
            case IN -> {
                if (!isNegated && cursor.kind(1) != TokenKind.LEFT_PARENTHESIS) {
                    return value;
                }
                cursor.skip(isNegated ? 2 : 1);
                if (cursor.isAtQueryInParentheses()) {
                    Query query = queryParser.parseParenthesizedQuery();
                    return new Expression.InSubquery(isNegated, value, query, cursor.spanSince(start));
                }
                if (value instanceof Expression.Tuple) {
                    throw cursor.expectedError("a query in parentheses");
                }
                List<Expression> candidates = cursor.readListInParentheses(this::parseExpression);
                return new Expression.In(isNegated, value, candidates, cursor.spanSince(start));
            }
            case BETWEEN -> {
                cursor.skip(isNegated ? 2 : 1);
                Expression lowerBound = parseArithmetic();
                cursor.expect(Keyword.AND);
                cursor.enterLevel();
                Expression upperBound = parsePredicate();
                cursor.leaveLevel();
                return new Expression.Between(isNegated, value, lowerBound, upperBound, cursor.spanSince(start));
            }
            case LIKE, RLIKE, REGEXP -> {
                cursor.skip(isNegated ? 2 : 1);
                return new Expression.Like(
                        keyword.name(), isNegated, value, parseArithmetic(), cursor.spanSince(start));
            }
            default -> {
                return value;
            }
        }
    }

    /** Parses a value expression of the grammar. */
    Expression parseArithmetic() {
        return parseArithmetic(Precedence.PREDICATE);
    }

    /** Parses the operations that bind more tightly than the one around them. */
    private Expression parseArithmetic(Precedence outerPrecedence) {
        int siblingHeight = beginNode();
        int start = cursor.position();
        Expression leftOperand = parseConcatenation();
        for (Operator operator = peekArithmeticOperator();
                operator != null && outerPrecedence.isLooserThan(Precedence.of(operator));
                operator = peekArithmeticOperator()) {
            cursor.advance();
            leftOperand = new Expression.Binary(
                    operator, leftOperand, parseArithmetic(Precedence.of(operator)), cursor.spanSince(start));
            addLevels();
        }
        endNode(siblingHeight);
        return leftOperand;
    }

    /** Parses primary expressions between {@code ||}, which the server reads as calls of concat with two arguments. */
    private Expression parseConcatenation() {
        int siblingHeight = beginNode();
        int start = cursor.position();
        Expression leftOperand = parsePrimary();
        while (cursor.accept(TokenKind.CONCAT_SIGN)) {
            leftOperand = Expression.Call.of("concat", List.of(leftOperand, parsePrimary()), cursor.spanSince(start));
            addLevels();
        }
        endNode(siblingHeight);
        return leftOperand;
    }

    /** Returns the operator at the cursor without moving it, or null if it is absent. */
    private @Nullable Operator peekArithmeticOperator() {
        return switch (cursor.kind()) {
            case BAR -> Operator.BIT_OR;
            case AMPERSAND -> Operator.BIT_AND;
            case PLUS -> Operator.PLUS;
            case MINUS -> Operator.MINUS;
            case ASTERISK -> Operator.TIMES;
            case SLASH -> Operator.DIVIDE;
            case PERCENT -> Operator.MODULO;
            case CARET -> Operator.BIT_XOR;
            case WORD -> {
                Keyword keyword = cursor.keyword();
                if (keyword == null) {
                    yield null;
                }
                yield switch (keyword) {
                    case DIV -> Operator.INT_DIVIDE;
                    case MOD -> Operator.MODULO_WORD;
                    case BITSHIFTLEFT -> Operator.SHIFT_LEFT;
                    case BITSHIFTRIGHT -> Operator.SHIFT_RIGHT;
                    case BITSHIFTRIGHTLOGICAL -> Operator.SHIFT_RIGHT_LOGICAL;
                    default -> null;
                };
            }
            default -> null;
        };
    }
}
