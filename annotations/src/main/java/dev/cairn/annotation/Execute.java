package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a statement that changes data: INSERT, INSERT OVERWRITE, UPDATE, DELETE, TRUNCATE or REFRESH. The method is
 * abstract and belongs to an interface with {@link Queries}; it returns the number of rows that the server reports, as
 * {@code long} or {@code int}, or nothing. Parameters and optional parts are written as in {@link Query}.
 *
 * <pre>{@code
 * @Execute("DELETE FROM orders WHERE order_date < :day")
 * long purgeBefore(LocalDate day);
 * }</pre>
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Execute {
    /** The statement. */
    @Sql
    String value();

    /**
     * The reason why the statement is not checked, for a statement that uses syntax of a newer server. Default: the
     * statement is checked.
     */
    String unchecked() default "";
}
