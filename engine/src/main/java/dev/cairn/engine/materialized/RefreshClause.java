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
record RefreshClause(Refresh refresh) {
    private static final BigInteger MIN_INTERVAL_SECONDS = BigInteger.valueOf(60);

    /** Returns the clause of a statement; the clause of a manual refresh if the statement has none. */
    static RefreshClause of(@Nullable Refresh refresh) {
        return new RefreshClause(
                refresh == null ? new Refresh(null, Refresh.Scheme.MANUAL, null, null, Span.NONE) : refresh);
    }

    /** Returns the clause as CREATE stores it. The parser has checked that the start is a time. */
    Refresh toStoredRefresh() {
        return new Refresh(
                Boolean.TRUE.equals(refresh.isDeferred()) ? true : null, // IMMEDIATE is not stored
                refresh.scheme(),
                normalizeStart(refresh.start()),
                normalizeInterval(refresh.interval()),
                Span.NONE);
    }

    /**
     * Returns the clause that ALTER stores in place of an old one. IMMEDIATE and DEFERRED concern only the first
     * refresh, so the old value is kept.
     */
    Refresh toStoredRefreshAfter(Refresh oldRefresh) {
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
                        declaredInterval.amount().unwrap(),
                        declaredInterval.unit().toUpperCase(Locale.ROOT),
                        declaredInterval.span());
    }

    /** Requires an interval of at least one unit. ALTER requires no more, while CREATE requires at least 60 seconds. */
    void requirePositiveInterval() {
        Expression.Interval interval = refresh.interval();
        if (interval != null
                && interval.amount().unwrap() instanceof Expression.NumberLiteral number
                && new BigInteger(number.text()).signum() == 0) {
            throw Refusal.ofAnalysis(refresh.span(), CommonRule.MUST_BE_POSITIVE, "The interval of REFRESH");
        }
    }

    /**
     * Requires an interval of at least 60 seconds, as CREATE does; accepts a clause without an interval, and an
     * interval whose amount is not a number.
     */
    void requireMinimumInterval() {
        Expression.Interval interval = refresh.interval();
        if (interval == null || !(interval.amount().unwrap() instanceof Expression.NumberLiteral number)) {
            return;
        }
        BigInteger seconds = new BigInteger(number.text()).multiply(secondsPerUnit(interval.unit()));
        if (seconds.compareTo(MIN_INTERVAL_SECONDS) < 0) {
            throw Refusal.ofExecution(interval.span(), MaterializedViewRule.REFRESH_INTERVAL_TOO_SHORT, seconds);
        }
    }

    /** Returns the seconds in a unit of REFRESH: DAY, HOUR, MINUTE or SECOND. */
    private static BigInteger secondsPerUnit(String unit) {
        return BigInteger.valueOf(
                switch (unit.toUpperCase(Locale.ROOT)) {
                    case "DAY" -> TimeUnit.DAYS.toSeconds(1);
                    case "HOUR" -> TimeUnit.HOURS.toSeconds(1);
                    case "MINUTE" -> TimeUnit.MINUTES.toSeconds(1);
                    default -> 1;
                });
    }
}
