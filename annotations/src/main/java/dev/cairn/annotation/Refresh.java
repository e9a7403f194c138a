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
    /** The trigger of the refreshes. */
    Mode mode();

    /**
     * Whether the view is filled when it is created. Default: {@code DEFAULT}, the default of the server, which
     * fills it at once.
     */
    Moment moment() default Moment.DEFAULT;

    /**
     * The date and time of the first scheduled refresh ({@code START("…")}). Requires {@link #every}. Default:
     * none.
     */
    String start() default "";

    /**
     * The interval of scheduled refreshes ({@code EVERY(INTERVAL …)}): an integer and one of {@code SECOND},
     * {@code MINUTE}, {@code HOUR} and {@code DAY}, at least 60 seconds. Only for {@link Mode#ASYNC}. Default:
     * none, so each change of the base tables triggers a refresh.
     */
    String every() default "";

    /** The trigger that refreshes a materialized view. */
    enum Mode {
        /** The schedule of {@link Refresh#every}; without a schedule, each change of the base tables. */
        ASYNC,
        /** Only the statement REFRESH MATERIALIZED VIEW. */
        MANUAL,
        /**
         * Like {@link #ASYNC} without a schedule, but only the changes are applied. Server versions 3.5 to 4.1 reject
         * it.
         */
        INCREMENTAL
    }

    /** Specifies whether a materialized view is filled as soon as it is created. */
    enum Moment {
        /** The default of the server: at once. */
        DEFAULT,
        /** {@code REFRESH IMMEDIATE}: at once. */
        IMMEDIATE,
        /** {@code REFRESH DEFERRED}: by the first refresh that is scheduled or requested. */
        DEFERRED,
        /**
         * The former name of {@link #DEFAULT}.
         *
         * @deprecated replaced by {@link #DEFAULT}, with the same meaning
         */
        @Deprecated(since = "0.2.0", forRemoval = false)
        UNSAID
    }
}
