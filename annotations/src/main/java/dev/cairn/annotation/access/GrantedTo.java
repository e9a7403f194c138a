package dev.cairn.annotation.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Grants a {@link Role} to users and groups. Users differ from cluster to cluster and are not part of a schema, so they
 * are declared as placeholders, whose values are set for the migrator: the name of a user, or {@code name@host}. A
 * placeholder has exactly one value.
 *
 * <pre>{@code
 * @GrantedTo(value = {"${reporting_user}", "${dashboard_user:grafana}"}, groups = "analysts")
 * }</pre>
 *
 * Further grants of the role to other users and groups are not a difference from the declaration.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface GrantedTo {
    /** The users, each a placeholder ({@code GRANT role TO USER …}). Default: none. */
    String[] value() default {};

    /** The groups of an external directory, by name ({@code GRANT role TO EXTERNAL GROUP …}). Default: none. */
    String[] groups() default {};
}
