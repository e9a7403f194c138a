package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.Replicas;
import dev.cairn.sql.ast.Distribution;
import java.util.List;

/** Properties of a new table about its buckets, and with which tables it shares their places. */
final class BucketProperties {
    private static final String BUCKET_SIZE = "bucket_size";
    private static final String MUTABLE = "mutable_bucket_num";

    private final ServerProfile profile;
    private final Distribution distribution;
    private final PropertyBag properties;

    BucketProperties(ServerProfile profile, TableDraft draft, Distribution distribution) {
        this.profile = profile;
        this.distribution = distribution;
        this.properties = draft.properties();
    }

    void take() {
        boolean random = distribution instanceof Distribution.Random;
        if (properties.has(BUCKET_SIZE)) {
            long size = properties.takeLong(BUCKET_SIZE, 0);
            if (size < 0) {
                throw properties.refusal(BUCKET_SIZE, "Illegal bucket size: " + size);
            }
            if (!random && profile.atLeast(Version.V4_0)) {
                throw properties.refusal(
                        BUCKET_SIZE,
                        "Setting bucket size is not allowed: only supported for tables with RANDOM "
                                + "distribution and when 'enable_automatic_bucket' is enabled.");
            }
            if (random) {
                properties.store(BUCKET_SIZE, Long.toString(size));
            }
        } else if (random) {
            properties.assume(BUCKET_SIZE, profile.atLeast(Version.V4_0) ? "1073741824" : "4294967296");
        }
        long mutable = properties.takeLong(MUTABLE, 0);
        if (mutable < 0) {
            throw properties.refusal(MUTABLE, "Illegal mutable bucket num: " + mutable);
        }
        if (mutable > 0) {
            properties.store(MUTABLE, Long.toString(mutable));
        }
    }

    /** The distribution with the number of buckets that a colocation group decides on. */
    Distribution joinGroup(Database database, List<Column> columns) {
        String group = properties.take(Colocation.PROPERTY);
        if (group == null || group.isEmpty()) {
            return distribution;
        }
        properties.store(Colocation.PROPERTY, group);
        return Colocation.joining(
                profile,
                database,
                group,
                columns,
                distribution,
                properties.stored(Replicas.PROPERTY),
                properties.at(Colocation.PROPERTY));
    }
}
