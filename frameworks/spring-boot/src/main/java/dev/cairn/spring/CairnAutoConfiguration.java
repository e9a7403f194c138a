package dev.cairn.spring;

import dev.cairn.Migrator;
import dev.cairn.data.Refresher;
import dev.cairn.upgrade.Progress;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Creates a {@link Migrator} and a {@link dev.cairn.data.Database} for each schema of the application, and beans of its
 * interfaces with queries. Upgrades the schemas before anything uses them, and refreshes materialized views on a
 * schedule.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnProperty(name = "cairn.enabled", matchIfMissing = true)
@EnableConfigurationProperties({CairnProperties.class, SchemaProperties.class})
@Import(SchemaBeanRegistrar.class)
public final class CairnAutoConfiguration {
    static final String CONNECTIONS_BEAN = "cairnConnections";
    static final String INITIALIZER_BEAN = "cairnInitializer";

    @Bean
    static SchemaSettingsResolver cairnSettings(SchemaProperties sharedProperties, CairnProperties cairnProperties) {
        return new SchemaSettingsResolver(sharedProperties, cairnProperties);
    }

    @Bean(CONNECTIONS_BEAN)
    static CairnConnections cairnConnections(
            SchemaSettingsResolver settingsResolver,
            BeanFactory beanFactory,
            ObjectProvider<CairnConnectionDetails> connectionDetails,
            @CairnDataSource ObjectProvider<DataSource> markedDataSource,
            ObjectProvider<DataSource> unqualifiedDataSource,
            ObjectProvider<MigratorCustomizer> migratorCustomizers,
            ObjectProvider<DatabaseCustomizer> databaseCustomizers,
            ObjectProvider<Consumer<Progress>> progressListeners) {
        return new CairnConnections(
                settingsResolver,
                new CairnConnections.Beans(
                        beanFactory,
                        connectionDetails,
                        markedDataSource,
                        unqualifiedDataSource,
                        new CairnConnections.CustomizingBeans(
                                migratorCustomizers, databaseCustomizers, progressListeners)));
    }

    /**
     * Creates the initializer after the bean that keeps the availability state. Listeners are notified in the order of
     * their creation, so the initializer can override the state that Spring Boot publishes.
     */
    @Bean(INITIALIZER_BEAN)
    static CairnInitializer cairnInitializer(
            ObjectProvider<Migrator> migrators,
            SchemaSettingsResolver settingsResolver,
            ApplicationContext context,
            ObjectProvider<ApplicationAvailability> availability) {
        availability.forEach(Objects::requireNonNull);
        return new CairnInitializer(migrators.orderedStream().toList(), settingsResolver, context);
    }

    @Bean
    static DatabaseDependencies cairnDatabaseDependencies() {
        return new DatabaseDependencies();
    }

    /**
     * Lets Spring Boot create the beans that use a DataSource after the upgrade. In Spring Boot 4, only its module for
     * JDBC has the class for this.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DatabaseInitializationDependencyConfigurer.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class DatabaseInitializationConfiguration {}

    @Bean
    @ConditionalOnMissingBean(Refresher.class)
    static RefresherFactory cairnRefresher(ObjectProvider<Refresher.Listener> listeners) {
        return new RefresherFactory(listeners);
    }

    @Bean
    static RefreshScheduler cairnRefreshSchedule(
            SchemaSettingsResolver settingsResolver, ListableBeanFactory beanFactory) {
        return new RefreshScheduler(settingsResolver, beanFactory);
    }
}
