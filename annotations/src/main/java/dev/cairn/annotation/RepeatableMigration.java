package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a migration of a schema that runs again whenever its text changes: for grants to roles that the schema does
 * not declare, reference data and the like. The repeatable migrations of a schema run after the {@linkplain Migration
 * recorded migrations}, in the order of their names.
 *
 * <pre>{@code
 * @RepeatableMigration(
 *         schema = Shop.class,
 *         statements = {
 *             "GRANT SELECT ON ALL TABLES IN DATABASE ${database} TO ROLE 'auditor'",
 *             "INSERT INTO country VALUES ('DE', 'Germany'), ('FR', 'France')"
 *         })
 * interface AuditorsAndCountries {}
 * }</pre>
 *
 * The statements must be idempotent as a whole: a run that was interrupted begins again with the first statement. They
 * can't change the definitions of objects, or roles that recorded migrations create. The type is in the package
 * {@link Schema#migrations}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface RepeatableMigration {
    /** The root of the schema, the type with {@link Schema}. */
    Class<?> schema();

    /** The statements, in the order in which they are sent. Each element is one statement. */
    @Sql
    String[] statements();

    /**
     * Session variables for the statements, each as {@code name=value}: {@code "insert_timeout=14400"}. Default:
     * none.
     */
    String[] session() default {};
}
