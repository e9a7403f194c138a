package dev.cairn.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Reads the properties of {@link CairnTest}. */
final class CairnTestContextBootstrapper extends SpringBootTestContextBootstrapper {
    @Override
    protected String @Nullable [] getProperties(Class<?> testClass) {
        CairnTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, CairnTest.class);
        return annotation == null ? null : annotation.properties();
    }
}
