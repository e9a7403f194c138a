package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets a property of a table or a materialized view. As an attribute of another annotation, it sets a property of the
 * object that the other annotation declares, such as an index, a partition or a rollup; in {@link Schema#properties},
 * it sets a default for all tables and materialized views of the schema.
 *
 * <pre>{@code
 * @Property(name = "replication_num", value = "${replication_num:3}")
 * }</pre>
 *
 * <pre>
 * PROPERTIES ("replication_num" = "${replication_num:3}")
 * </pre>
 *
 * A value can be a placeholder as a whole, <code>${name}</code> or <code>${name:default}</code>, which is resolved when
 * a migration runs; <code>$${</code> stands for the characters <code>${</code>. A property with a dedicated annotation,
 * such as {@link BloomFilter}, can be set either way, but not both.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Property.List.class)
public @interface Property {
    /** The name of the property, as the server defines it. */
    String name();

    /** The value, or a placeholder for the value. */
    String value();

    /** The container of repeated {@link Property} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The properties. */
        Property[] value();
    }
}
