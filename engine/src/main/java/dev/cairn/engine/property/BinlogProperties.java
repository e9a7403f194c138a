package dev.cairn.engine.property;

import dev.cairn.catalog.ServerProfile;

/** The properties {@code binlog_*} of a new table: one that is said brings the others along. */
public final class BinlogProperties {
    private static final String ENABLE = "binlog_enable";
    private static final String SECONDS = "binlog_ttl_second";
    private static final String SIZE = "binlog_max_size";

    private BinlogProperties() {}

    public static void take(ServerProfile profile, PropertyBag properties) {
        boolean saidOn = properties.has(ENABLE);
        boolean saidSeconds = properties.has(SECONDS);
        boolean saidSize = properties.has(SIZE);
        if (!saidOn && !saidSeconds && !saidSize) {
            return;
        }
        String on = Boolean.toString(properties.takeTruth(ENABLE, false));
        String seconds = Long.toString(properties.takeLong(SECONDS, 1800));
        String size = Long.toString(properties.takeLong(SIZE, Long.MAX_VALUE));
        if (profile.sharedData()) {
            return;
        }
        properties.storeOrAssume(ENABLE, saidOn ? on : null, on);
        properties.storeOrAssume(SECONDS, saidSeconds ? seconds : null, seconds);
        properties.storeOrAssume(SIZE, saidSize ? size : null, size);
        properties.assume("binlog_version", "0");
    }
}
