package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An index, on the record, or on the component that is its only column.
 *
 * <pre>{@code
 * @Index(name = "by_city", columns = "city", using = BITMAP)
 * @Index(name = "words", columns = "note", using = GIN, properties = @Property(name = "parser", value = "english"))
 * }</pre>
 *
 * <pre>
 * INDEX by_city (`city`) USING BITMAP,
 * INDEX words (`note`) USING GIN("parser" = "english")
 * </pre>
 */
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
@Repeatable(Indexes.class)
public @interface Index {
    /** The index's name. */
    String name();

    /** Its column; on a component, that component where nothing is said. */
    String[] columns() default {};

    /** Its kind. */
    IndexKind using() default IndexKind.BITMAP;

    /** Options of its kind. */
    Property[] properties() default {};

    /** {@code COMMENT "…"}. */
    String comment() default "";
}
