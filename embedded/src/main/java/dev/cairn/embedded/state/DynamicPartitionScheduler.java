package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.DynamicPartitions;
import dev.cairn.engine.partition.ExpiredPartitions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates and drops the partitions of tables with dynamic partitioning. A server does this when it creates a table, and
 * then every ten minutes; here, it happens before the first statement about rows after the table or the minute has
 * changed. Every ten minutes, the scheduler also drops the partitions that {@code partition_ttl} and
 * {@code partition_live_number} limit, as a server does: until then, rows of old partitions can be read.
 */
final class DynamicPartitionScheduler {
    /** The time zone of the server, as its variable {@code system_time_zone} states it. */
    private static final ZoneId SERVER_ZONE = ZoneId.of("Etc/UTC");

    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);

    private Catalog updatedCatalog = Catalog.EMPTY;
    private Instant updatedMinute = Instant.MIN;
    /** The minute from which the next update drops expired partitions; {@link Instant#MAX} before the first update. */
    private Instant nextExpiryMinute = Instant.MAX;

    /**
     * A catalog in which all tables have their dynamic partitions.
     *
     * @param reducedTables the tables of which partitions were dropped
     */
    record CatalogUpdate(Catalog catalog, List<DatabaseObjectName> reducedTables) {}

    /** Updates the partitions of a catalog. If no partition changes, the update contains the same catalog object. */
    @SuppressWarnings("ReferenceEquality") // unchanged parts of the state are the same objects
    CatalogUpdate update(Catalog catalog, Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (catalog == updatedCatalog && minute.equals(updatedMinute)) {
            return new CatalogUpdate(catalog, List.of());
        }
        boolean dropsExpired = !minute.isBefore(nextExpiryMinute);
        if (dropsExpired || nextExpiryMinute.equals(Instant.MAX)) {
            nextExpiryMinute = minute.plus(EXPIRY_INTERVAL);
        }
        Catalog oldCatalog = minute.equals(updatedMinute) ? updatedCatalog : Catalog.EMPTY;
        List<DatabaseObjectName> reducedTables = new ArrayList<>();
        Catalog newCatalog = catalog;
        for (String databaseName : oldCatalog.databases().findChangedKeys(catalog.databases())) {
            Optional<Database> database = catalog.findDatabase(databaseName);
            if (database.isPresent()) {
                PersistentMap<Table> oldTables = oldCatalog
                        .findDatabase(databaseName)
                        .map(Database::tables)
                        .orElse(PersistentMap.empty());
                newCatalog = updateTables(newCatalog, database.get(), oldTables, now, dropsExpired, reducedTables);
            }
        }
        updatedCatalog = newCatalog;
        updatedMinute = minute;
        return new CatalogUpdate(newCatalog, reducedTables);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged table is the same object
    private static Catalog updateTables(
            Catalog catalog,
            Database database,
            PersistentMap<Table> oldTables,
            Instant now,
            boolean dropsExpired,
            List<DatabaseObjectName> reducedTables) {
        Database newDatabase = database;
        for (String tableName : oldTables.findChangedKeys(database.tables())) {
            Optional<Table> table = database.tables().get(tableName);
            if (table.isPresent()) {
                Table keptTable = dropsExpired
                        ? ExpiredPartitions.drop(table.get(), LocalDateTime.ofInstant(now, SERVER_ZONE))
                        : table.get();
                Table newTable = DynamicPartitions.withPartitionsAt(keptTable, now, SERVER_ZONE);
                if (newTable != table.get()) {
                    newDatabase = newDatabase.withTable(newTable);
                    if (!newTable.partitioning()
                            .partitions()
                            .containsAll(table.get().partitioning().partitions())) {
                        reducedTables.add(new DatabaseObjectName(database.name(), tableName));
                    }
                }
            }
        }
        return newDatabase == database ? catalog : catalog.withDatabase(newDatabase);
    }
}
