package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import org.jspecify.annotations.Nullable;

/**
 * Parses numbers, strings, dates, intervals and the words that are literals. A literal keeps the text that the user
 * wrote, because the server prints it in column names.
 */
final class LiteralParser {
    /** The largest absolute value of a number without a decimal point: two to the power of 255. */
    private static final String MAX_INTEGER_TEXT =
            "57896044618658097711785492504343953926634992332820282019728792003956564819968";
    /** The number of tokens in which to search for the unit of an interval. */
    private static final int MAX_INTERVAL_TOKENS = 64;

    private final Cursor cursor;
    private final ExpressionParser expressionParser;

    LiteralParser(Cursor cursor, ExpressionParser expressionParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
    }

    /** Parses a literal that is a single token; returns null if the token is not a literal. */
    @Nullable
    Expression parseTokenLiteral() {
        Span span = cursor.span();
        TokenKind kind = cursor.kind();
        Expression literal = switch (kind) {
            case TEXT -> new Expression.StringLiteral(cursor.peekTextValue(), cursor.firstCharacter(), span);
            case INTEGER -> parseInteger(cursor.tokenText(), span);
            case DECIMAL ->
                new Expression.NumberLiteral(cursor.tokenText(), Expression.NumberLiteral.Kind.DECIMAL, span);
            case DOUBLE -> parseDouble(cursor.tokenText(), span);
            case HEX -> parseHex(cursor.tokenText(), span);
            case QUESTION -> new Expression.Parameter(cursor.countParametersBefore(), span);
            default -> null;
        };
        if (literal != null) {
            cursor.advance();
            expressionParser.addLevels();
        }
        return literal;
    }

    private Expression parseInteger(String text, Span span) {
        int leadingZeroCount = 0;
        while (leadingZeroCount < text.length() - 1 && text.charAt(leadingZeroCount) == '0') {
            leadingZeroCount++;
        }
        int digitCount = text.length() - leadingZeroCount;
        if (digitCount > MAX_INTEGER_TEXT.length()
                || (digitCount == MAX_INTEGER_TEXT.length()
                        && text.substring(leadingZeroCount).compareTo(MAX_INTEGER_TEXT) > 0)) {
            cursor.recordRefusal(SyntaxRule.INVALID_LITERAL, span, "numeric", text);
        }
        return new Expression.NumberLiteral(text, Expression.NumberLiteral.Kind.INTEGER, span);
    }

    private Expression parseDouble(String text, Span span) {
        if (Double.isInfinite(Double.parseDouble(text))) {
            cursor.recordRefusal(SyntaxRule.INVALID_LITERAL, span, "numeric", text);
        }
        return new Expression.NumberLiteral(text, Expression.NumberLiteral.Kind.DOUBLE, span);
    }

