package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When a materialized view is refreshed.
 *
 * <pre>{@code
 * @Refresh(mode = ASYNC, moment = DEFERRED, start = "2025-01-01 00:00:00", every = "1 DAY")
 * }</pre>
 *
 * <pre>
 * REFRESH DEFERRED ASYNC START("2025-01-01 00:00:00") EVERY(INTERVAL 1 DAY)
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Refresh {
    /** By whom. */
    RefreshMode mode();

    /** Whether a first time when it is created. */
    RefreshMoment moment() default RefreshMoment.UNSAID;

    /** {@code START("…")}: a date and time. */
    String start() default "";

    /** {@code EVERY(INTERVAL …)}: a number and a unit. */
    String every() default "";
}
