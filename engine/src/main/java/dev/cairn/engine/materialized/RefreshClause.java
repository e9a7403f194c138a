package dev.cairn.engine.materialized;

import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.math.BigInteger;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A REFRESH clause and the form in which the server stores it, with a normalized start and interval. */
record RefreshClause(Refresh declaredRefresh) {
    private static final BigInteger MIN_INTERVAL_SECONDS = BigInteger.valueOf(60);

    /** Returns the clause of a statement; the clause of a manual refresh if the statement has none. */
    static RefreshClause of(@Nullable Refresh declaredRefresh) {
        return new RefreshClause(
                declaredRefresh == null
                        ? new Refresh(null, Refresh.Scheme.MANUAL, null, null, Span.NONE)
                        : declaredRefresh);
    }

    Refresh toStoredRefresh() {
        return new Refresh(
                Boolean.TRUE.equals(declaredRefresh.isDeferred()) ? true : null, // IMMEDIATE is not stored
                declaredRefresh.scheme(),
                normalizeStart(declaredRefresh.start()),
                normalizeInterval(declaredRefresh.interval()),
                Span.NONE);
    }

    /**
     * Returns the form that the server stores in place of an old one. The first refresh of the view is over, so the new
     * form keeps whether that refresh was deferred.
     */
    Refresh toAlteredRefresh(Refresh oldRefresh) {
        Refresh newRefresh = toStoredRefresh();
        return new Refresh(
                oldRefresh.isDeferred(), newRefresh.scheme(), newRefresh.start(), newRefresh.interval(), Span.NONE);
    }

    private static @Nullable String normalizeStart(@Nullable String declaredStart) {
        return declaredStart == null ? null : ServerDateFormat.formatDateTime(ServerDateFormat.parse(declaredStart));
    }

    private static Expression.@Nullable Interval normalizeInterval(Expression.@Nullable Interval declaredInterval) {
        return declaredInterval == null
                ? null
                : new Expression.Interval(
                        stripParentheses(declaredInterval.amount()),
                        declaredInterval.unit().toUpperCase(Locale.ROOT),
                        declaredInterval.span());
    }

    private static Expression stripParentheses(Expression amount) {
        return amount instanceof Expression.ParenthesizedExpression parenthesized
                ? stripParentheses(parenthesized.expression())
                : amount;
    }

    /** Requires an interval of at least one unit. ALTER requires no more, while CREATE requires at least 60 seconds. */
    void requirePositiveInterval() {
        Expression.Interval interval = declaredRefresh.interval();
        if (interval != null
                && stripParentheses(interval.amount()) instanceof Expression.Number number
                && new BigInteger(number.text()).signum() == 0) {
            throw Refusal.ofAnalysis(declaredRefresh.span(), CommonRule.MUST_BE_POSITIVE, "The interval of REFRESH");
        }
    }

    /**
     * Requires an interval of at least 60 seconds, as CREATE does; accepts a clause without an interval, and an
     * interval whose amount is not a number.
     */
    void requireMinimumInterval() {
        Expression.Interval interval = declaredRefresh.interval();
        if (interval == null || !(stripParentheses(interval.amount()) instanceof Expression.Number number)) {
            return;
        }
        BigInteger seconds = new BigInteger(number.text()).multiply(secondsPerUnit(interval.unit()));
        if (seconds.compareTo(MIN_INTERVAL_SECONDS) < 0) {
            throw Refusal.ofExecution(interval.span(), MaterializedViewRule.REFRESH_INTERVAL_TOO_SHORT, seconds);
        }
    }

    private static BigInteger secondsPerUnit(String unit) {
        return BigInteger.valueOf(
                switch (unit) {
                    case "DAY" -> TimeUnit.DAYS.toSeconds(1);
                    case "HOUR" -> TimeUnit.HOURS.toSeconds(1);
                    case "MINUTE" -> TimeUnit.MINUTES.toSeconds(1);
                    default -> 1;
                });
    }
}
