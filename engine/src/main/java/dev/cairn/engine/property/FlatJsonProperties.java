package dev.cairn.engine.property;

import static dev.cairn.engine.property.KnownProperty.FLAT_JSON_COLUMN_MAX;
import static dev.cairn.engine.property.KnownProperty.FLAT_JSON_ENABLE;
import static dev.cairn.engine.property.KnownProperty.FLAT_JSON_NULL_FACTOR;
import static dev.cairn.engine.property.KnownProperty.FLAT_JSON_SPARSITY_FACTOR;

import dev.cairn.catalog.Table;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;

/**
 * The properties {@code flat_json.*} of a table, which control how JSON is split into columns. They exist since 4.0.
 */
public record FlatJsonProperties(Table table) {
    private static final String DEFAULT_FACTOR = "0.3";
    private static final String DEFAULT_MAX_COLUMNS = "100";

    /**
     * Consumes the properties of a new table, and stores them. Undeclared properties are stored with their defaults if
     * flat JSON is enabled. A shared-data server checks the properties without storing them. For a server before 4.0,
     * which does not know the properties, they are not consumed. Refuses an invalid value, and any other property of
     * the family if flat JSON is not enabled.
     */
    public static void storeDeclared(ServerProfile profile, DeclaredTableProperties properties) {
        boolean hasNullFactor = properties.hasRemainingProperty(FLAT_JSON_NULL_FACTOR);
        boolean hasSparsityFactor = properties.hasRemainingProperty(FLAT_JSON_SPARSITY_FACTOR);
        boolean hasMaxColumns = properties.hasRemainingProperty(FLAT_JSON_COLUMN_MAX);
        boolean hasTuningProperty = hasNullFactor || hasSparsityFactor || hasMaxColumns;
        boolean isDeclared = properties.hasRemainingProperty(FLAT_JSON_ENABLE) || hasTuningProperty;
        if (!isDeclared || !profile.isAtLeast(Version.V4_0)) {
            return;
        }
        boolean isEnabled = properties.consumeBoolean(FLAT_JSON_ENABLE);
        if (!isEnabled && hasTuningProperty) {
            throw properties.createRefusal(
                    FLAT_JSON_ENABLE,
                    CommonRule.REQUIREMENT_MISSING,
                    "Each other property of flat_json",
                    "flat_json.enable = true");
        }
        String nullFactor = consumeFactor(properties, FLAT_JSON_NULL_FACTOR);
        String sparsityFactor = consumeFactor(properties, FLAT_JSON_SPARSITY_FACTOR);
        String maxColumns = Integer.toString(
                properties.consumeNumber(FLAT_JSON_COLUMN_MAX, Integer.valueOf(DEFAULT_MAX_COLUMNS), Integer::valueOf));
        if (profile.isSharedData()) {
            return;
        }
        properties.store(FLAT_JSON_ENABLE, Boolean.toString(isEnabled));
        if (isEnabled) {
            properties.storeOrDefault(FLAT_JSON_NULL_FACTOR, hasNullFactor ? nullFactor : null, nullFactor);
            properties.storeOrDefault(
                    FLAT_JSON_SPARSITY_FACTOR, hasSparsityFactor ? sparsityFactor : null, sparsityFactor);
            properties.storeOrDefault(FLAT_JSON_COLUMN_MAX, hasMaxColumns ? maxColumns : null, maxColumns);
        }
    }

    private static String consumeFactor(DeclaredTableProperties properties, KnownProperty property) {
        return Double.toString(properties.consumeNumber(property, Double.valueOf(DEFAULT_FACTOR), Double::valueOf));
    }

    /**
     * Returns the table with flat JSON enabled or disabled, and with defaults for the undeclared properties of the
     * family.
     */
    public Table withEnabled(boolean isEnabled) {
        return table.withProperties(table.properties()
                .withProperty(FLAT_JSON_ENABLE.propertyName(), Boolean.toString(isEnabled))
                .withAssumedValueIfAbsent(FLAT_JSON_NULL_FACTOR.propertyName(), DEFAULT_FACTOR)
                .withAssumedValueIfAbsent(FLAT_JSON_SPARSITY_FACTOR.propertyName(), DEFAULT_FACTOR)
                .withAssumedValueIfAbsent(FLAT_JSON_COLUMN_MAX.propertyName(), DEFAULT_MAX_COLUMNS));
    }
}
