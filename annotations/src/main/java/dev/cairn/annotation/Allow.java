package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Silences warnings, by their codes; errors can't be silenced.
 *
 * <pre>{@code
 * @Allow("unbounded-key")
 * }</pre>
 */
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Allow {
    /** Codes of warnings, as they are printed in brackets. */
    String[] value();
}
