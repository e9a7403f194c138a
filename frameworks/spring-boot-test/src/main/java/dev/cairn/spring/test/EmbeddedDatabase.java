package dev.cairn.spring.test;

import dev.cairn.Migrator;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.CairnConnectionDetails;
import dev.cairn.spring.CairnDataSource;
import dev.cairn.spring.CairnInitializer;
import dev.cairn.spring.MigratorCustomizer;
import dev.cairn.spring.SchemaProperties;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The database of one application context, on the server that all contexts share. It is upgraded before the
 * application's own initializer runs. If an earlier context has upgraded a database in the same way, that database is
 * copied.
 */
final class EmbeddedDatabase implements CairnConnectionDetails, BeanPostProcessor, DisposableBean {
    private static final String URL_PROPERTY = "local.starrocks.url";

    private final EmbeddedTestServer testServer;
    private final FreshDatabase database;
    private final ConfigurableListableBeanFactory beanFactory;
    private final Environment environment;
    /** The name of a copy of the database after the start of the application; null before the first test. */
    private @Nullable String startCopyName;

    private EmbeddedDatabase(
            EmbeddedTestServer testServer, ConfigurableListableBeanFactory beanFactory, Environment environment) {
        this.testServer = testServer;
        this.database = testServer.createDatabase();
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    /**
     * Adds a database to a context that has not been refreshed. The property with the URL is named like Spring Boot's
     * {@code local.server.port}.
     */
    static void register(ConfigurableApplicationContext context) {
        ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
        EmbeddedDatabase embeddedDatabase =
                new EmbeddedDatabase(EmbeddedTestServer.ofThisJvm(), beanFactory, context.getEnvironment());
        RootBeanDefinition beanDefinition = new RootBeanDefinition(EmbeddedDatabase.class, () -> embeddedDatabase);
        ((BeanDefinitionRegistry) beanFactory).registerBeanDefinition("cairnEmbeddedDatabase", beanDefinition);
        beanFactory.registerSingleton("embeddedStarRocks", embeddedDatabase.database.server());
        beanFactory.registerSingleton("freshDatabase", embeddedDatabase.database);
        Map<String, Object> properties = Map.of(URL_PROPERTY, embeddedDatabase.database.jdbcUrl());
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("cairnEmbeddedDatabase", properties));
    }

    @Override
    public String getUrl(String schema) {
        return database.jdbcUrl();
    }

    @Override
    public String getUser() {
        return "root";
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }

    /**
     * Everything that determines the content of a database after its upgrade.
     *
     * @param settings the properties below {@code cairn}, such as placeholders
     * @param customizerNames the names of the beans that change the options of migrators
     */
    private record UpgradeKey(
            List<SchemaDescriptor> schemas, Map<String, Object> settings, List<String> customizerNames) {}

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof CairnInitializer) {
            List<Migrator> migrators =
                    beanFactory.getBeanProvider(Migrator.class).orderedStream().toList();
            UpgradeKey upgradeKey = new UpgradeKey(
                    migrators.stream().map(Migrator::schema).toList(),
                    Binder.get(environment)
                            .bind("cairn", Bindable.mapOf(String.class, Object.class))
                            .orElse(Map.of()),
                    List.of(beanFactory.getBeanNamesForType(MigratorCustomizer.class, true, false)));
            testServer.prepare(database, upgradeKey, () -> migrators.forEach(Migrator::upgrade));
        }
        return bean;
    }

    /** Replaces the data sources that the application has for StarRocks. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource && isStarRocksDataSource(beanName) ? database.dataSource() : bean;
    }

    private boolean isStarRocksDataSource(String beanName) {
        Binder binder = Binder.get(environment);
        Map<String, SchemaProperties> propertiesBySchemaName = binder.bind(
                        "cairn.schemas", Bindable.mapOf(String.class, SchemaProperties.class))
                .orElse(Map.of());
        return beanName.equals(environment.getProperty("cairn.data-source"))
                || propertiesBySchemaName.values().stream()
                        .anyMatch(schemaProperties -> beanName.equals(schemaProperties.dataSource()))
                || beanFactory.findAnnotationOnBean(beanName, CairnDataSource.class) != null;
    }

    /** Restores the state that the database had after the start of the application. The first call saves this state. */
    void reset() {
        if (startCopyName == null) {
            startCopyName = testServer.copy(database.name());
        } else {
            testServer.replace(database.name(), startCopyName);
        }
        database.server().log().clear();
    }

    /** Removes the faults of a test. */
    void clearFaults() {
        database.server().faults().clear();
    }

    @Override
    public void destroy() {
        database.server().dropDatabase(database.name());
        if (startCopyName != null) {
            database.server().dropDatabase(startCopyName);
        }
    }
}
