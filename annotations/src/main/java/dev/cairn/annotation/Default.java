package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the column holds where a row does not say it: a text that is read as the column's type, or SQL.
 *
 * <pre>{@code
 * @Default("0") int quantity
 * @Default(sql = "CURRENT_TIMESTAMP") LocalDateTime created
 * @Default(sql = "(uuid())") @Varchar(36) String reference
 * @Default(sql = "[1, 2]") List<Integer> weights
 * }</pre>
 *
 * <pre>
 * `quantity` int(11) NOT NULL DEFAULT "0"
 * `created` datetime NULL DEFAULT CURRENT_TIMESTAMP
 * `reference` varchar(36) NULL DEFAULT (uuid())
 * `weights` array&lt;int(11)&gt; NULL DEFAULT [1,2]
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Default {
    /** {@code DEFAULT "…"}. */
    String value() default "";

    /** What stands behind DEFAULT, instead of a text. */
    String sql() default "";
}
