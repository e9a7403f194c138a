package dev.cairn.annotation;

import dev.cairn.annotation.access.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an interface whose methods run statements of the application. Each abstract method has {@link Query} or
 * {@link Execute}; default and static methods stay as they are. The statements are checked against the schema when they
 * are compiled, and a class that implements the interface is generated in the same package.
 *
 * <pre>{@code
 * @Queries(Shop.class)
 * public interface Sales {
 *     @Query("SELECT city, count(*) AS orders FROM orders WHERE order_date >= :from GROUP BY city")
 *     List<CitySales> perCity(LocalDate from);
 *
 *     record CitySales(String city, long orders) {}
 * }
 *
 * Sales sales = new SalesQueries(Database.of(dataSource));
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Queries {
    /** The root of the schema, a type with {@link Schema}, in this module or in another one. */
    Class<?> value();

    /**
     * The roles of the schema with which the statements run, each a type with {@link Role}. A statement that these
     * roles do not permit is an error. Default: none, so privileges are not checked.
     */
    Class<?>[] role() default {};
}
