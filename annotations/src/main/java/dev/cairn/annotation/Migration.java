package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A recorded migration of a schema, in the package that the schema says. {@code cairn record} writes it; from then on it is
 * source like any other, to be reviewed and edited until a database has run it.
 *
 * <pre>{@code
 * @Migration(
 *         schema = Shop.class,
 *         number = 3,
 *         after = "h1:4f1c09…",
 *         records = "r1:07b2…",
 *         upgrade = {"""
 *             ALTER TABLE `orders` ADD COLUMN `discount` decimal(10, 2) NULL COMMENT "…"
 *             """},
 *         downgrade = {"""
 *             ALTER TABLE `orders` DROP COLUMN `discount`
 *             """})
 * interface V0003AddDiscount {}
 * }</pre>
 *
 * One that needs code is a class, and implements {@code dev.cairn.schema.MigrationStep}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Migration {
    /** The root of the schema. */
    Class<?> schema();

    /** Its place in the chain, counted from 1 without gaps; its name begins with it. */
    int number();

    /** The hash of the migration before it; nothing for the first. */
    String after() default "";

    /**
     * A hash of what the records said when it was recorded. By it, an edit here that leads elsewhere, which is an error, is
     * told from a change of the records that nobody recorded yet. Nothing where it was written by hand: then both are pending
     * changes.
     */
    String records() default "";

    /**
     * What it does: one statement each, perhaps below markers.
     *
     * <pre>
     * -- destructive: drops the column note
     * -- rebuild: the key changes
     * -- repeatable
     * -- unread
     * -- grants: from orders to orders__cairn_new
     * -- grants: loss accepted
     * -- counter: from orders to orders__cairn_new
     * -- keeps: orders.note as varchar(80)
     * -- unfilled: orders.region
     * </pre>
     */
    String[] upgrade();

    /** What leads back: one statement each, in the order in which they are sent. */
    String[] downgrade() default {};

    /** Why nothing leads back, as in {@code "drops orders.note"}; where this is said, a downgrade beyond it is refused. */
    String irreversible() default "";

    /** What holds for its statements, each as {@code name=value}: {@code "insert_timeout=14400"}. */
    String[] session() default {};
}
