package dev.cairn.spring;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of Cairn that do not belong to one schema, and the settings of single schemas.
 *
 * @param enabled Whether the auto-configuration of Cairn is active.
 * @param transactionWarnings Whether a transactional method is reported whose transaction has no effect on StarRocks.
 * @param schemas Settings of single schemas by their names, such as cairn.schemas.shop.mode. A setting that a schema
 *     omits has its value below cairn.
 * @param refresh Materialized views and snapshot tables that the application refreshes, by their names, as in
 *     cairn.refresh.leaderboard.every=10m.
 */
@ConfigurationProperties("cairn")
record CairnProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean transactionWarnings,
        @Nullable Map<String, SchemaProperties> schemas,
        @Nullable Map<String, RefreshProperties> refresh) {

    /**
     * When a materialized view or a snapshot table is refreshed.
     *
     * @param every Time between the end of a refresh and the beginning of the next one. The first one begins when the
     *     schema is ready.
     * @param schema Name of the schema. Needed only if several schemas have an object with this name.
     */
    public record RefreshProperties(
            @Nullable Duration every, @Nullable String schema) {}

    Map<String, SchemaProperties> propertiesBySchemaName() {
        return Objects.requireNonNullElse(schemas, Map.of());
    }

    Map<String, RefreshProperties> refreshPropertiesByName() {
        return Objects.requireNonNullElse(refresh, Map.of());
    }
}
