package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Spelling;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.query.SuffixParser.AllowedSuffixes;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the operands of operators: literals, names, calls, parentheses, arrays, maps, lambdas, and their suffixes.
 */
public final class PrimaryParser {
    /** The number of tokens in which to search for the brace after a map's type. */
    private static final int MAX_TYPE_TOKENS = 256;

    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final LiteralParser literalParser;
    private final CallParser callParser;
    private final SuffixParser suffixParser;

    /**
     * The position after the last arrow of a lambda with parameters in parentheses; -1 before the first one. A
     * parenthesis at this position may contain a key and a value, for a lambda over a map. The position need not be
     * reset, because it occurs only once.
     */
    private int lambdaTupleStart = -1;

    PrimaryParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.literalParser = new LiteralParser(cursor, expressionParser);
        this.callParser = new CallParser(cursor, expressionParser, this, literalParser);
        this.suffixParser = new SuffixParser(cursor, expressionParser, this);
    }

    /** Parses an operand with its suffixes. */
    Expression parsePrimary(AllowedSuffixes allowedSuffixes) {
        int siblingHeight = expressionParser.beginNode();
        cursor.enterLevel();
        int start = cursor.position();
        Expression primary = parseBase(start);
        for (Expression extendedPrimary = suffixParser.parseSuffix(primary, allowedSuffixes, start);
                extendedPrimary != primary; ) {
            primary = extendedPrimary;
            extendedPrimary = suffixParser.parseSuffix(primary, allowedSuffixes, start);
        }
        cursor.leaveLevel();
        expressionParser.endNode(siblingHeight);
        return primary;
    }

    /**
     * Parses a function call or an unqualified column without any suffix, such as an item of PARTITION BY; anything
     * else is a syntax error.
     */
    public Expression parseCallOrName() {
        int start = cursor.position();
        Expression item = parseWithoutSuffix(start);
        if (item instanceof Expression.Call
                || item instanceof Expression.Extract
                || (item instanceof Expression.Reference reference
                        && reference.name().parts().size() == 1)) {
            return item;
        }
        throw cursor.error(SyntaxRule.EXPECTED_ELEMENT, cursor.spanSince(start), "a column or a function call");
    }

    /** Parses a function call without any suffix, such as an aggregation of PIVOT; anything else is a syntax error. */
    Expression parseCall() {
        int start = cursor.position();
        Expression call = parseWithoutSuffix(start);
        if (call instanceof Expression.Call
                || call instanceof Expression.AggregateCall
                || call instanceof Expression.WindowCall) {
            return call;
        }
        throw cursor.error(SyntaxRule.EXPECTED_ELEMENT, cursor.spanSince(start), "a function call");
    }

    /** Parses an expression that begins with a word, without any suffix. */
    private Expression parseWithoutSuffix(int start) {
        int siblingHeight = expressionParser.beginNode();
        Expression expression = parseWord(start);
        expressionParser.endNode(siblingHeight);
        return expression;
    }

    /** Parses a literal expression of the grammar. */
    Expression parseLiteral() {
        int siblingHeight = expressionParser.beginNode();
        Keyword keyword = cursor.keyword();
        Expression literal = keyword == null
                ? literalParser.parseTokenLiteral()
                : literalParser.parseKeywordLiteral(keyword, cursor.position());
        if (literal == null) {
            throw cursor.expectedError("a literal");
        }
        expressionParser.endNode(siblingHeight);
        return literal;
    }

    /** Parses a literal; a number may have a minus sign. */
    private Expression parseSignedLiteral() {
        if (cursor.kind() != TokenKind.MINUS) {
            return parseLiteral();
        }
        Expression value = parsePrimary(AllowedSuffixes.ALL);
        if (!LiteralParser.isLiteral(value)) {
            throw cursor.error(SyntaxRule.EXPECTED_ELEMENT, value.span(), "a literal");
        }
        return value;
    }

    public Expression.Interval parseInterval() {
        return literalParser.parseInterval();
    }

    /** Parses an interval; the cursor is after the word INTERVAL. */
    public Expression.Interval parseIntervalAfterWord() {
        return literalParser.parseIntervalAfterWord(cursor.position());
    }

    /**
     * Parses a hint, {@code [BROADCAST]}, {@code [_META_, _USE_PK_INDEX_]} or {@code [SKEW|t.c(1, 'a')]}, and returns
     * the text between the brackets as written; returns null if no bracket follows.
     */
    @Nullable
    String parseHint() {
        if (!cursor.accept(TokenKind.LEFT_BRACKET)) {
            return null;
        }
        int start = cursor.position();
        cursor.readName();
        if (cursor.accept(TokenKind.BAR)) {
            skipSkewHint();
        } else {
            while (cursor.accept(TokenKind.COMMA)) {
                cursor.readName();
            }
        }
        String text = cursor.textSince(start);
        cursor.expect(TokenKind.RIGHT_BRACKET);
        return text;
    }

    /** Skips a column, or an expression over a column, with the frequent values in parentheses. */
    private void skipSkewHint() {
        Expression columnExpression = parsePrimary(AllowedSuffixes.ALL);
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            cursor.readListInParentheses(this::parseSignedLiteral);
            return;
        }
        // Values after a name are parsed as the arguments of a function call.
        List<Expression> values = columnExpression instanceof Expression.Call call ? call.arguments() : List.of();
        if (values.isEmpty() || !values.stream().allMatch(LiteralParser::isLiteral)) {
            throw cursor.expectedError("the values of a column in parentheses");
        }
    }

    /** Returns whether the token after the current one may begin an expression. */
    boolean mayExpressionBeginAhead() {
        return switch (cursor.kind(1)) {
            case INTEGER, DECIMAL, DOUBLE, TEXT, HEX, AT, QUESTION, PLUS, MINUS, TILDE, NOT_SIGN -> true;
            case LEFT_PARENTHESIS, LEFT_BRACKET -> true;
            case WORD, BACKQUOTED, DIGITS_AND_LETTERS -> {
                Keyword keyword = cursor.keyword(1);
                yield keyword == null
                        || !keyword.isReserved()
                        || (CallParser.mayBeginExpression(keyword)
                                && (!isOperator(keyword) || cursor.kind(2) == TokenKind.LEFT_PARENTHESIS));
            }
            default -> false;
        };
    }

    /** Returns whether the word is an operator after an expression, unless it is called as a function. */
    private static boolean isOperator(Keyword keyword) {
        return keyword == Keyword.LIKE
                || keyword == Keyword.RLIKE
                || keyword == Keyword.REGEXP
                || keyword == Keyword.MOD;
    }

    private Expression parseBase(int start) {
        return switch (cursor.kind()) {
            case WORD, BACKQUOTED, DIGITS_AND_LETTERS -> parseWord(start);
            case LEFT_PARENTHESIS ->
                isAtLambdaParameters() ? parseLambda(cursor.readNamesInParentheses(), true, start) : parseGroup(start);
            case LEFT_BRACKET -> parseArrayLiteral(null, Spelling.NONE, start);
            case LEFT_BRACE -> callParser.parseBracedCall();
            case AT -> parseVariable(start);
            case PLUS -> parseSign(Operator.PLUS, start);
            case MINUS -> parseSign(Operator.MINUS, start);
            case TILDE -> parseSign(Operator.BIT_NOT, start);
            case NOT_SIGN -> parseSign(Operator.NOT_SIGN, start);
            default -> {
                Expression literal = literalParser.parseTokenLiteral();
                if (literal == null) {
                    throw cursor.expectedNameError("an expression");
                }
                yield literal;
            }
        };
    }

    private Expression parseSign(Operator operator, int start) {
        cursor.advance();
        Expression operand = parsePrimary(AllowedSuffixes.TIGHT);
        expressionParser.addLevels();
        return new Expression.Unary(operator, operand, cursor.spanSince(start));
    }

    /**
     * Parses what begins with a parenthesis: a subquery, an expression in parentheses, or a tuple where one is allowed.
     */
    private Expression parseGroup(int start) {
        if (cursor.isAtSubquery()) {
            Expression subquery = new Expression.Subquery(
                    expressionParser.queryParser().parseParenthesizedQuery(), cursor.spanSince(start));
            expressionParser.addLevels();
            return subquery;
        }
        boolean beginsPredicate = expressionParser.isPredicateStart(start);
        cursor.advance();
        Expression innerExpression = expressionParser.parseExpression();
        Expression group;
        if (cursor.kind() == TokenKind.COMMA && (start == lambdaTupleStart || beginsPredicate)) {
            List<Expression> elements = new ArrayList<>(List.of(innerExpression));
            while (cursor.accept(TokenKind.COMMA)) {
                elements.add(expressionParser.parseExpression());
            }
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            group = new Expression.Tuple(elements, cursor.spanSince(start));
            if (start != lambdaTupleStart) {
                requireInQuery();
            }
        } else {
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            group = new Expression.ParenthesizedExpression(innerExpression, cursor.spanSince(start));
        }
        expressionParser.addLevels();
        return group;
    }

    /** Requires IN with a query after a tuple; the grammar allows tuples nowhere else. */
    private void requireInQuery() {
        int distance = cursor.keyword() == Keyword.NOT ? 1 : 0;
        boolean isInQuery =
                cursor.keyword(distance) == Keyword.IN && cursor.kind(distance + 1) == TokenKind.LEFT_PARENTHESIS;
        if (!isInQuery) {
            throw cursor.expectedError("IN and a query");
        }
    }

    private Expression parseVariable(int start) {
        expressionParser.addLevels();
        cursor.advance();
        if (!cursor.accept(TokenKind.AT)) {
            return new Expression.UserVariable(cursor.readNameOrText(), cursor.spanSince(start));
        }
        String scope = null;
        Keyword keyword = cursor.keyword();
        if (cursor.kind(1) == TokenKind.DOT
                && (keyword == Keyword.GLOBAL
                        || keyword == Keyword.LOCAL
                        || keyword == Keyword.SESSION
                        || keyword == Keyword.VERBOSE)) {
            scope = cursor.tokenText();
            cursor.skip(2);
        }
        return new Expression.SystemVariable(scope, cursor.readName(), cursor.spanSince(start));
    }

    private Expression parseWord(int start) {
        Keyword keyword = cursor.keyword();
        Expression specialExpression = keyword == null ? null : parseSpecialWord(keyword, start);
        if (specialExpression != null) {
            return specialExpression;
        }
        if (cursor.kind(1) == TokenKind.ARROW && cursor.kind(2) != TokenKind.TEXT && cursor.isNameAhead(0)) {
            return parseLambda(List.of(cursor.readName()), false, start);
        }
        if (!cursor.isNameAhead(0)) {
            throw cursor.expectedNameError("an expression");
        }
        QualifiedName name = cursor.readQualifiedName();
        if (cursor.kind() == TokenKind.LEFT_PARENTHESIS) {
            return callParser.parseCall(name, start);
        }
        expressionParser.addLevels();
        return new Expression.Reference(name, cursor.spanSince(start));
    }

    /** Parses an expression that begins with this keyword; returns null if the keyword is an ordinary name here. */
    private @Nullable Expression parseSpecialWord(Keyword keyword, int start) {
        if (keyword == Keyword.ARRAY) {
            cursor.advance();
            Type.Array type = expressionParser.typeParser().parseArray();
            return parseArrayLiteral(type, new Spelling(cursor.textSince(start)), start);
        }
        if (keyword == Keyword.MAP && cursor.kind(1) == TokenKind.LEFT_BRACE) {
            cursor.advance();
            return parseMapLiteral(null, Spelling.NONE, start);
        }
        if (keyword == Keyword.MAP && cursor.kind(1) == TokenKind.LESS && isAtTypedMap()) {
            cursor.advance();
            Type.Map type = expressionParser.typeParser().parseMap();
            return parseMapLiteral(type, new Spelling(cursor.textSince(start)), start);
        }
        Expression literal = literalParser.parseKeywordLiteral(keyword, start);
        return literal == null ? callParser.parseKeywordExpression(keyword, start) : literal;
    }

    // Arrays and maps

    private Expression parseArrayLiteral(Type.@Nullable Array type, Spelling spelling, int start) {
        cursor.expect(TokenKind.LEFT_BRACKET);
        List<Expression> elements =
                cursor.kind() == TokenKind.RIGHT_BRACKET ? List.of() : expressionParser.parseExpressions();
        cursor.expect(TokenKind.RIGHT_BRACKET);
        expressionParser.addLevels();
        return new Expression.ArrayLiteral(type, spelling, elements, cursor.spanSince(start));
    }

    private Expression parseMapLiteral(Type.@Nullable Map type, Spelling spelling, int start) {
        cursor.expect(TokenKind.LEFT_BRACE);
        List<Expression.MapEntry> entries =
                cursor.kind() == TokenKind.RIGHT_BRACE ? new ArrayList<>() : cursor.readCommaList(this::parseMapEntry);
        cursor.expect(TokenKind.RIGHT_BRACE);
        expressionParser.addLevels();
        return new Expression.MapLiteral(type, spelling, entries, cursor.spanSince(start));
    }

    private Expression.MapEntry parseMapEntry() {
        Expression key = expressionParser.parseExpression();
        cursor.expect(TokenKind.COLON);
        return new Expression.MapEntry(key, expressionParser.parseExpression());
    }

    /** Returns whether a map type begins here; MAP may also be the name of a column in a comparison. */
    private boolean isAtTypedMap() {
        int depth = 0;
        for (int distance = 1; distance < MAX_TYPE_TOKENS; distance++) {
            switch (cursor.kind(distance)) {
                case LESS -> depth++;
                case GREATER -> depth--;
                case WORD, BACKQUOTED, COMMA, INTEGER, LEFT_PARENTHESIS, RIGHT_PARENTHESIS -> {
                    // These tokens can be part of a type.
                }
                default -> {
                    return false;
                }
            }
            if (depth == 0) {
                return cursor.kind(distance + 1) == TokenKind.LEFT_BRACE;
            }
        }
        return false;
    }

    // Lambdas: x -> x + 1 and (k, v) -> (k, v + 1)

    /** Returns whether the parenthesis here encloses the parameters of a lambda, rather than an expression. */
    private boolean isAtLambdaParameters() {
        int endDistance = cursor.findDistanceToEndOfNames(0);
        // (a) -> 'path' accesses an element of a JSON value.
        return endDistance > 0
                && cursor.kind(endDistance + 1) == TokenKind.ARROW
                && (endDistance > 2 || cursor.kind(endDistance + 2) != TokenKind.TEXT);
    }

    private Expression parseLambda(List<Name> parameters, boolean isParenthesized, int start) {
        cursor.expect(TokenKind.ARROW);
        if (isParenthesized) {
            lambdaTupleStart = cursor.position();
        }
        Expression body = expressionParser.parseExpression();
        expressionParser.addLevels();
        return new Expression.Lambda(parameters, isParenthesized, body, cursor.spanSince(start));
    }
}
