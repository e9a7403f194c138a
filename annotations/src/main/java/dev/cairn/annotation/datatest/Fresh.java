package dev.cairn.annotation.datatest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a data test: the newest row of the object is not too old. An object without rows fails the test. The server
 * determines the current time and the time zone.
 *
 * <pre>{@code
 * @Fresh(column = "day", within = "P2D")
 * @Fresh(column = "loaded_at", within = "PT6H")
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Fresh.List.class)
public @interface Fresh {
    /** The column with the time of a row, of type DATE or DATETIME. */
    String column();

    /**
     * The maximum age as an ISO 8601 duration: {@code P2D}, {@code P1M}, or for a column of type DATETIME also
     * {@code PT6H} and {@code P1DT12H}. A DATE is compared with the current date: {@code P1D} accepts rows of yesterday
     * and today.
     */
    String within();

    /**
     * The name of the test, which is unique among the tests of the object. Default: the column and the age, such as
     * {@code day within P2D}.
     */
    String name() default "";

    /** The container of repeated {@link Fresh} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The tests. */
        Fresh[] value();
    }
}
