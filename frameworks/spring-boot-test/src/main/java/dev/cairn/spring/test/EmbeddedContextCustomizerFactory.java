package dev.cairn.spring.test;

import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.DatabaseCustomizer;
import dev.cairn.spring.MigratorCustomizer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Prepares the application contexts of tests with {@link AutoConfigureEmbeddedStarRocks} or {@link CairnTest}. */
final class EmbeddedContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configAttributes) {
        return TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureEmbeddedStarRocks.class)
                ? new EmbeddedContextCustomizer(TestContextAnnotationUtils.hasAnnotation(testClass, CairnTest.class))
                : null;
    }

    /**
     * Adds the embedded database to a context. Tests with equal customizers may share a context.
     *
     * @param isSlice whether the context omits the components of the application
     */
    private record EmbeddedContextCustomizer(boolean isSlice) implements ContextCustomizer {
        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            EmbeddedDatabases.register(context);
            if (isSlice) {
                context.getBeanFactory().registerSingleton(SliceFilter.class.getName(), new SliceFilter());
            }
        }
    }

    /** Excludes the components that scanning finds, except schemas and the customizers of migrators and databases. */
    private static final class SliceFilter extends TypeExcludeFilter {
        private static final List<AssignableTypeFilter> INCLUDED_TYPE_FILTERS = List.of(
                new AssignableTypeFilter(MigratorCustomizer.class),
                new AssignableTypeFilter(DatabaseCustomizer.class),
                new AssignableTypeFilter(SchemaDescriptor.class));

        @Override
        public boolean match(MetadataReader typeReader, MetadataReaderFactory readerFactory) throws IOException {
            for (AssignableTypeFilter typeFilter : INCLUDED_TYPE_FILTERS) {
                if (typeFilter.match(typeReader, readerFactory)) {
                    return false;
                }
            }
            return true;
        }

        /** All filters of this class are equal. {@link TypeExcludeFilter} requires that its subclasses define this. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SliceFilter;
        }

        @Override
        public int hashCode() {
            return SliceFilter.class.hashCode();
        }
    }
}
