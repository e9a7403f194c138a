package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Suppresses warnings of the annotation processor and findings of {@code cairn lint} by their codes. The codes of
 * findings begin with {@code lint.}. Errors of the processor can't be suppressed.
 *
 * <p>On a component, the annotation applies to the warnings about this component; on a record, to the warnings about
 * the record and its components; on the root of a schema ({@link Schema}), to the warnings about the whole schema; and
 * on a method or an interface of queries ({@link Queries}), to the warnings about its statements.
 *
 * <pre>{@code
 * @Allow("unbounded-key")
 * }</pre>
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
public @interface Allow {
    /**
     * The codes of the warnings, as the messages show them in brackets. The code of a finding has the prefix
     * {@code lint.}, as in {@code lint.drops-data}.
     */
    String[] value();

    /** The reason why the warnings are accepted. Default: no reason. */
    String reason() default "";
}
