package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The container of repeated {@link Variant} annotations. The compiler adds it; do not write it yourself. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Variants {
    /** Sets the variants. */
    Variant[] value();
}
