package dev.cairn.spring.test;

import dev.cairn.Migrator;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.CairnConnectionDetails;
import dev.cairn.spring.CairnInitializer;
import dev.cairn.spring.MigratorCustomizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * The databases of one application context, on the server that all contexts share. They replace the servers of the
 * application's configuration, and are upgraded before the application's own initializer runs. If an earlier context
 * has upgraded a database in the same way, that database is copied instead.
 */
final class EmbeddedDatabases implements CairnConnectionDetails, BeanPostProcessor, DisposableBean {
    private static final String URL_PROPERTY = "local.starrocks.url";
    private static final String BEAN_NAME = "cairnEmbeddedDatabases";

    private final EmbeddedTestServer testServer;
    private final EmbeddedDatabase defaultDatabase;
    private final DatabaseAssignment assignment;
    private final ConfigurableListableBeanFactory beanFactory;
    private final Environment environment;

    /** The databases other than the default one, by the schemas that name them. */
    private final Map<String, EmbeddedDatabase> separateDatabaseBySchemaName = new LinkedHashMap<>();

    private EmbeddedDatabases(
            EmbeddedTestServer testServer, ConfigurableListableBeanFactory beanFactory, Environment environment) {
        this.testServer = testServer;
        this.defaultDatabase = new EmbeddedDatabase(testServer);
        this.assignment = new DatabaseAssignment(environment, beanFactory);
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    /**
     * Adds the databases to a context, which must not have been refreshed. Tests can inject the server and the
     * databases, and the property {@code local.starrocks.url} is the URL of the default database; its name resembles
     * Spring Boot's {@code local.server.port}.
     */
    static void register(ConfigurableApplicationContext context) {
        ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
        EmbeddedDatabases databases =
                new EmbeddedDatabases(EmbeddedTestServer.ofThisJvm(), beanFactory, context.getEnvironment());
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
        registry.registerBeanDefinition(BEAN_NAME, new RootBeanDefinition(EmbeddedDatabases.class, () -> databases));
        RootBeanDefinition onlyDatabaseDefinition = createDefinition(databases::requireOnlyDatabase);
        onlyDatabaseDefinition.setPrimary(true);
        registry.registerBeanDefinition("freshDatabase", onlyDatabaseDefinition);
        beanFactory.registerSingleton("embeddedStarRocks", databases.embeddedServer());
        context.addBeanFactoryPostProcessor(factory -> databases.registerQualifiedDatabases(registry));
        Map<String, Object> properties =
                Map.of(URL_PROPERTY, databases.defaultDatabase.database().jdbcUrl());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(BEAN_NAME, properties));
    }

    /** Registers a database for each migrator with a qualifier, to be injected with the same qualifier. */
    private void registerQualifiedDatabases(BeanDefinitionRegistry registry) {
        for (String migratorBeanName : beanFactory.getBeanNamesForType(Migrator.class, true, false)) {
            if (beanFactory.containsBeanDefinition(migratorBeanName)
                    && beanFactory.getBeanDefinition(migratorBeanName)
                            instanceof AbstractBeanDefinition migratorDefinition
                    && migratorDefinition.getQualifier(Qualifier.class.getName()) != null) {
                RootBeanDefinition definition = createDefinition(() ->
                        resolveDatabase(resolveSchemaName(migratorBeanName)).database());
                definition.copyQualifiersFrom(migratorDefinition);
                definition.setDefaultCandidate(false);
                registry.registerBeanDefinition(
                        StringUtils.delete(migratorBeanName, "Migrator") + "FreshDatabase", definition);
            }
        }
    }

    private static RootBeanDefinition createDefinition(Supplier<FreshDatabase> databaseSupplier) {
        RootBeanDefinition definition = new RootBeanDefinition(FreshDatabase.class, databaseSupplier);
        definition.setLazyInit(true);
        return definition;
    }

    private String resolveSchemaName(String migratorBeanName) {
        return beanFactory.getBean(migratorBeanName, Migrator.class).schema().name();
    }

    /**
     * Returns the only database, for an injection without a qualifier.
     *
     * @throws IllegalStateException if the schemas have several databases
     */
    private FreshDatabase requireOnlyDatabase() {
        if (assignment.hasSeveralDatabases()) {
            String schemaNames = String.join(", ", assignment.schemaNames());
            throw new IllegalStateException("The schemas " + schemaNames + " have several databases. Select one by the"
                    + " qualifier of its Database, such as @Qualifier(\""
                    + assignment.schemaNames().last()
                    + "\") FreshDatabase.");
        }
        return defaultDatabase.database();
    }

    private EmbeddedStarRocks embeddedServer() {
        return defaultDatabase.database().server();
    }

    /** Returns the database of a schema. The first call for a separate database creates it. */
    private synchronized EmbeddedDatabase resolveDatabase(String schemaName) {
        Optional<String> namingSchemaName = assignment.findNamingSchemaName(schemaName);
        return namingSchemaName.isEmpty()
                ? defaultDatabase
                : separateDatabaseBySchemaName.computeIfAbsent(
                        namingSchemaName.get(), name -> new EmbeddedDatabase(testServer));
    }

    @Override
    public String getUrl(String schema) {
        return resolveDatabase(schema).database().jdbcUrl();
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
     * The facts that determine the content of a database after its upgrade.
     *
     * @param settings the properties below {@code cairn}, such as placeholders
     * @param customizerNames the names of the beans that change the options of migrators
     */
    private record UpgradeKey(
            List<SchemaDescriptor> schemas, Map<String, Object> settings, List<String> customizerNames) {}

    /** Upgrades all databases before the application's initializer runs, regardless of {@code cairn.mode}. */
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof CairnInitializer) {
            Map<EmbeddedDatabase, List<Migrator>> migratorsByDatabase = beanFactory
                    .getBeanProvider(Migrator.class)
                    .orderedStream()
                    .collect(Collectors.groupingBy(
                            migrator -> resolveDatabase(migrator.schema().name()),
                            LinkedHashMap::new,
                            Collectors.toList()));
            migratorsByDatabase.forEach(this::upgrade);
        }
        return bean;
    }

    private void upgrade(EmbeddedDatabase database, List<Migrator> migrators) {
        UpgradeKey upgradeKey = new UpgradeKey(
                migrators.stream().map(Migrator::schema).toList(),
                Binder.get(environment)
                        .bind("cairn", Bindable.mapOf(String.class, Object.class))
                        .orElse(Map.of()),
                List.of(beanFactory.getBeanNamesForType(MigratorCustomizer.class, true, false)));
        testServer.prepare(database.database(), upgradeKey, () -> migrators.forEach(Migrator::upgrade));
    }

    /** Replaces the data sources that the application has for StarRocks. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof DataSource)) {
            return bean;
        }
        Optional<String> schemaName = assignment.findSchemaNameByDataSource(name);
        if (schemaName.isPresent()) {
            return resolveDatabase(schemaName.get()).database().dataSource();
        }
        return assignment.isSharedDataSource(name) ? defaultDatabase.database().dataSource() : bean;
    }

    /** Resets the databases to their states after the start of the application, and empties the log of the server. */
    synchronized void reset() {
        defaultDatabase.reset();
        separateDatabaseBySchemaName.values().forEach(EmbeddedDatabase::reset);
        embeddedServer().log().clear();
    }

    /** Removes the faults of a test. */
    void clearFaults() {
        embeddedServer().faults().clear();
    }

    @Override
    public synchronized void destroy() {
        defaultDatabase.drop();
        separateDatabaseBySchemaName.values().forEach(EmbeddedDatabase::drop);
    }
}
