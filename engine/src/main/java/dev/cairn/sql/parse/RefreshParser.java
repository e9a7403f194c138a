package dev.cairn.sql.parse;

import dev.cairn.sql.ast.DateTexts;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.TokenKind;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import dev.cairn.sql.token.SyntaxRule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses {@code REFRESH DEFERRED ASYNC START("…") EVERY(INTERVAL 1 DAY)}. */
public final class RefreshParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;

    public RefreshParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    public Refresh refresh() {
        int start = cursor.position();
        cursor.expect(Keyword.REFRESH);
        Boolean deferred = deferred();
        if (cursor.take(Keyword.MANUAL)) {
            return new Refresh(deferred, Refresh.Scheme.MANUAL, null, null, cursor.since(start));
        }
        if (cursor.take(Keyword.INCREMENTAL)) {
            return new Refresh(deferred, Refresh.Scheme.INCREMENTAL, null, null, cursor.since(start));
        }
        cursor.expect(Keyword.ASYNC);
        String from = cursor.take(Keyword.START) ? from() : null;
        Expression.Interval every = null;
        if (from != null || cursor.at(Keyword.EVERY)) {
            every = every();
        }
        return new Refresh(deferred, Refresh.Scheme.ASYNC, from, every, cursor.since(start));
    }

    private @Nullable Boolean deferred() {
        if (cursor.take(Keyword.DEFERRED)) {
            return true;
        }
        return cursor.take(Keyword.IMMEDIATE) ? false : null;
    }

    private String from() {
        int start = cursor.position();
        String from = cursor.textInParentheses();
        if (!DateTexts.valid(from)) {
            cursor.refuse(SyntaxRule.DATE_INVALID, cursor.since(start), from);
        }
        return from;
    }

    private Expression.Interval every() {
        cursor.expect(Keyword.EVERY);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        cursor.expect(Keyword.INTERVAL);
        Expression.Interval every = interval();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return every;
    }

    /** Parses an interval; the cursor is behind INTERVAL. */
    public Expression.Interval interval() {
        Expression.Interval every = expressions.primaries().intervalBehindWord();
        Expression amount = every.amount();
        while (amount instanceof Expression.Group group) {
            amount = group.inner();
        }
        boolean integer = amount instanceof Expression.Number number && number.kind() == Expression.Number.Kind.INTEGER;
        if (!integer) {
            cursor.refuse(SyntaxRule.EXPRESSION_UNSUPPORTED, every.span(), cursor.textAt(amount.span()), "INTERVAL");
        }
        String unit = every.unit().toUpperCase(Locale.ROOT);
        if (!unit.equals("SECOND") && !unit.equals("MINUTE") && !unit.equals("HOUR") && !unit.equals("DAY")) {
            cursor.refuse(SyntaxRule.REFRESH_UNIT, every.span(), unit);
        }
        return every;
    }
}
