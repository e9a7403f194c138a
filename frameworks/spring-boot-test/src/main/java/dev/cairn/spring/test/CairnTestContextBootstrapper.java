package dev.cairn.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Creates the context of a test with {@link CairnTest}, with the properties of the annotation. */
final class CairnTestContextBootstrapper extends SpringBootTestContextBootstrapper {
    @Override
    protected String @Nullable [] getProperties(Class<?> testClass) {
        CairnTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, CairnTest.class);
        return annotation == null ? null : annotation.properties();
    }
}
