package dev.cairn.spring;

import dev.cairn.schema.SchemaDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Tells native images that the only object of a generated schema class is read by reflection. */
final class SchemaHints implements BeanFactoryInitializationAotProcessor {
    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory factory) {
        List<Class<?>> schemas = Arrays.stream(factory.getBeanNamesForType(SchemaDescriptor.class, true, false))
                .<Class<?>>map(name -> Objects.requireNonNull(factory.getType(name), name))
                .toList();
        return (context, code) -> schemas.forEach(schema -> context.getRuntimeHints()
                .reflection()
                .registerType(schema, hint -> hint.withField(ListedClasses.OBJECT)));
    }
}
