package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares rows of a small reference table. Changes of the rows are recorded in migrations like changes of the table,
 * as INSERT and DELETE, and the check for drift compares the rows of a database with the declared rows.
 *
 * <pre>{@code
 * @Table
 * @PrimaryKey("code")
 * @Seed(columns = {"code", "name"}, rows = {
 *     "'DE', 'Germany'",
 *     "'FR', 'France'"
 * })
 * public record Country(@Varchar(2) String code, @NotNull @Varchar(80) String name) {}
 * }</pre>
 *
 * Only a table with a {@link PrimaryKey} can have declared rows. The table may hold other rows, which do not change; a
 * declared row replaces an existing row with the same key.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Seed {
    /** The columns of the values by their SQL names: all columns of the table, except generated ones. */
    String[] columns();

    /**
     * The rows. Each is a list of SQL literals, one for each of the {@link #columns}: numbers, TRUE, FALSE,
     * NULL, and strings and dates in single quotes.
     */
    String[] rows();
}
