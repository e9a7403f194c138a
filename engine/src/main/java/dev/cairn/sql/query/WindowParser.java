package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.FrameBound;
import dev.cairn.sql.ast.Expression.IgnoreNullsPosition;
import dev.cairn.sql.ast.Expression.Window;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.TokenKind;
import java.util.List;

/** Parses the window of a function: {@code OVER (PARTITION BY b ORDER BY c ROWS 2 PRECEDING)}. */
final class WindowParser {
    private final Cursor cursor;
    private final ExpressionParser expressionParser;
    private final PrimaryParser primaryParser;

    WindowParser(Cursor cursor, ExpressionParser expressionParser, PrimaryParser primaryParser) {
        this.cursor = cursor;
        this.expressionParser = expressionParser;
        this.primaryParser = primaryParser;
    }

    /** Parses the window of a function; returns the function itself if OVER does not follow. */
    Expression parseWindow(Expression function, IgnoreNullsPosition ignoreNulls, int start) {
        if (cursor.keyword() != Keyword.OVER) {
            return function;
        }
        cursor.advance();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        String hint = primaryParser.parseHint();
        List<Expression> partitionBy = List.of();
        if (cursor.accept(Keyword.PARTITION, Keyword.BY)) {
            partitionBy = expressionParser.parseExpressions();
        } else if (hint != null) {
            throw cursor.unexpectedTokenError();
        }
        List<SortItem> orderBy = expressionParser.clauseParser().parseOrderBy();
        Frame frame = cursor.isAt(Keyword.ROWS) || cursor.isAt(Keyword.RANGE) ? parseFrame() : null;
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressionParser.addLevels();
        Window window = new Window(hint, partitionBy, orderBy, frame);
        return new WindowCall(function, ignoreNulls, window, cursor.spanSince(start));
    }

    private Frame parseFrame() {
        boolean isRows = cursor.keyword() == Keyword.ROWS;
        cursor.advance();
        if (!cursor.accept(Keyword.BETWEEN)) {
            return new Frame(isRows, parseFrameBound(), null);
        }
        FrameBound frameStart = parseFrameBound();
        cursor.expect(Keyword.AND);
        return new Frame(isRows, frameStart, parseFrameBound());
    }

    private FrameBound parseFrameBound() {
        Keyword nextKeyword = cursor.keyword(1);
        if (cursor.keyword() == Keyword.UNBOUNDED
                && (nextKeyword == Keyword.PRECEDING || nextKeyword == Keyword.FOLLOWING)) {
            cursor.advance();
            return new FrameBound(
                    acceptPreceding() ? FrameBound.Kind.UNBOUNDED_PRECEDING : FrameBound.Kind.UNBOUNDED_FOLLOWING,
                    null);
        }
        if (cursor.accept(Keyword.CURRENT, Keyword.ROW)) {
            return new FrameBound(FrameBound.Kind.CURRENT_ROW, null);
        }
        Expression amount = expressionParser.parseExpression();
        return new FrameBound(acceptPreceding() ? FrameBound.Kind.PRECEDING : FrameBound.Kind.FOLLOWING, amount);
    }

    /** Returns true and skips PRECEDING if that follows; otherwise, FOLLOWING is required. */
    private boolean acceptPreceding() {
        if (cursor.accept(Keyword.PRECEDING)) {
            return true;
        }
        cursor.expect(Keyword.FOLLOWING);
        return false;
    }
}
