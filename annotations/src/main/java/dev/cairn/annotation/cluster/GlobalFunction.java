package dev.cairn.annotation.cluster;

import dev.cairn.annotation.Property;
import dev.cairn.annotation.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a Java function in all databases. The annotated class implements it, and is listed in
 * {@link Schema#cluster}; queries can then call the function. The class and the attributes follow the rules of
 * {@link Function}.
 *
 * <pre>{@code
 * @GlobalFunction(file = "${functions_jar}")
 * public class MaskEmail {
 *     public String evaluate(String email) {
 *         return email == null ? null : email.replaceFirst("^[^@]*", "…");
 *     }
 * }
 * }</pre>
 *
 * <pre>
 * CREATE GLOBAL FUNCTION `mask_email`(STRING) RETURNS STRING
 * PROPERTIES ("file" = "${functions_jar}", "symbol" = "shop.MaskEmail", "type" = "StarrocksJar")
 * </pre>
 *
 * @see Function
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface GlobalFunction {
    /** The name of the function. Default: the name of the class in lower case, with underscores between its words. */
    String name() default "";

    /**
     * The URL of the JAR file, which the servers must be able to read: a placeholder, because it differs between
     * clusters.
     */
    String file();

    /**
     * The types of the arguments, which the Java types must match. Default: the types that follow from the Java types.
     */
    String[] arguments() default {};

    /**
     * The type of the result, which the Java type must match, such as {@code VARCHAR(20)}. Default: the type that
     * follows from the Java type.
     */
    String returns() default "";

    /**
     * {@code shared} for one instance, and one set of static variables, in all calls. Default: an instance for each
     * call.
     */
    String isolation() default "";

    /** The MD5 checksum of the JAR file. Default: no check. */
    String md5() default "";

    /**
     * The binary name of a class of another project. {@link #returns} must then be set, and {@link #arguments} if the
     * function has parameters. Default: the annotated class.
     */
    String symbol() default "";

    /**
     * {@code AGGREGATE} or {@code TABLE} for a class of another project. Default: scalar, or the kind that follows from
     * the methods of the annotated class.
     */
    String variant() default "";

    /** Other properties. Default: none. */
    Property[] properties() default {};
}
