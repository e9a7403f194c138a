package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A view; each component of the record is a column of its query.
 *
 * <pre>{@code
 * @View(query = "SELECT id, name FROM account WHERE active", security = INVOKER)
 * public record ActiveAccount(long id, String name) {}
 * }</pre>
 *
 * <pre>
 * CREATE VIEW `active_account`
 * SECURITY INVOKER AS
 * SELECT id, name FROM account WHERE active
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface View {
    /** The view's name; the record's in snake case where nothing is said. */
    String name() default "";

    /** A database of the same cluster; the one that the connection has selected where nothing is said. */
    String database() default "";

    /** {@code COMMENT "…"}. */
    String comment() default "";

    /** With whose rights the view reads. */
    Security security() default Security.NONE;

    /** The SELECT. */
    String query();

    /** How the components find their columns in the query. */
    ColumnMatch columns() default ColumnMatch.BY_NAME;
}
