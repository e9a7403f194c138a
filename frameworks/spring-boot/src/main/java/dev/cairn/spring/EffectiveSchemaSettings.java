package dev.cairn.spring;

import dev.cairn.MigratorOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one schema: its own settings, or else the shared ones. A schema with a URL or a data source of its
 * own does not use the shared server: neither its URL or data source, nor its user and password. If no server is
 * shared, the shared user and password belong to the servers of all schemas.
 *
 * @param schemaProperties the settings of the schema itself
 * @param sharedProperties the settings that all schemas share
 */
record EffectiveSchemaSettings(SchemaProperties schemaProperties, SchemaProperties sharedProperties) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

    MigrationMode mode() {
        return Objects.requireNonNullElse(findValue(SchemaProperties::mode), MigrationMode.UPGRADE);
    }

    boolean isInBackground() {
        return Boolean.TRUE.equals(findValue(SchemaProperties::background));
    }

    /** Returns whether the schema is ready when the context has started. Otherwise, an event reports when it is. */
    boolean isReadyAtStart() {
        return !isInBackground() || mode() == MigrationMode.NONE;
    }

    Duration timeout() {
        return Objects.requireNonNullElse(findValue(SchemaProperties::timeout), DEFAULT_TIMEOUT);
    }

    @Nullable
    String url() {
        return serverProperties().url();
    }

    @Nullable
    String user() {
        return usesSharedLogin() ? findValue(SchemaProperties::user) : schemaProperties.user();
    }

    @Nullable
    String password() {
        return usesSharedLogin() ? findValue(SchemaProperties::password) : schemaProperties.password();
    }

    @Nullable
    String dataSource() {
        return serverProperties().dataSource();
    }

    private boolean usesSharedLogin() {
        return !hasOwnServer() || !hasServer(sharedProperties);
    }

    private boolean hasOwnServer() {
        return hasServer(schemaProperties);
    }

    private static boolean hasServer(SchemaProperties properties) {
        return properties.url() != null || properties.dataSource() != null;
    }

    private SchemaProperties serverProperties() {
        return hasOwnServer() ? schemaProperties : sharedProperties;
    }

    /** Returns the value of the schema itself, or else the shared one; null if neither is set. */
    private <T> @Nullable T findValue(PropertyReader<T> reader) {
        T value = reader.readFrom(schemaProperties);
        return value == null ? reader.readFrom(sharedProperties) : value;
    }

    private interface PropertyReader<T> {
        @Nullable
        T readFrom(SchemaProperties properties);
    }

    /**
     * Returns the options of the migrator of the schema. A shutdown of the process releases the ledger, because Spring's own
     * shutdown does not reach a migration that runs while the application starts.
     */
    MigratorOptions migratorOptions() {
        return schemaProperties.applyTo(sharedProperties.applyTo(MigratorOptions.DEFAULT.releaseOnShutdown(true)));
    }
}
