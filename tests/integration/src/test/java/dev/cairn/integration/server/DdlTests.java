package dev.cairn.integration.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that a frontend alone can answer, if its backends create tablets: they write and read no rows, start no job
 * that rewrites rows, and refresh no materialized view. They run once on each server.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(DdlTests.TAG)
@ClassTemplate
@ExtendWith(EachServer.class)
public @interface DdlTests {
    String TAG = "ddl";
}
