package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a recorded migration of a schema. {@code cairn record} writes it into the package {@link Schema#migrations};
 * from then on it is a source file like any other, which can be reviewed, and edited until a database has run it.
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
 * A migration that needs code is a class that implements {@code dev.cairn.upgrade.MigrationStep}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Migration {
    /** The root of the schema, the type with {@link Schema}. */
    Class<?> schema();

    /**
     * The position in the chain of migrations, counted from 1 without gaps. The name of the type begins with it:
     * {@code V0003…}.
     */
    int number();

    /** The hash of the previous migration. Default: empty, for the first migration. */
    String after() default "";

    /**
     * Makes this migration a checkpoint, which creates the schema that results from the migrations up to the same
     * number, and replaces these migrations. The value is the hash of the last replaced migration; {@code cairn
     * checkpoint} writes it. A database that has run this migration or later ones continues with the next one; an empty
     * database starts here; any other database needs the {@linkplain #release() release} with the replaced migrations
     * first. Default: empty, for an ordinary migration.
     */
    String checkpoint() default "";

    /**
     * The release of the application that still contains the migrations that a {@link #checkpoint} replaces, such as
     * {@code "shop 2.7"}. Messages about a database that needs this release first contain the name. Default: empty.
     */
    String release() default "";

    /**
     * The hash of the records at the time of recording. If the migrations do not lead to what the records declare
     * and the records still have this hash, then the migration was edited, which is an error. If the records have
     * another hash, then they have pending changes. Default: empty, for a migration that was written by hand; each
     * difference is then a pending change.
     */
    String records() default "";

    /**
     * The statements of the upgrade, in the order in which they are sent. Each element is one statement, and the marker
     * lines above the statement are part of its element. Markers are allowed in {@link #downgrade}, too:
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
     * -- keeps: SECURITY INVOKER
     * -- unfilled: orders.region
     * </pre>
     *
     * <ul>
     * <li>{@code destructive}: the statement destroys data.
     * <li>{@code rebuild}: the statement begins the rebuild of an object that can't be altered.
     * <li>{@code repeatable}: the statement may be sent again if it is unknown whether it ran.
     * <li>{@code unread}: only a newer server can parse the statement, so Cairn does not validate it.
     * <li>{@code grants: from … to …}, an element without a statement: the new object gets the grants of the old one.
     * <li>{@code grants: loss accepted}: the migration continues even if the grants can't be read and are therefore
     *     lost.
     * <li>{@code counter}, an element without a statement: the new table continues the AUTO_INCREMENT counter of the
     *     old one.
     * <li>{@code keeps}, an element without a statement: the downgrade leaves this column with its wider type.
     * <li>{@code keeps: SECURITY …}: the replaced view keeps its SECURITY, which CREATE OR REPLACE VIEW does not
     *     change.
     * <li>{@code unfilled}: this NOT NULL column gets no values, so the statement fails if the table has rows.
     * </ul>
     */
    @Sql
    String[] upgrade();

    /**
     * The statements that revert the upgrade, in the order in which they are sent. Each element is one statement.
     * Default: none.
     */
    @Sql
    String[] downgrade() default {};

    /**
     * The reason why the downgrade does not restore everything, such as {@code "drops orders.note"}. A downgrade then
     * requires consent to the loss of data; without {@link #downgrade} statements it is rejected. Default: empty, which
     * requires that the downgrade leads back to the schema before the migration.
     */
    String irreversible() default "";

    /**
     * Session variables for the migration, each as {@code name=value}: {@code "insert_timeout=14400"}. Default:
     * none.
     */
    String[] session() default {};
}
