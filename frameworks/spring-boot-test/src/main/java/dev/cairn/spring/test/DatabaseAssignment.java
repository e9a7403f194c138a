package dev.cairn.spring.test;

import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.CairnDataSource;
import dev.cairn.spring.SchemaProperties;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Decides which schemas of an application share a database in a test. Each schema has a separate database, unless the
 * configuration of the application gives several schemas the same URL or the same data source.
 */
final class DatabaseAssignment {
    private static final String URL_SETTING = "cairn.url";
    private static final String DATA_SOURCE_SETTING = "cairn.data-source";

    private final Environment environment;
    private final ListableBeanFactory beanFactory;

    DatabaseAssignment(Environment environment, ListableBeanFactory beanFactory) {
        this.environment = environment;
        this.beanFactory = beanFactory;
    }

    /**
     * Returns the schema after which the database of a schema is named: the first of the schemas that share the
     * database. Empty for the default database. It is the database of the schemas without a server of their own, or of
     * all schemas if they share one server.
     */
    Optional<String> findNamingSchemaName(String schemaName) {
        Optional<String> sharedServerKey = findSharedServerKey();
        SortedMap<String, String> firstSchemaNameByServerKey = new TreeMap<>();
        for (String name : schemaNames()) {
            firstSchemaNameByServerKey.putIfAbsent(createServerKey(name, sharedServerKey), name);
        }
        String serverKey = createServerKey(schemaName, sharedServerKey);
        return firstSchemaNameByServerKey.size() <= 1 || sharedServerKey.equals(Optional.of(serverKey))
                ? Optional.empty()
                : Optional.of(firstSchemaNameByServerKey.getOrDefault(serverKey, schemaName));
    }

    /** Returns whether the schemas of the application have several databases. */
    boolean hasSeveralDatabases() {
        return schemaNames().stream().map(this::findNamingSchemaName).distinct().count() > 1;
    }

    /** Returns the names of all schemas of the application. */
    SortedSet<String> schemaNames() {
        SortedSet<String> names = new TreeSet<>();
        beanFactory.getBeanProvider(SchemaDescriptor.class).forEach(schema -> names.add(schema.name()));
        return names;
    }

    /** Returns a text that is equal for schemas with the same server and database. */
    private String createServerKey(String schemaName, Optional<String> sharedServerKey) {
        SchemaProperties ownProperties = propertiesBySchemaName().get(schemaName);
        return Optional.ofNullable(ownProperties)
                .flatMap(schemaProperties -> findServerKey(schemaProperties.url(), schemaProperties.dataSource()))
                .or(() -> sharedServerKey)
                .orElse("schema " + schemaName);
    }

    /**
     * Returns the key of the server of the schemas without a server of their own; empty if the configuration names no
     * such server.
     */
    private Optional<String> findSharedServerKey() {
        return findServerKey(environment.getProperty(URL_SETTING), environment.getProperty(DATA_SOURCE_SETTING))
                .or(() -> hasDefaultDataSource() ? Optional.of("default") : Optional.empty());
    }

    /**
     * Returns whether a data source is marked, or the primary one has a driver that can connect to StarRocks. Its
     * server may be MySQL instead, but the configuration then names another server, because the application would not
     * start otherwise.
     */
    private boolean hasDefaultDataSource() {
        return environment.getProperty("spring.datasource.url", "").matches("jdbc:(mysql|mariadb|starrocks):.*")
                || beanFactory.getBeanNamesForAnnotation(CairnDataSource.class).length > 0;
    }

    private static Optional<String> findServerKey(@Nullable String url, @Nullable String dataSource) {
        if (url != null && !url.isBlank()) {
            return Optional.of("url " + normalizeUrl(url));
        }
        return dataSource == null || dataSource.isBlank() ? Optional.empty() : Optional.of("bean " + dataSource);
    }

    /** Returns a URL without its options and its user; the text itself if it is not the URL of a server. */
    private static String normalizeUrl(String url) {
        try {
            return ServerAddress.parse(url).toString();
        } catch (IllegalArgumentException ignored) {
            return url; // the URL is not used in a test
        }
    }

    /** Returns the schema whose own data source has this name; empty if no schema has it. */
    Optional<String> findSchemaNameByDataSource(String beanName) {
        return propertiesBySchemaName().entrySet().stream()
                .filter(propertiesEntry ->
                        beanName.equals(propertiesEntry.getValue().dataSource()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Returns whether a bean is the data source of the schemas without a server of their own. */
    boolean isSharedDataSource(String beanName) {
        return beanName.equals(environment.getProperty(DATA_SOURCE_SETTING))
                || beanFactory.findAnnotationOnBean(beanName, CairnDataSource.class) != null;
    }

    private Map<String, SchemaProperties> propertiesBySchemaName() {
        return Binder.get(environment)
                .bind("cairn.schemas", Bindable.mapOf(String.class, SchemaProperties.class))
                .orElse(Map.of());
    }
}
