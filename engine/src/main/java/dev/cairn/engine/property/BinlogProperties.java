package dev.cairn.engine.property;

import static dev.cairn.engine.property.KnownProperty.BINLOG_ENABLE;
import static dev.cairn.engine.property.KnownProperty.BINLOG_MAX_SIZE;
import static dev.cairn.engine.property.KnownProperty.BINLOG_TTL_SECOND;
import static dev.cairn.engine.property.KnownProperty.BINLOG_VERSION;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.profile.ServerProfile;

/** The properties {@code binlog_*} of a table. If one of them is declared, the others get their defaults. */
public final class BinlogProperties {
    static final long DEFAULT_TTL_SECONDS = 1800;
    static final long DEFAULT_MAX_SIZE = Long.MAX_VALUE;

    private BinlogProperties() {}

    /**
     * Consumes the properties of a new table, and stores them. A shared-data server checks the properties without
     * storing them.
     */
    public static void storeDeclared(ServerProfile profile, DeclaredTableProperties properties) {
        boolean declaresEnabled = properties.hasRemainingProperty(BINLOG_ENABLE);
        boolean declaresTtl = properties.hasRemainingProperty(BINLOG_TTL_SECOND);
        boolean declaresSize = properties.hasRemainingProperty(BINLOG_MAX_SIZE);
        if (!declaresEnabled && !declaresTtl && !declaresSize) {
            return;
        }
        String enabledText = Boolean.toString(Boolean.parseBoolean(properties.consume(BINLOG_ENABLE)));
        String ttlSeconds = Long.toString(properties.consumeLong(BINLOG_TTL_SECOND, DEFAULT_TTL_SECONDS));
        String maxSize = Long.toString(properties.consumeLong(BINLOG_MAX_SIZE, DEFAULT_MAX_SIZE));
        if (profile.isSharedData()) {
            return;
        }
        properties.storeOrDefault(BINLOG_ENABLE, declaresEnabled ? enabledText : null, enabledText);
        properties.storeOrDefault(BINLOG_TTL_SECOND, declaresTtl ? ttlSeconds : null, ttlSeconds);
        properties.storeOrDefault(BINLOG_MAX_SIZE, declaresSize ? maxSize : null, maxSize);
        properties.storeDefault(BINLOG_VERSION, "0");
    }

    /** Returns the properties with the defaults of those that are not set. */
    public static StoredProperties withDefaults(StoredProperties properties) {
        return properties
                .withAssumedValueIfAbsent(BINLOG_ENABLE.propertyName(), "false")
                .withAssumedValueIfAbsent(BINLOG_TTL_SECOND.propertyName(), Long.toString(DEFAULT_TTL_SECONDS))
                .withAssumedValueIfAbsent(BINLOG_MAX_SIZE.propertyName(), Long.toString(DEFAULT_MAX_SIZE));
    }
}
