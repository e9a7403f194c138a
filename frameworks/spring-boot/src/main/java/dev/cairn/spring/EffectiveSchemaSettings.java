package dev.cairn.spring;

import dev.cairn.MigratorOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one schema: its own, and those of all schemas where they are not set. A URL and a data source replace each
 * other.
 */
record EffectiveSchemaSettings(SchemaProperties own, SchemaProperties all) {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    MigrationMode mode() {
        return Objects.requireNonNullElse(ownOrShared(SchemaProperties::mode), MigrationMode.UPGRADE);
    }

    boolean isInBackground() {
        return Boolean.TRUE.equals(ownOrShared(SchemaProperties::background));
    }

    /** Returns whether the schema is ready when the context has started; otherwise an event reports that later. */
    boolean isReadyAtStart() {
        return !isInBackground() || mode() == MigrationMode.NONE;
    }

    Duration timeout() {
        return Objects.requireNonNullElse(ownOrShared(SchemaProperties::timeout), TIMEOUT);
    }

    @Nullable
    String url() {
        return ofServer().url();
    }

    @Nullable
    String user() {
        return hasServer() ? own.user() : ownOrShared(SchemaProperties::user);
    }

    @Nullable
    String password() {
        return hasServer() ? own.password() : ownOrShared(SchemaProperties::password);
    }

    @Nullable
    String dataSource() {
        return ofServer().dataSource();
    }

    private boolean hasServer() {
        return own.url() != null || own.dataSource() != null;
    }

    private SchemaProperties ofServer() {
        return hasServer() ? own : all;
    }

    private <T> @Nullable T ownOrShared(Property<T> property) {
        T value = property.of(own);
        return value == null ? property.of(all) : value;
    }

    private interface Property<T> {
        @Nullable
        T of(SchemaProperties properties);
    }

    /** Returns the options of the migrator of the schema. */
    MigratorOptions options() {
        return own.applyTo(all.applyTo(MigratorOptions.DEFAULT));
    }
}
