package dev.cairn.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one kind of servers that hold a schema, in {@link Schema#targets}. The schema and its migrations are checked
 * against the rules of each of its targets.
 */
@Target({})
@Retention(RetentionPolicy.CLASS)
public @interface ServerTarget {
    /** Sets the version of the servers: 3.5, 4.0 or 4.1. */
    String server();

    /** Sets the storage of the servers. Default: {@code SHARED_NOTHING}. */
    RunMode runMode() default RunMode.SHARED_NOTHING;
}
