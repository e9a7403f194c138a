package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a view. Each component of the record is a column of its query.
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
 *
 * The query determines the types. A plain {@code String} or {@code BigDecimal} takes the size that the query gives; a
 * declared size, as in {@link Varchar} or {@link Decimal}, must be large enough for it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface View {
    /** The name of the view. Default: the record's name in snake case: {@code PageView} is {@code page_view}. */
    String name() default "";

    /**
     * The database of the view, which must belong to the same cluster. Default: the database that the connection has
     * selected.
     */
    String database() default "";

    /** The comment ({@code COMMENT "…"}). Default: none. */
    String comment() default "";

    /** The privileges that are checked when the view is read. Default: {@code NONE}. */
    Security security() default Security.NONE;

    /** The query as SQL. Cairn validates it against the tables and views of the schema. */
    @Sql
    String query();

    /** How the components are matched to the columns of the query. Default: {@code BY_NAME}. */
    ColumnMatch columns() default ColumnMatch.BY_NAME;

    /** The privileges that are checked when a view is read. */
    enum Security {
        /** Reading the view requires a privilege on the view, but no privileges on the tables in its query. */
        NONE,
        /** {@code SECURITY INVOKER}: reading the view also requires the privilege to read the tables in its query. */
        INVOKER
    }
}