    private Expression parseHex(String text, Span span) {
        String digits = text.substring(2, text.length() - 1);
        int digitCount = 0;
        boolean isValid = true;
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            if (!Character.isWhitespace(character)) {
                digitCount++;
                isValid &= character < 128 && Character.digit(character, 16) >= 0;
            }
        }
        if (!isValid || digitCount % 2 != 0) {
            cursor.recordRefusal(SyntaxRule.INVALID_HEX_DIGITS, span);
        }
        return new Expression.HexLiteral(digits, span);
    }

    /** Parses a literal that begins with this word; returns null if no literal begins with it. */
    @Nullable
    Expression parseKeywordLiteral(Keyword keyword, int start) {
        switch (keyword) {
            case NULL, TRUE, FALSE -> {
                skipLiteralWord();
                Span span = cursor.spanSince(start);
                return keyword == Keyword.NULL
                        ? new Expression.NullLiteral(span)
                        : new Expression.BooleanLiteral(keyword == Keyword.TRUE, span);
            }
            case DATE, DATETIME -> {
                return cursor.kind(1) == TokenKind.TEXT ? parseDate(keyword, start) : null;
            }
            case FLOOR, CEIL -> {
                if (cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
                    return null;
                }
                Expression.UnitBoundary boundary = parseUnitBoundary();
                // The grammar reads the word as a boundary in all expressions, but only time_slice accepts a boundary.
                cursor.recordRefusal(
                        SyntaxRule.UNEXPECTED_INPUT,
                        boundary.span(),
                        boundary.word(),
                        "an expression, such as `" + boundary.word() + "` in backquotes");
                return boundary;
            }
            case INTERVAL -> {
                return isAtInterval() ? parseInterval() : null;
            }
            default -> {
                return null;
            }
        }
    }

    /** Returns whether an argument that is only a boundary, FLOOR or CEIL, begins here. */
    boolean isAtUnitBoundary() {
        Keyword keyword = cursor.keyword();
        TokenKind nextKind = cursor.kind(1);
        return keyword != null
                && keyword.isUnitBoundary()
                && (nextKind == TokenKind.COMMA || nextKind == TokenKind.RIGHT_PARENTHESIS);
    }

    Expression.UnitBoundary parseUnitBoundary() {
        int start = cursor.position();
        String word = cursor.tokenText();
        skipLiteralWord();
        return new Expression.UnitBoundary(word, cursor.spanSince(start));
    }

    private void skipLiteralWord() {
        cursor.advance();
        expressionParser.addLevels();
    }

    private Expression parseDate(Keyword keyword, int start) {
        skipLiteralWord();
        Span span = cursor.span();
        String value = cursor.readText();
        if (!ServerDateFormat.isValid(value)) {
            cursor.recordRefusal(SyntaxRule.INVALID_LITERAL, span, "date", value);
        }
        return new Expression.DateLiteral(keyword == Keyword.DATETIME, value, cursor.spanSince(start));
    }

    /**
     * Returns whether an interval begins here. INTERVAL may also be the name of a column, but only an interval ends
     * with a unit.
     */
    private boolean isAtInterval() {
        int depth = 0;
        for (int distance = 1; distance < MAX_INTERVAL_TOKENS; distance++) {
            switch (cursor.kind(distance)) {
                case LEFT_PARENTHESIS, LEFT_BRACKET, LEFT_BRACE -> depth++;
                case RIGHT_PARENTHESIS, RIGHT_BRACKET, RIGHT_BRACE -> depth--;
                case END, SEMICOLON -> depth = -1;
                case COMMA -> depth = depth == 0 ? -1 : depth;
                default -> {
                    if (depth == 0 && distance > 1 && isTimeUnit(cursor.keyword(distance))) {
                        return true;
                    }
                }
            }
            if (depth < 0) {
                return false;
            }
        }
        return false;
    }

    /** Parses {@code INTERVAL 1 DAY}. */
    Expression.Interval parseInterval() {
        int start = cursor.position();
        cursor.expect(Keyword.INTERVAL);
        return parseIntervalAfterWord(start);
    }

    /** Parses the rest of an interval that begins at {@code start}; the cursor is after the word INTERVAL. */
    Expression.Interval parseIntervalAfterWord(int start) {
        int siblingHeight = expressionParser.beginNode();
        Expression amount = expressionParser.parseExpression();
        if (!isTimeUnit(cursor.keyword())) {
            throw cursor.expectedError("a unit of time");
        }
        String unit = cursor.tokenText();
        skipLiteralWord();
        expressionParser.endNode(siblingHeight);
        return new Expression.Interval(amount, unit, cursor.spanSince(start));
    }

    /** Returns whether an expression is a literal, or a number with a minus sign. */
    static boolean isLiteral(Expression expression) {
        if (expression instanceof Expression.Unary unary && unary.operator() == Operator.MINUS) {
            return unary.operand() instanceof Expression.NumberLiteral;
        }
        return expression.isPlainLiteral()
                || expression instanceof Expression.Interval
                || expression instanceof Expression.Parameter;
    }

    static boolean isTimeUnit(@Nullable Keyword keyword) {
        if (keyword == null) {
            return false;
        }
        return switch (keyword) {
            case YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND -> true;
            default -> false;
        };
    }
}
