package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the default value of a column: the value that the server stores where an INSERT does not set the column.
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
 *
 * Exactly one of {@link #value} and {@link #sql} must be set. The annotation excludes {@link AutoIncrement} and
 * {@link GeneratedAs}. Defaults of ARRAY, MAP and STRUCT columns require {@link #sql} and server version 4.0 or later.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Default {
    /**
     * The default as a string, which the server reads as a value of the column's type ({@code DEFAULT "…"}).
     * Default: none.
     */
    String value() default "";

    /** The default as SQL, as it follows the keyword DEFAULT. Default: none. */
    String sql() default "";
}
