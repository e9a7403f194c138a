package dev.cairn.engine.materialized;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.DateText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A REFRESH clause and the form in which the server stores it. */
record RefreshScheme(Refresh declared) {
    private static final BigInteger MIN_SECONDS = BigInteger.valueOf(60);

    /** The scheme of a clause; the default is a manual refresh. */
    static RefreshScheme of(@Nullable Refresh declared) {
        return new RefreshScheme(
                declared == null ? new Refresh(null, Refresh.Scheme.MANUAL, null, null, Span.NONE) : declared);
    }

    Refresh storedRefresh() {
        return new Refresh(
                Boolean.TRUE.equals(declared.deferred()) ? true : null,
                declared.scheme(),
                normalizeStart(declared.start()),
                normalizeInterval(declared.every()),
                Span.NONE);
    }

    /** The stored form after a change. The first refresh is over, so whether it was deferred does not change. */
    Refresh replace(Refresh oldRefresh) {
        Refresh newRefresh = storedRefresh();
        return new Refresh(
                oldRefresh.deferred(), newRefresh.scheme(), newRefresh.start(), newRefresh.every(), Span.NONE);
    }

    private static @Nullable String normalizeStart(@Nullable String declared) {
        return declared == null ? null : DateText.formatDateTime(DateText.parse(declared));
    }

    private static Expression.@Nullable Interval normalizeInterval(Expression.@Nullable Interval declared) {
        return declared == null
                ? null
                : new Expression.Interval(
                        stripParentheses(declared.amount()), declared.unit().toUpperCase(Locale.ROOT), declared.span());
    }

    private static Expression stripParentheses(Expression amount) {
        return amount instanceof Expression.Group group ? stripParentheses(group.expression()) : amount;
    }

    /** Requires an interval of at least one unit; unlike CREATE, ALTER accepts short ones. */
    void requirePositive() {
        Expression.Interval every = declared.every();
        if (every != null
                && stripParentheses(every.amount()) instanceof Expression.Number number
                && new BigInteger(number.text()).signum() == 0) {
            throw Refusal.analysis(declared.span(), CommonRule.NOT_POSITIVE, "The interval of REFRESH");
        }
    }

    void requireMinimumInterval() {
        Expression.Interval every = declared.every();
        if (every == null || !(stripParentheses(every.amount()) instanceof Expression.Number number)) {
            return;
        }
        BigInteger seconds = new BigInteger(number.text()).multiply(secondsPer(every.unit()));
        if (seconds.compareTo(MIN_SECONDS) < 0) {
            throw Refusal.execution(every.span(), MaterializedViewRule.REFRESH_INTERVAL_TOO_SHORT, seconds);
        }
    }

    private static BigInteger secondsPer(String unit) {
        return BigInteger.valueOf(
                switch (unit) {
                    case "DAY" -> 86_400;
                    case "HOUR" -> 3_600;
                    case "MINUTE" -> 60;
                    default -> 1;
                });
    }
}
