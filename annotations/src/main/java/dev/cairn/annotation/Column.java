package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Overrides the name of a column, and sets its comment.
 *
 * <pre>{@code
 * @Column(name = "order", comment = "position in the list") int position
 * }</pre>
 *
 * <pre>
 * `order` int(11) NOT NULL COMMENT "position in the list"
 * </pre>
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Column {
    /**
     * The name of the column, or, in a record that is a STRUCT, the name of the field. Default: the component's
     * name in snake case: {@code visitDate} is {@code visit_date}.
     */
    String name() default "";

    /** The comment ({@code COMMENT "…"}). Default: none. */
    String comment() default "";
}
