package dev.cairn.spring;

import dev.cairn.schema.SchemaDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Registers the field of each generated schema class that holds its only object for reflection, so that
 * {@link ListedClasses} can read it in a native image.
 */
final class SchemaRuntimeHints implements BeanFactoryInitializationAotProcessor {
    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beanFactory) {
        // Reads only the types of beans, because no bean may be created ahead of time.
        List<Class<?>> schemaTypes = Arrays.stream(beanFactory.getBeanNamesForType(SchemaDescriptor.class, true, false))
                .<Class<?>>map(beanName -> Objects.requireNonNull(beanFactory.getType(beanName), beanName))
                .toList();
        return (context, generationCode) -> schemaTypes.forEach(schemaType -> context.getRuntimeHints()
                .reflection()
                .registerType(schemaType, hint -> hint.withField(ListedClasses.INSTANCE_FIELD)));
    }
}
