package dev.cairn.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Creates the context of a test class that is annotated with {@link CairnTest}, and adds the properties of the
 * annotation.
 */
final class CairnTestContextBootstrapper extends SpringBootTestContextBootstrapper {
    @Override
    protected String @Nullable [] getProperties(Class<?> testClass) {
        CairnTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, CairnTest.class);
        return annotation == null ? null : annotation.properties();
    }
}
