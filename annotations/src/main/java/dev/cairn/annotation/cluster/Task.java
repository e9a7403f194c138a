package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a task, a statement that the server runs repeatedly. {@link Schema#cluster} lists it.
 *
 * <pre>{@code
 * @Task(
 *         start = "2026-01-01 03:00:00",
 *         every = "1 DAY",
 *         statement = "INSERT OVERWRITE daily_sales SELECT day, sum(amount) FROM sale GROUP BY day",
 *         properties = @Property(name = "session.query_timeout", value = "7200"))
 * interface SumSales {}
 * }</pre>
 *
 * <pre>
 * SUBMIT TASK `sum_sales` SCHEDULE START("2026-01-01 03:00:00") EVERY(INTERVAL 1 DAY)
 * PROPERTIES ("session.query_timeout" = "7200")
 * AS INSERT OVERWRITE daily_sales SELECT day, sum(amount) FROM sale GROUP BY day
 * </pre>
 *
 * The statement is checked like a query of the schema, whose tables and views it may read and write. A migration that
 * changes a task drops it and submits it again, so the server then runs it as the user of the migration.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Task {
    /**
     * The name of the task, which is case-sensitive and unique in the cluster. Default: the name of the type in lower
     * case, with underscores between its words.
     */
    String name() default "";

    /**
     * The date and time of the first run, from which the others follow, in the time zone of the servers. Default: the
     * time at which the task is submitted.
     */
    String start() default "";

    /**
     * The interval between two runs: an integer and one of {@code SECOND}, {@code MINUTE}, {@code HOUR} and
     * {@code DAY}, at least 10 seconds.
     */
    String every();

    /** The statement that runs: INSERT, CREATE TABLE … AS SELECT or CACHE SELECT. */
    String statement();

    /**
     * The variables of the session in which the statement runs, such as {@code session.query_timeout}. Default: none.
     */
    Property[] properties() default {};
}
