package dev.cairn.spring;

import dev.cairn.data.Database;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes each {@link Database} after {@link CairnInitializer}, but after no initializer of another database: an application may
 * have none, and a database needs none.
 */
final class DatabaseDependencies implements BeanFactoryPostProcessor {
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanNamesForType(Database.class, true, false)) {
            if (beans.containsBeanDefinition(name)) {
                BeanDefinition database = beans.getBeanDefinition(name);
                String[] before = database.getDependsOn();
                Set<String> dependencies = new LinkedHashSet<>(before == null ? Set.of() : Arrays.asList(before));
                dependencies.add(CairnAutoConfiguration.INITIALIZER);
                database.setDependsOn(dependencies.toArray(String[]::new));
            }
        }
    }
}
