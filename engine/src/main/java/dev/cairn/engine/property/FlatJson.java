package dev.cairn.engine.property;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;

/**
 * Takes the properties {@code flat_json.*} of a new table, which control how JSON is split into columns. They exist
 * since 4.0.
 */
public final class FlatJson {
    static final String ENABLE = "flat_json.enable";
    private static final String NULL_FACTOR = "flat_json.null.factor";
    private static final String SPARSITY = "flat_json.sparsity.factor";
    private static final String MOST_COLUMNS = "flat_json.column.max";

    private FlatJson() {}

    public static void take(ServerProfile profile, PropertyBag properties) {
        boolean details = properties.has(NULL_FACTOR) || properties.has(SPARSITY) || properties.has(MOST_COLUMNS);
        boolean said = properties.has(ENABLE) || details;
        if (!said || !profile.atLeast(Version.V4_0)) {
            return;
        }
        boolean enabled = properties.takeTruth(ENABLE, false);
        if (!enabled && details) {
            throw properties.refusal(ENABLE, "flat JSON configuration must be set after enabling flat JSON.");
        }
        boolean saidNull = properties.has(NULL_FACTOR);
        boolean saidSparsity = properties.has(SPARSITY);
        boolean saidMost = properties.has(MOST_COLUMNS);
        String nullFactor = Double.toString(properties.takeDouble(NULL_FACTOR, 0.3));
        String sparsity = Double.toString(properties.takeDouble(SPARSITY, 0.3));
        String most = Integer.toString(properties.takeInt(MOST_COLUMNS, 100));
        if (profile.sharedData()) {
            return;
        }
        properties.store(ENABLE, Boolean.toString(enabled));
        if (enabled) {
            properties.storeOrAssume(NULL_FACTOR, saidNull ? nullFactor : null, nullFactor);
            properties.storeOrAssume(SPARSITY, saidSparsity ? sparsity : null, sparsity);
            properties.storeOrAssume(MOST_COLUMNS, saidMost ? most : null, most);
        }
    }
}
