package dev.cairn.engine.table;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.context.StorageVolumes;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.KeyModel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes the properties that only tables of a shared-data server have. */
final class LakeProperties {
    private static final String CACHE = "datacache.enable";
    static final String CACHE_DURATION = "datacache.partition_duration";
    private static final String WRITE_BACK = "enable_async_write_back";
    private static final String EVOLUTION = "cloud_native_fast_schema_evolution_v2";
    private static final String INDEX_TYPE = "persistent_index_type";
    private static final String COMPACTION = "compaction_strategy";
    private static final String PARALLEL = "lake_compaction_max_parallel";
    private static final String BUNDLING = "file_bundling";

    private final ServerProfile profile;
    private final PropertyBag properties;
    private final KeyModel model;

    LakeProperties(ServerProfile profile, TableDraft draft) {
        this.profile = profile;
        this.properties = draft.properties();
        this.model = draft.model();
    }

    void takeStorage(Database database) {
        String volume = properties.take(StorageVolumes.PROPERTY);
        if (!profile.sharedData()) {
            return;
        }
        if ("local".equals(volume)) {
            throw properties.refusal(StorageVolumes.PROPERTY, TableRule.NO_PERSISTENT_VOLUME);
        }
        String declared = volume == null || volume.isEmpty() ? null : volume;
        if (declared != null) {
            StorageVolumes.check(profile, declared, properties.at(StorageVolumes.PROPERTY));
        }
        properties.storeOrAssume(StorageVolumes.PROPERTY, declared, StorageVolumes.assumed(database));
        storeTruth(CACHE, true);
        String writeBack = properties.take(WRITE_BACK);
        if (Boolean.parseBoolean(writeBack)) {
            throw properties.refusal(WRITE_BACK, TableRule.ASYNC_WRITE_BACK_DISABLED);
        }
        properties.storeOrAssume(WRITE_BACK, writeBack == null ? null : "false", "false");
        FlatJson.take(profile, properties);
    }

    private void storeTruth(String name, boolean assumed) {
        String value = properties.take(name);
        properties.storeOrAssume(
                name, value == null ? null : Boolean.toString(Boolean.parseBoolean(value)), Boolean.toString(assumed));
    }

    void takeEvolution() {
        if (!profile.sharedData()) {
            return;
        }
        String value = properties.take(EVOLUTION);
        if (value != null && !value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw Refusal.analysis(
                    properties.at(EVOLUTION), ServerError.INVALID_VALUE, EVOLUTION, value, "'true' or 'false'");
        }
        properties.storeOrAssume(EVOLUTION, value == null ? null : value.toLowerCase(Locale.ROOT), "true");
    }

    void takeIndexType() {
        if (!profile.sharedData() || model != KeyModel.PRIMARY) {
            return;
        }
        String value = properties.take(INDEX_TYPE);
        if (value != null && !value.equalsIgnoreCase("LOCAL") && !value.equalsIgnoreCase("CLOUD_NATIVE")) {
            throw properties.refusal(INDEX_TYPE, TableRule.PERSISTENT_INDEX_TYPE, value);
        }
        properties.storeOrAssume(INDEX_TYPE, value == null ? null : value.toUpperCase(Locale.ROOT), "CLOUD_NATIVE");
    }

    void takeCompaction() {
        if (!profile.sharedData()) {
            return;
        }
        String strategy = properties.take(COMPACTION);
        if (strategy != null) {
            boolean realTime = strategy.equalsIgnoreCase("REAL_TIME");
            if (!realTime && !strategy.equalsIgnoreCase("DEFAULT")) {
                throw properties.refusal(COMPACTION, TableRule.COMPACTION_STRATEGY, strategy);
            }
            if (realTime && model != KeyModel.PRIMARY) {
                throw properties.refusal(COMPACTION, TableRule.COMPACTION_STRATEGY_WITHOUT_PRIMARY_KEY);
            }
            if (realTime) {
                properties.store(COMPACTION, "REAL_TIME");
            }
        }
        takeParallel(properties.take(PARALLEL));
    }

    private void takeParallel(@Nullable String value) {
        if (value == null) {
            return;
        }
        int most;
        try {
            most = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw properties.refusal(PARALLEL, TableRule.COMPACTION_PARALLEL_NOT_INTEGER, value);
        }
        if (most < 0) {
            throw properties.refusal(PARALLEL, TableRule.COMPACTION_PARALLEL_NEGATIVE, value);
        }
        if (most != 3) {
            properties.store(PARALLEL, Integer.toString(most));
        }
    }

    void takeBundling() {
        if (profile.sharedData()) {
            storeTruth(BUNDLING, true);
        } else if (profile.atLeast(Version.V4_0)) {
            properties.take(BUNDLING);
        }
    }

    void takeCacheDuration() {
        if (!profile.sharedData()) {
            return;
        }
        String value = properties.take(CACHE_DURATION);
        if (value == null) {
            return;
        }
        try {
            properties.store(CACHE_DURATION, Periods.normal(value));
        } catch (InvalidValueException e) {
            throw properties.refusal(CACHE_DURATION, e.rule(), e.arguments());
        }
    }
}
