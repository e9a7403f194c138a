package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a dictionary, which keeps columns of a table in the memory of each server for {@code dictionary_get}. {@link
 * Schema#cluster} lists it.
 *
 * <pre>{@code
 * @Dictionary(
 *         table = City.class,
 *         keys = "id",
 *         values = {"name", "country"},
 *         properties = @Property(name = "dictionary_refresh_interval", value = "600"))
 * interface CityNames {}
 * }</pre>
 *
 * <pre>
 * CREATE DICTIONARY `city_names` USING `city` (`id` KEY, `name` VALUE, `country` VALUE)
 * PROPERTIES ("dictionary_refresh_interval" = "600")
 * </pre>
 *
 * No statement alters a dictionary, so a migration that changes one drops it and creates it again. Servers do not show
 * the properties of a dictionary, so a difference in them is not detected.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Dictionary {
    /**
     * The name of the dictionary, which is case-sensitive and unique in the cluster. Default: the name of the type in
     * lower case, with underscores between its words.
     */
    String name() default "";

    /** The record of the table, which is in the database of the schema. */
    Class<?> table();

    /** The columns by which a row is found: booleans, numbers, VARCHAR, dates and times. */
    String[] keys();

    /** The columns that are returned: booleans, integers, VARCHAR, dates and times. */
    String[] values();

    /** The properties of the dictionary, such as {@code dictionary_refresh_interval} in seconds. Default: none. */
    Property[] properties() default {};
}
