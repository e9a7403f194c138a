package dev.cairn.annotation.access;

import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a role of the server. Its privileges are its {@link Grant} annotations. {@link Schema#roles} lists the roles
 * of a schema.
 *
 * <pre>{@code
 * @Role(comment = "Reads what the dashboards show")
 * @Grant(value = SELECT, on = {DailySales.class, ActiveAccount.class})
 * @GrantedTo("${reporting_user}")
 * interface Analyst {}
 *
 * @Role(includes = Analyst.class)
 * @Grant(value = {SELECT, INSERT}, onAll = TABLES)
 * interface Loader {}
 * }</pre>
 *
 * <pre>
 * CREATE ROLE `analyst` COMMENT "Reads what the dashboards show"
 * CREATE ROLE `loader`
 * GRANT SELECT ON MATERIALIZED VIEW `daily_sales` TO ROLE `analyst`
 * GRANT SELECT ON VIEW `active_account` TO ROLE `analyst`
 * GRANT SELECT, INSERT ON ALL TABLES IN DATABASE ${database} TO ROLE `loader`
 * GRANT `analyst` TO ROLE `loader`
 * GRANT `analyst` TO USER ${reporting_user}
 * </pre>
 *
 * The declaration of a role is complete: a further privilege of the role, on an object of the schema or of the
 * cluster, is a difference from the declaration. Roles that are not declared are never changed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Role {
    /**
     * The name of the role. It may contain placeholders, such as {@code ${database}_analyst}: {@code ${database}} is
     * the database in which a migration runs. Default: the name of the type in lower case, with underscores between its
     * words.
     */
    String name() default "";

    /** The comment ({@code COMMENT "…"}). Default: none. */
    String comment() default "";

    /**
     * The roles whose privileges the role inherits ({@code GRANT … TO ROLE …}), each a type with {@link Role}. Default:
     * none.
     */
    Class<?>[] includes() default {};

    /**
     * The names of further roles whose privileges the role inherits: built-in roles, such as {@code db_admin}, and
     * roles of other schemas. Default: none.
     */
    String[] includesNamed() default {};

    /**
     * Whether several schemas, or several databases with this schema, use the role ({@code CREATE ROLE IF NOT EXISTS}).
     * A shared role is created if it does not exist, and is never dropped; only its privileges on objects of this
     * schema's databases are compared. Default: false, so an upgrade stops if the role exists and has more than is
     * declared.
     */
    boolean shared() default false;
}
