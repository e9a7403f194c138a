package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a Routine Load, which loads the messages of a topic into a table. {@link Schema#cluster} lists it.
 *
 * <pre>{@code
 * @RoutineLoad(
 *         table = Click.class,
 *         columns = {"id", "raw", "amount = raw * 100"},
 *         where = "id > 0",
 *         properties = @Property(name = "format", value = "json"),
 *         source = {
 *             @Property(name = "kafka_broker_list", value = "${kafka}"),
 *             @Property(name = "kafka_topic", value = "clicks"),
 *             @Property(name = "property.sasl.password", value = "${kafka_password}")
 *         })
 * interface LoadClicks {}
 * }</pre>
 *
 * <pre>
 * CREATE ROUTINE LOAD `load_clicks` ON `click` COLUMNS (id, raw, amount = raw * 100), WHERE id &gt; 0
 * PROPERTIES ("format" = "json") FROM KAFKA ("kafka_broker_list" = "${kafka}", "kafka_topic" = "clicks", …)
 * </pre>
 *
 * A migration that changes the table pauses the load before the change, and resumes it afterwards.
 * {@code kafka_partitions} and {@code kafka_offsets} define where a new load starts; they are not compared with an
 * existing load.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface RoutineLoad {
    /** The name of the load. Default: the name of the type in lower case, with underscores between its words. */
    String name() default "";

    /** The record of the table. */
    Class<?> table();

    /** The text between two columns of a message. Default: a tab. */
    String columnSeparator() default "";

    /** The text between two rows of a message. Default: a line break. */
    String rowSeparator() default "";

    /**
     * The columns of a message, in their order, and columns that are computed from them, such as
     * {@code "amount = raw * 100"}. Default: the columns of the table.
     */
    String[] columns() default {};

    /** The partitions into which rows are loaded. Default: all. */
    String[] partitions() default {};

    /**
     * The condition of the rows that are loaded. It refers to the columns of the table, after they are computed, rather
     * than to the fields of a message. Default: none.
     */
    String where() default "";

    /** The properties of the load, such as {@code desired_concurrent_number} and {@code format}. Default: none. */
    Property[] properties() default {};

    /** The kind of the source. Default: {@code KAFKA}. */
    Source from() default Source.KAFKA;

    /** The properties of the source, such as {@code kafka_broker_list} and {@code kafka_topic}. */
    Property[] source();

    /** The kinds of sources. */
    enum Source {
        /** Apache Kafka. */
        KAFKA,
        /**
         * Apache Pulsar. No server shows the columns of a load from Pulsar, so a change of the columns outside of
         * migrations is not detected.
         */
        PULSAR
    }
}
