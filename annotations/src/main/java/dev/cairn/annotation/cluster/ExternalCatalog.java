package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an external catalog, through which queries read the tables of another system. {@link Schema#cluster} lists
 * it.
 *
 * <pre>{@code
 * @ExternalCatalog(
 *         type = "iceberg",
 *         comment = "The lake",
 *         properties = {
 *             @Property(name = "iceberg.catalog.type", value = "rest"),
 *             @Property(name = "iceberg.catalog.uri", value = "${lake_uri}")
 *         })
 * interface Lake {}
 * }</pre>
 *
 * <pre>
 * CREATE EXTERNAL CATALOG `lake` COMMENT "The lake"
 * PROPERTIES ("iceberg.catalog.type" = "rest", "iceberg.catalog.uri" = "${lake_uri}", "type" = "iceberg")
 * </pre>
 *
 * A secret must be a placeholder. Servers do not show secrets in full, so a changed secret is detected only if its
 * first or last characters differ.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface ExternalCatalog {
    /** The name of the catalog. Default: the name of the type in lower case, with underscores between its words. */
    String name() default "";

    /**
     * The kind of the other system: {@code hive}, {@code iceberg}, {@code deltalake}, {@code jdbc}, {@code es},
     * {@code paimon}, …
     */
    String type();

    /** The comment. Default: none. */
    String comment() default "";

    /** The properties of the catalog, such as the address of the other system. Default: none. */
    Property[] properties() default {};
}
