package dev.cairn.sql.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Frame;
import dev.cairn.sql.ast.Expression.Frame.Bound;
import dev.cairn.sql.ast.Expression.IgnoreNulls;
import dev.cairn.sql.ast.Expression.Windowed;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses window functions: {@code lead(a IGNORE NULLS, 1) OVER (PARTITION BY b ORDER BY c ROWS 2 PRECEDING)}. */
final class WindowParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final BracketHints hints;

    WindowParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = new ClauseParser(cursor, expressions);
        this.hints = new BracketHints(cursor, expressions);
    }

    /** Returns whether a reserved word is the name of a function that requires a window. */
    static boolean isFunction(@Nullable Keyword word) {
        if (word == null) {
            return false;
        }
        return switch (word) {
            case ROW_NUMBER, DENSE_RANK, NTILE, LEAD, LAG, FIRST_VALUE, LAST_VALUE -> true;
            default -> false;
        };
    }

    /** Parses such a function; the cursor is at its name. */
    Expression call(int fewest, int most, int start) {
        boolean mayIgnore = most > 1;
        QualifiedName name = new QualifiedName(List.of(cursor.nameAsWritten()));
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        expressions.built(0);
        List<Expression> arguments = new ArrayList<>();
        boolean inside = false;
        if (cursor.kind() != TokenKind.RIGHT_PARENTHESIS) {
            arguments.add(expressions.expression());
            inside = mayIgnore && ignoreNulls();
            if (cursor.take(TokenKind.COMMA)) {
                int height = expressions.height();
                arguments.addAll(expressions.expressions());
                expressions.built(Math.max(height, expressions.height()));
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        Span span = cursor.since(start);
        if (arguments.size() < fewest || arguments.size() > most) {
            throw cursor.error(SyntaxRule.ARGUMENT_COUNT, span, name);
        }
        boolean behind = mayIgnore && ignoreNulls();
        if (!cursor.at(Keyword.OVER)) {
            throw cursor.unexpected();
        }
        Expression call = new Expression.Call(name, false, false, false, arguments, span);
        return over(call, inside ? IgnoreNulls.INSIDE : behind ? IgnoreNulls.BEHIND : IgnoreNulls.UNSAID, start);
    }

    private boolean ignoreNulls() {
        boolean said = cursor.take(Keyword.IGNORE);
        if (said) {
            cursor.expect(Keyword.NULLS);
        }
        return said;
    }

    /** Parses the window of a function; returns the function itself if there is no OVER. */
    Expression over(Expression function, int start) {
        return cursor.keyword() == Keyword.OVER ? over(function, IgnoreNulls.UNSAID, start) : function;
    }

    private Expression over(Expression function, IgnoreNulls ignoreNulls, int start) {
        int highest = expressions.height();
        cursor.expect(Keyword.OVER);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        String hint = hints.text();
        List<Expression> partitionBy = List.of();
        if (cursor.take(Keyword.PARTITION, Keyword.BY)) {
            partitionBy = expressions.expressions();
            highest = Math.max(highest, expressions.height());
        } else if (hint != null) {
            throw cursor.unexpected();
        }
        List<SortItem> orderBy = List.of();
        if (cursor.take(Keyword.ORDER, Keyword.BY)) {
            orderBy = clauses.sortItems();
            highest = Math.max(highest, expressions.height());
        }
        Frame frame = cursor.at(Keyword.ROWS) || cursor.at(Keyword.RANGE) ? frame() : null;
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        expressions.built(Math.max(highest, expressions.height()));
        return new Windowed(function, ignoreNulls, hint, partitionBy, orderBy, frame, cursor.since(start));
    }

    private Frame frame() {
        boolean rows = cursor.take(Keyword.ROWS);
        if (!rows) {
            cursor.expect(Keyword.RANGE);
        }
        if (!cursor.take(Keyword.BETWEEN)) {
            return new Frame(rows, bound(), null);
        }
        Bound from = bound();
        cursor.expect(Keyword.AND);
        return new Frame(rows, from, bound());
    }

    private Bound bound() {
        Keyword following = cursor.keyword(1);
        if (cursor.keyword() == Keyword.UNBOUNDED
                && (following == Keyword.PRECEDING || following == Keyword.FOLLOWING)) {
            cursor.advance();
            return new Bound(preceding() ? Bound.Kind.UNBOUNDED_PRECEDING : Bound.Kind.UNBOUNDED_FOLLOWING, null);
        }
        if (cursor.take(Keyword.CURRENT, Keyword.ROW)) {
            return new Bound(Bound.Kind.CURRENT_ROW, null);
        }
        Expression amount = expressions.expression();
        return new Bound(preceding() ? Bound.Kind.PRECEDING : Bound.Kind.FOLLOWING, amount);
    }

    private boolean preceding() {
        if (cursor.take(Keyword.PRECEDING)) {
            return true;
        }
        cursor.expect(Keyword.FOLLOWING);
        return false;
    }
}
