package dev.cairn.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.data.Database;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/**
 * Finds the server of each schema, and creates the {@link Migrator} and the {@link Database} of the schema. If the
 * server is known by a URL, the database gets a pool of connections, and the migrator opens its own connections.
 */
final class CairnConnections implements DisposableBean {
    // The names of the methods to which definitions of beans refer.
    static final String MIGRATOR_METHOD = "createMigrator";
    static final String DATABASE_METHOD = "createDatabase";

    private static final String HIKARI_CLASS = "com.zaxxer.hikari.HikariDataSource";
    private static final String MISSING_SERVER_REMEDY = "Set cairn.url, cairn.user and cairn.password; or %smark the"
            + " DataSource bean of StarRocks with @CairnDataSource, or set cairn.data-source to its name. To start without"
            + " Cairn, set cairn.enabled=false.";

    /** The remedy that works only if Spring Boot may create the only data source of the application. */
    private static final String SPRING_DATA_SOURCE_REMEDY = "add spring-boot-starter-jdbc and set"
            + " spring.datasource.url, spring.datasource.username and spring.datasource.password; or ";

    private final SchemaSettingsResolver settingsResolver;
    private final Beans beans;
    private final Map<String, DataSource> poolBySchemaName = new LinkedHashMap<>();

    /** The data sources of the application that schemas use, by the names of the schemas. */
    private final Map<String, DataSource> applicationDataSourceBySchemaName = new ConcurrentHashMap<>();

    CairnConnections(SchemaSettingsResolver settingsResolver, Beans beans) {
        this.settingsResolver = settingsResolver;
        this.beans = beans;
    }

    /**
     * The beans of the application that determine servers, migrators and databases.
     *
     * @param markedDataSource the data source with {@link CairnDataSource}
     * @param unqualifiedDataSource the data source that is injected without a qualifier
     */
    record Beans(
            BeanFactory beanFactory,
            ObjectProvider<CairnConnectionDetails> connectionDetails,
            ObjectProvider<DataSource> markedDataSource,
            ObjectProvider<DataSource> unqualifiedDataSource,
            CustomizingBeans customizingBeans) {}

    /** The beans with which the application customizes migrators and databases. */
    record CustomizingBeans(
            ObjectProvider<MigratorCustomizer> migratorCustomizers,
            ObjectProvider<DatabaseCustomizer> databaseCustomizers,
            ObjectProvider<Consumer<Progress>> progressListeners) {}

    /** Creates the migrator of a schema; see {@link #MIGRATOR_METHOD}. */
    Migrator createMigrator(SchemaDescriptor schema) {
        MigratorOptions options = settingsResolver.resolve(schema.name()).migratorOptions();
        Consumer<Progress> listener = progress -> beans.customizingBeans()
                .progressListeners()
                .orderedStream()
                .forEach(progressListener -> progressListener.accept(progress));
        options = options.listener(listener);
        for (MigratorCustomizer customizer :
                beans.customizingBeans().migratorCustomizers().orderedStream().toList()) {
            options = customizer.customize(schema, options);
        }
        ServerAddress address = findAddress(schema);
        return Migrator.of(schema, address == null ? resolveDataSource(schema) : address, options);
    }

    /** Creates the database of a schema; see {@link #DATABASE_METHOD}. */
    Database createDatabase(SchemaDescriptor schema) {
        Database database = Database.of(dataSource(schema)).schema(schema);
        for (DatabaseCustomizer customizer :
                beans.customizingBeans().databaseCustomizers().orderedStream().toList()) {
            database = customizer.customize(schema, database);
        }
        return database;
    }

    /** Returns the data source that the database of a schema uses. */
    DataSource dataSource(SchemaDescriptor schema) {
        ServerAddress address = findAddress(schema);
        if (address == null) {
            return resolveDataSource(schema);
        }
        synchronized (poolBySchemaName) {
            return poolBySchemaName.computeIfAbsent(schema.name(), name -> createPool(name, address));
        }
    }

    /** Returns a pool of connections; without HikariCP on the class path, the address itself, which does not pool. */
    private static DataSource createPool(String schemaName, ServerAddress address) {
        if (!ClassUtils.isPresent(HIKARI_CLASS, CairnConnections.class.getClassLoader())) {
            return address;
        }
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("cairn-" + schemaName);
        pool.setDataSource(address);
        return pool;
    }

