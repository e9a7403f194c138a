package dev.cairn.annotation.datatest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a data test: no two rows of the object have the same values in some columns. As in SQL, rows with NULL in
 * one of these columns are not compared.
 *
 * <pre>{@code
 * @Unique("email")
 * @Unique({"tenant_id", "order_number"})
 * }</pre>
 *
 * The key of a table with {@code @PrimaryKey}, {@code @UniqueKey} or {@code @AggregateKey} is unique without a test.
 * The property {@code unique_constraints} of a table declares this test, too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(Unique.List.class)
public @interface Unique {
    /** The columns whose values are unique together. */
    String[] value();

    /**
     * The name of the test, which is unique among the tests of the object. Default: {@code unique} and the columns,
     * such as {@code unique (tenant_id, order_number)}.
     */
    String name() default "";

    /** The container of repeated {@link Unique} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The tests. */
        Unique[] value();
    }
}
