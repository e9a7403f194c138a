package dev.cairn.annotation.datatest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a data test: each row refers to an existing row of another object. As in SQL, rows with NULL in one of the
 * referring columns do not refer to a row, and pass.
 *
 * <pre>{@code
 * @References(column = "account_id", value = Account.class)
 * @References(column = {"tenant_id", "code"}, value = Product.class, to = {"tenant_id", "product_code"})
 * }</pre>
 *
 * The property {@code foreign_key_constraints} of a table declares this test, too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(References.List.class)
public @interface References {
    /** The record of the object that the rows refer to. It belongs to the same schema. */
    Class<?> value();

    /** The referring columns of this object. */
    String[] column();

    /** The columns of the other object, in the same order. Default: its {@code @PrimaryKey} or {@code @UniqueKey}. */
    String[] to() default {};

    /**
     * The name of the test, which is unique among the tests of the object. Default: the columns and the other object,
     * such as {@code account_id references account (id)}.
     */
    String name() default "";

    /** The container of repeated {@link References} annotations. The compiler adds it; do not write it yourself. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** The tests. */
        References[] value();
    }
}
