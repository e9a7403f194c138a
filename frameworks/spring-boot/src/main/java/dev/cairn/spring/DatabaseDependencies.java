package dev.cairn.spring;

import dev.cairn.data.Database;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Makes each {@link Database} depend on {@link CairnInitializer}, so that it is created after the upgrade. It does not
 * depend on the initializers of other databases.
 */
final class DatabaseDependencies implements BeanFactoryPostProcessor {
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        for (String beanName : beanFactory.getBeanNamesForType(Database.class, true, false)) {
            if (beanFactory.containsBeanDefinition(beanName)) {
                BeanDefinition beanDefinition = beanFactory.getBeanDefinition(beanName);
                String[] declaredDependencies = beanDefinition.getDependsOn();
                Set<String> dependencies = new LinkedHashSet<>(
                        declaredDependencies == null ? Set.of() : Arrays.asList(declaredDependencies));
                dependencies.add(CairnAutoConfiguration.INITIALIZER_BEAN);
                beanDefinition.setDependsOn(dependencies.toArray(String[]::new));
            }
        }
    }
}
