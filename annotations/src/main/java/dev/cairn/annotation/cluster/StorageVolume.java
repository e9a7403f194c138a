package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a storage volume, a place in an object store for the rows of tables. {@link Schema#cluster} lists it.
 *
 * <pre>{@code
 * @StorageVolume(
 *         type = "S3",
 *         locations = "s3://acme-shop/starrocks/",
 *         properties = {
 *             @Property(name = "aws.s3.region", value = "eu-central-1"),
 *             @Property(name = "aws.s3.access_key", value = "${s3_access_key}"),
 *             @Property(name = "aws.s3.secret_key", value = "${s3_secret_key}")
 *         })
 * interface ShopVolume {}
 * }</pre>
 *
 * <pre>
 * CREATE STORAGE VOLUME `shop_volume` TYPE = S3 LOCATIONS = ('s3://acme-shop/starrocks/') PROPERTIES (…)
 * </pre>
 *
 * A secret must be a placeholder. Servers do not show secrets, so a change of the secret alone is not detected.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface StorageVolume {
    /** The name of the volume. Default: the name of the type in lower case, with underscores between its words. */
    String name() default "";

    /** The kind of the store: {@code S3}, {@code HDFS}, {@code AZBLOB}, {@code ADLS2} or {@code GS}. */
    String type();

    /** The addresses of directories in the store. */
    String[] locations();

    /** The comment. Default: none. */
    String comment() default "";

    /** The properties of the volume, such as the region and the keys of the store. Default: none. */
    Property[] properties() default {};
}
