package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.BOOLEAN;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.DOUBLE;
import static dev.cairn.embedded.protocol.ResultColumnType.INT;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.state.DatabaseObject;
import java.util.Map;

/** {@code information_schema.partitions_meta}. */
final class PartitionTable {
    private final SessionSnapshot sight;

    PartitionTable(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder listing() {
        ResultBuilder listing = new ResultBuilder()
                .column("DB_NAME", varchar(64))
                .column("TABLE_NAME", varchar(64))
                .column("PARTITION_NAME", varchar(64))
                .column("PARTITION_ID", BIGINT)
                .column("COMPACT_VERSION", BIGINT)
                .column("VISIBLE_VERSION", BIGINT)
                .column("VISIBLE_VERSION_TIME", DATETIME)
                .column("NEXT_VERSION", BIGINT)
                .column("DATA_VERSION", BIGINT)
                .column("VERSION_EPOCH", BIGINT)
                .column("VERSION_TXN_TYPE", varchar(64))
                .column("PARTITION_KEY", varchar(64))
                .column("PARTITION_VALUE", varchar(64))
                .column("DISTRIBUTION_KEY", varchar(64))
                .column("BUCKETS", INT)
                .column("REPLICATION_NUM", INT)
                .column("STORAGE_MEDIUM", varchar(64))
                .column("COOLDOWN_TIME", DATETIME)
                .column("LAST_CONSISTENCY_CHECK_TIME", DATETIME)
                .column("IS_IN_MEMORY", BOOLEAN)
                .column("IS_TEMP", BOOLEAN)
                .column("DATA_SIZE", BIGINT)
                .column("ROW_COUNT", BIGINT)
                .column("ENABLE_DATACACHE", BOOLEAN)
                .column("AVG_CS", DOUBLE)
                .column("P50_CS", DOUBLE)
                .column("MAX_CS", DOUBLE)
                .column("STORAGE_PATH", varchar(64))
                .column("STORAGE_SIZE", BIGINT)
                .column("TABLET_BALANCED", BOOLEAN)
                .column("METADATA_SWITCH_VERSION", BIGINT);
        for (Map.Entry<String, Database> entry : sight.catalog().databases()) {
            for (DatabaseObject holding : sight.visible(entry.getValue())) {
                if (holding instanceof DatabaseObject.OfTable table) {
                    rows(listing, entry.getKey(), table.table());
                }
            }
        }
        return listing;
    }

    private void rows(ResultBuilder listing, String database, Table table) {
        PartitionListing partitions = new PartitionListing(sight, database, table);
        partitions.all(false).forEach(look -> row(listing, database, table, partitions, look));
        partitions.all(true).forEach(look -> row(listing, database, table, partitions, look));
    }

    private static void row(
            ResultBuilder listing,
            String database,
            Table table,
            PartitionListing partitions,
            PartitionListing.Look look) {
        listing.row(
                database,
                table.name(),
                look.name(),
                look.id(),
                0,
                1,
                partitions.visibleSince(),
                2,
                1,
                look.id(),
                "TXN_NORMAL",
                String.join(", ", partitions.keyColumns()),
                look.values(),
                partitions.distributionKey(),
                partitions.buckets(),
                partitions.replicas(look),
                "HDD",
                "9999-12-31 15:59:59",
                null,
                false,
                look.temporary(),
                0,
                0,
                false,
                0.0,
                0.0,
                0.0,
                "",
                0,
                true,
                0);
    }
}
