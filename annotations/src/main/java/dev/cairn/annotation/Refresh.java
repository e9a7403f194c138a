package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares how a materialized view is refreshed. Without this annotation, a materialized view with a distribution is
 * refreshed manually, and one without a distribution is synchronous.
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
    /** Sets the trigger of the refreshes. */
    RefreshMode mode();

    /**
     * Sets whether the view is filled when it is created. Default: {@code UNSAID}, the default of the server, which
     * fills it at once.
     */
    RefreshMoment moment() default RefreshMoment.UNSAID;

    /**
     * Sets the date and time of the first scheduled refresh ({@code START("…")}). Requires {@link #every}. Default:
     * none.
     */
    String start() default "";

    /**
     * Sets the interval of scheduled refreshes ({@code EVERY(INTERVAL …)}): an integer and one of {@code SECOND},
     * {@code MINUTE}, {@code HOUR} and {@code DAY}, at least 60 seconds. Only for {@link RefreshMode#ASYNC}. Default:
     * none, so each change of the base tables triggers a refresh.
     */
    String every() default "";
}
