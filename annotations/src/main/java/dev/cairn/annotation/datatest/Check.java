package dev.cairn.annotation.datatest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a data test: each row of the object meets a condition. The server does not enforce the condition; {@code
 * cairn test} and {@code Migrator.dataTests()} find the rows that do not meet it.
 *
 * <pre>{@code
 * @Check("amount >= 0")
 * @Check("status IN ('NEW', 'PAID', 'SHIPPED')")
 * @Check(name = "paid orders have a date", value = "status <> 'PAID' OR paid_at IS NOT NULL")
 * }</pre>
 *
 * As in SQL, a row for which the condition is NULL passes the test: {@code @Check("amount >= 0")} accepts rows without
 * an amount, and {@code @Check("amount IS NOT NULL")} does not.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Check.List.class)
public @interface Check {
    /**
     * The condition as SQL, of type BOOLEAN, without aggregate functions. It refers to the columns of the object by
     * their SQL names.
     */
    String value();

    /** The name of the test, which is unique among the tests of the object. Default: the condition. */
    String name() default "";

    /** The container of repeated {@link Check} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The tests. */
        Check[] value();
    }
}
