package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A property of a table or materialized view. Properties that have an annotation of their own may be set either way.
 *
 * <pre>{@code
 * @Property(name = "replication_num", value = "${replication_num:3}")
 * }</pre>
 *
 * <pre>
 * PROPERTIES ("replication_num" = "${replication_num:3}")
 * </pre>
 *
 * A value may be a whole placeholder, <code>${name}</code> or <code>${name:default}</code>, which is resolved when a
 * migration runs; <code>$${</code> stands for <code>${</code>.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Properties.class)
public @interface Property {
    /** As the server calls it. */
    String name();

    /** Its value, or a placeholder. */
    String value();
}
