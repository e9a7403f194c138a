package dev.cairn.spring;

import dev.cairn.MigratorOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one schema: its own settings, or else the shared ones. A URL of its own replaces a shared data
 * source, and the other way round.
 */
record EffectiveSchemaSettings(SchemaProperties own, SchemaProperties all) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

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
        return Objects.requireNonNullElse(ownOrShared(SchemaProperties::timeout), DEFAULT_TIMEOUT);
    }

    @Nullable
    String url() {
        return serverProperties().url();
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
        return serverProperties().dataSource();
    }

    private boolean hasServer() {
        return own.url() != null || own.dataSource() != null;
    }

    private SchemaProperties serverProperties() {
        return hasServer() ? own : all;
    }

    private <T> @Nullable T ownOrShared(Property<T> property) {
        T value = property.readFrom(own);
        return value == null ? property.readFrom(all) : value;
    }

    private interface Property<T> {
        @Nullable
        T readFrom(SchemaProperties properties);
    }

    /** Returns the options of the migrator of the schema. */
    MigratorOptions options() {
        return own.applyTo(all.applyTo(MigratorOptions.DEFAULT));
    }
}
