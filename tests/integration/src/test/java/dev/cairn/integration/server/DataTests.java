package dev.cairn.integration.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that write rows, read them, or wait for jobs that do. They run once on each server. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag(DataTests.TAG)
@ClassTemplate
@ExtendWith(EachServer.class)
public @interface DataTests {
    String TAG = "data";
}
