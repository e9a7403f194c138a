package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a query. The method is abstract and belongs to an interface with {@link Queries}.
 *
 * <pre>
 * &#64;Query("""
 *     SELECT city, count(*) AS orders, sum(amount) AS total
 *     FROM orders
 *     WHERE order_date &gt;= :from /&#42;? AND city IN (:cities) &#42;/
 *     GROUP BY city ORDER BY total DESC LIMIT :limit""")
 * List&lt;CitySales&gt; perCity(LocalDate from, &#64;Nullable List&lt;String&gt; cities, int limit);
 * </pre>
 *
 * <ul>
 *   <li>{@code :name} is a parameter of the method, and {@code :order.city} a component of a record. Values are always
 *       bound, never written into the text. A collection or an array expands in {@code IN (:names)}; an empty one makes
 *       {@code IN} false and {@code NOT IN} true.
 *   <li>A part in <code>/&#42;? … &#42;/</code> is sent only if all of its parameters are present: not null, and not an
 *       empty {@code Optional}.
 *   <li>{@code *} is replaced by the columns that the schema declares, so a column that is added later does not change
 *       the result.
 * </ul>
 *
 * The method returns {@code List<R>}, {@code Stream<R>} (which the caller must close), {@code Optional<R>}, {@code R}
 * (exactly one row), {@code @Nullable R} (null if there is no row), or {@code Map<K, V>} for two columns. {@code R} is
 * the type of a single column, or a record whose components are matched to the columns by name.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Query {
    /** The query. */
    @Sql
    String value();

    /**
     * The reason why the query is not checked, for a query that uses syntax of a newer server. The components of the
     * result are then matched by position, and their types are taken as declared. Default: the query is checked.
     */
    String unchecked() default "";
}
