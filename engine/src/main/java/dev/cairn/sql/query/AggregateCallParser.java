package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.ArgumentClauses;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import dev.cairn.sql.token.TokenKind;
import java.util.List;
import java.util.Locale;

/** Parses the calls of the aggregate functions of the grammar, with the clauses that only these functions accept. */
final class AggregateCallParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final PrimaryParser primaryParser;

    AggregateCallParser(Cursor cursor, ExpressionParser expressionParser, PrimaryParser primaryParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.primaryParser = primaryParser;
    }

    /** Returns whether this keyword is the name of an aggregate function of the grammar. */
    static boolean isAggregate(Keyword keyword) {
        return switch (keyword) {
            case COUNT, SUM, AVG, MIN, MAX, ARRAY_AGG, ARRAY_AGG_DISTINCT, GROUP_CONCAT -> true;
            default -> false;
        };
    }

    private static boolean acceptsAnyArgumentCount(Keyword aggregate) {
        return aggregate == Keyword.COUNT || aggregate == Keyword.GROUP_CONCAT;
    }

    private static boolean acceptsOrderBy(Keyword aggregate) {
        return aggregate == Keyword.ARRAY_AGG
                || aggregate == Keyword.ARRAY_AGG_DISTINCT
                || aggregate == Keyword.GROUP_CONCAT;
    }

    private static String lowerCaseName(Keyword aggregate) {
        return aggregate.name().toLowerCase(Locale.ROOT);
    }

    /** Parses the call up to its window; the cursor is at its opening parenthesis. */
    Expression parseAggregateCall(QualifiedName functionName, Keyword aggregate, int start) {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        boolean acceptsQuantifier = aggregate != Keyword.ARRAY_AGG_DISTINCT;
        boolean isDistinct = acceptsQuantifier && cursor.accept(Keyword.DISTINCT);
        boolean hasAllKeyword = acceptsQuantifier && !isDistinct && cursor.accept(Keyword.ALL);
        boolean isQuantified = isDistinct || hasAllKeyword;
        boolean hasStar = aggregate == Keyword.COUNT && !isQuantified && cursor.accept(TokenKind.ASTERISK);
        String hint = isQuantified && aggregate == Keyword.COUNT && isAtHint() ? primaryParser.parseHint() : null;
        List<Expression> arguments = hasStar ? List.of() : parseArguments(aggregate, isQuantified);
        // With another number of arguments, the grammar parses the call as one of a user-defined function.
        boolean hasBuiltInForm = arguments.size() == 1 || acceptsAnyArgumentCount(aggregate);
        List<SortItem> orderBy =
                hasBuiltInForm && acceptsOrderBy(aggregate) ? parseOrderBy(aggregate, arguments) : List.of();
        Expression separator = hasBuiltInForm && aggregate == Keyword.GROUP_CONCAT && cursor.accept(Keyword.SEPARATOR)
                ? expressionParser.parseExpression()
                : null;
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressionParser.addLevels();
        Call call = new Call(functionName, isDistinct, hasStar, false, arguments, cursor.spanSince(start));
        if (isDistinct && arguments.isEmpty()) {
            cursor.recordRefusal(SyntaxRule.INVALID_ARGUMENTS, call.span(), "number", lowerCaseName(aggregate));
        }
        Expression filter = hasBuiltInForm && isAtFilter() ? parseFilter(aggregate, isDistinct) : null;
        ArgumentClauses clauses = new ArgumentClauses(hasAllKeyword, hint, orderBy, separator);
        boolean isPlain = clauses.equals(ArgumentClauses.NONE) && filter == null;
        return isPlain ? call : new AggregateCall(call, clauses, filter, cursor.spanSince(start));
    }

    private List<Expression> parseArguments(Keyword aggregate, boolean isQuantified) {
        if (isQuantified && !acceptsAnyArgumentCount(aggregate)) {
            return List.of(expressionParser.parseExpression());
        }
        return cursor.kind() == TokenKind.RIGHT_PARENTHESIS ? List.of() : expressionParser.parseExpressions();
    }

    /**
     * Returns whether brackets after DISTINCT are a hint: an expression to count follows them. Otherwise, they are an
     * array.
     */
    private boolean isAtHint() {
        if (cursor.kind() != TokenKind.LEFT_BRACKET) {
            return false;
        }
        int distance = 1;
        while (cursor.isNameAhead(distance) && cursor.kind(distance + 1) == TokenKind.COMMA) {
            distance += 2;
        }
        if (!cursor.isNameAhead(distance) || cursor.kind(distance + 1) != TokenKind.RIGHT_BRACKET) {
            return false;
        }
        return switch (cursor.kind(distance + 2)) {
            case WORD -> cursor.isNameAhead(distance + 2) || cursor.keyword(distance + 2) == Keyword.CASE;
            case BACKQUOTED, DIGITS_AND_LETTERS, INTEGER, DECIMAL, DOUBLE, TEXT, LEFT_PARENTHESIS -> true;
            default -> false;
        };
    }

    private List<SortItem> parseOrderBy(Keyword aggregate, List<Expression> arguments) {
        List<SortItem> items = expressionParser.clauseParser().parseOrderBy();
        for (SortItem item : items) {
            Long position = item.value().integerValue();
            if (position != null && (position < 1 || position > arguments.size())) {
                cursor.recordRefusal(
                        SyntaxRule.INVALID_ORDER_BY_POSITION, item.value().span(), position, lowerCaseName(aggregate));
            }
        }
        return items;
    }

    private boolean isAtFilter() {
        return cursor.keyword() == Keyword.FILTER
                && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS
                && cursor.keyword(2) == Keyword.WHERE;
    }

    private Expression parseFilter(Keyword aggregate, boolean isDistinct) {
        Span span = cursor.span();
        cursor.skip(3);
        Expression filter = expressionParser.parseExpression();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressionParser.addLevels();
        if (isDistinct && aggregate == Keyword.COUNT) {
            cursor.recordRefusal(SyntaxRule.UNSUPPORTED_SYNTAX, span, "FILTER", "COUNT DISTINCT");
        }
        return filter;
    }
}
