package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A column's name and comment, where they are not what the component says.
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
    /** The column's name; the component's in snake case where nothing is said. In a STRUCT, the field's. */
    String name() default "";

    /** {@code COMMENT "…"}. */
    String comment() default "";
}