    /**
     * Returns the address of a schema's server; null if neither a bean nor the properties contain a URL.
     *
     * @throws CairnConfigurationException if the URL is invalid, or if the schema also has a data source
     */
    private @Nullable ServerAddress findAddress(SchemaDescriptor schema) {
        CairnConnectionDetails details = beans.connectionDetails().getIfAvailable();
        if (details != null) {
            return createAddress(schema, details.getUrl(schema.name()), details.getUser(), details.getPassword());
        }
        EffectiveSchemaSettings schemaSettings = settingsResolver.resolve(schema.name());
        if (schemaSettings.url() == null) {
            return null;
        }
        if (schemaSettings.dataSource() != null) {
            throw new CairnConfigurationException(
                    "The schema " + schema.name() + " has both a URL ("
                            + createAddress(schema, schemaSettings.url(), null, null) + ") and a data source ("
                            + schemaSettings.dataSource() + ").",
                    "Set either cairn.url or cairn.data-source, or one of them below "
                            + SchemaSettingsResolver.formatPropertyPrefix(schema.name()) + ".");
        }
        return createAddress(schema, schemaSettings.url(), schemaSettings.user(), schemaSettings.password());
    }

    private static ServerAddress createAddress(
            SchemaDescriptor schema, String url, @Nullable String user, @Nullable String password) {
        ServerAddress address = parseAddress(schema, url);
        address = user == null ? address : address.withUser(user);
        return password == null ? address : address.withPassword(password);
    }

    private static ServerAddress parseAddress(SchemaDescriptor schema, String url) {
        try {
            return ServerAddress.parse(url);
        } catch (IllegalArgumentException failure) {
            throw new CairnConfigurationException(
                    "The URL of the schema " + schema.name() + " is invalid. " + failure.getMessage() + ".",
                    "Correct cairn.url, or " + SchemaSettingsResolver.formatPropertyPrefix(schema.name())
                            + ".url, or remove it to use a DataSource bean.");
        }
    }

    /** Returns the data source of the application for a schema. It is selected at the first call. */
    private DataSource resolveDataSource(SchemaDescriptor schema) {
        DataSource dataSource = applicationDataSourceBySchemaName.get(schema.name());
        if (dataSource == null) {
            dataSource = selectDataSource(schema);
            applicationDataSourceBySchemaName.put(schema.name(), dataSource);
        }
        return dataSource;
    }

    /**
     * Selects the data source that the properties name, otherwise the marked one, otherwise the primary one.
     *
     * @throws CairnConfigurationException if there is no such data source, or if the primary one connects to another
     *     product
     */
    private DataSource selectDataSource(SchemaDescriptor schema) {
        String beanName = settingsResolver.resolve(schema.name()).dataSource();
        if (beanName != null) {
            try {
                return beans.beanFactory().getBean(beanName, DataSource.class);
            } catch (NoSuchBeanDefinitionException ignored) {
                throw new CairnConfigurationException(
                        "There is no DataSource bean " + beanName + ", which the schema " + schema.name()
                                + " is to use.",
                        "Set cairn.data-source to the name of the DataSource bean of StarRocks.");
            }
        }
        DataSource markedDataSource = beans.markedDataSource().getIfUnique();
        if (markedDataSource != null) {
            return markedDataSource;
        }
        DataSource primaryDataSource = beans.unqualifiedDataSource().getIfUnique();
        if (primaryDataSource == null) {
            throw createMissingServerException(
                    "No DataSource bean is known to be the one of the schema " + schema.name() + ".");
        }
        Optional<DatabaseProduct> product = findProduct(primaryDataSource);
        if (product.isPresent() && !product.get().isStarRocks()) {
            throw createMissingServerException("The primary DataSource of the application is "
                    + product.get().name() + ", not StarRocks, and nothing else names the server of the schema "
                    + schema.name() + ".");
        }
        return primaryDataSource;
    }

    /**
     * Returns the exception for a schema without a server.
     *
     * @throws CairnConfigurationException if settings name a schema that does not exist: probably, they are meant for
     *     this one
     */
    private CairnConfigurationException createMissingServerException(String problem) {
        settingsResolver.requireKnownSchemas(beans.beanFactory().getBeanProvider(SchemaDescriptor.class).stream()
                .map(SchemaDescriptor::name)
                .collect(Collectors.toCollection(TreeSet::new)));
        boolean hasDataSource = beans.unqualifiedDataSource().stream().findAny().isPresent();
        return new CairnConfigurationException(
                problem, MISSING_SERVER_REMEDY.formatted(hasDataSource ? "" : SPRING_DATA_SOURCE_REMEDY));
    }

    /** Returns the product to which a data source connects; empty if it can't connect. */
    private static Optional<DatabaseProduct> findProduct(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return DatabaseProduct.of(connection);
        } catch (SQLException ignored) {
            return Optional.empty(); // the first use reports the error
        }
    }

    @Override
    public void destroy() throws Exception {
        synchronized (poolBySchemaName) {
            for (DataSource pool : poolBySchemaName.values()) {
                if (pool instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            }
            poolBySchemaName.clear();
        }
    }
}
