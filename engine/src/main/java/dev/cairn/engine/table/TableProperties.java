package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.partition.PartitionDraft;
import dev.cairn.engine.property.BinlogProperties;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.value.Crontab;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import java.util.List;
import java.util.Locale;

/**
 * The properties of a new table, taken in the server's order: checked, brought into their normal form and completed with
 * what the server assumes. A property that has no effect and is not shown is not kept.
 */
final class TableProperties {
    private static final String EVOLUTION = "fast_schema_evolution";
    private static final String OLD_EVOLUTION = "light_schema_change";
    private static final String REST = "base_compaction_forbidden_time_ranges";

    private final ServerState server;
    private final ServerProfile profile;
    private final ResolvedTableName place;
    private final TableDraft draft;
    private final List<Column> columns;
    private final PropertyBag properties;
    private final StorageProperties storage;

    /** @param columns without those that are hidden */
    TableProperties(ServerState server, ResolvedTableName place, TableDraft draft, List<Column> columns) {
        this.server = server;
        this.profile = server.profile();
        this.place = place;
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
        this.storage = new StorageProperties(profile, draft, columns);
    }

    /**
     * Up to where the server builds the rollups of the table.
     *
     * @return the distribution with the number of buckets that a colocation group decides on
     */
    Distribution takeFirst(Database database, Distribution distribution) {
        LakeProperties lake = new LakeProperties(profile, draft);
        lake.takeStorage(database);
        takeEvolution();
        lake.takeEvolution();
        IndexProperties indexes = new IndexProperties(draft, columns);
        indexes.takeBloomFilters();
        ReplicaProperties replicas = new ReplicaProperties(profile, draft, place.table(), columns);
        replicas.takeReplication();
        replicas.takeLabels();
        properties.take("in_memory");
        indexes.takePersistentIndex();
        lake.takeIndexType();
        lake.takeCompaction();
        indexes.takeCacheExpiry();
        BinlogProperties.take(profile, properties);
        FlatJson.take(profile, properties);
        BucketProperties buckets = new BucketProperties(profile, draft, distribution);
        buckets.take();
        takeLoading();
        takeCompactionRest();
        lake.takeBundling();
        replicas.takeWriting();
        storage.takeTabletType();
        lake.takeCacheDuration();
        storage.takeCooldown();
        if (draft.partitioning() instanceof PartitionDraft.None) {
            storage.takeMedium();
        }
        Distribution joined = buckets.joinGroup(database, columns);
        storage.takeStorageType();
        return joined;
    }

    StoredProperties takeRest(Distribution distribution) {
        storage.takeVersion();
        properties.take("storage_format");
        storage.takeCompression();
        PartitionLifecycleProperties upkeep = new PartitionLifecycleProperties(draft, place.table(), columns);
        upkeep.takeRetention();
        takeTimeout();
        takeConstraints();
        if (!(draft.partitioning() instanceof PartitionDraft.None)) {
            storage.takeMedium();
            upkeep.takeDynamicPartitioning(distribution);
        }
        properties.requireNoneLeft();
        return properties.properties();
    }

    private void takeEvolution() {
        String value = properties.look(EVOLUTION);
        String said = value == null ? properties.look(OLD_EVOLUTION) : value;
        properties.take(EVOLUTION);
        properties.take(OLD_EVOLUTION);
        if (said != null && !said.equalsIgnoreCase("true") && !said.equalsIgnoreCase("false")) {
            throw properties.refusal(EVOLUTION, "fast_schema_evolution must be `true` or `false`");
        }
        if (!profile.sharedData()) {
            properties.storeOrAssume(EVOLUTION, said == null ? null : said.toLowerCase(Locale.ROOT), "true");
        }
    }

    private void takeLoading() {
        if (properties.takeTruth("enable_load_profile", false)) {
            properties.store("enable_load_profile", "true");
        }
        if (!properties.takeTruth("enable_statistic_collect_on_first_load", true)) {
            properties.store("enable_statistic_collect_on_first_load", "false");
        }
    }

    private void takeCompactionRest() {
        String said = properties.take(REST);
        if (said == null || said.isEmpty()) {
            return;
        }
        if (draft.model() == KeyModel.PRIMARY || profile.sharedData()) {
            throw Refusal.analysis(
                    properties.at(REST), "Property " + REST + " not support primary keys table or cloud native table");
        }
        try {
            Crontab.check(said);
        } catch (InvalidValueException e) {
            throw properties.refusal(REST, e.problem());
        }
        properties.store(REST, said);
    }

    private void takeTimeout() {
        String name = "table_query_timeout";
        if (!profile.atLeast(Version.V4_0)) {
            return;
        }
        String said = properties.take(name);
        if (said == null) {
            return;
        }
        int seconds = properties.requireInt(said, name, "Property " + name + " must be a valid integer, got: " + said);
        if (seconds == -1) {
            return;
        }
        if (seconds <= 0) {
            throw properties.refusal(
                    name, "Property " + name + " must be greater than 0, or -1 to reset to default, got: " + said);
        }
        properties.store(name, Integer.toString(seconds));
    }

    private void takeConstraints() {
        String unique = properties.take(UniqueConstraints.PROPERTY);
        if (unique != null && !unique.isEmpty()) {
            properties.store(
                    UniqueConstraints.PROPERTY,
                    UniqueConstraints.text(UniqueConstraints.parse(
                            unique, place, ForeignKeys.byName(columns), properties.at(UniqueConstraints.PROPERTY))));
        }
        String foreign = properties.take(ForeignKeys.PROPERTY);
        if (foreign != null && !foreign.isEmpty()) {
            ForeignKeys keys =
                    new ForeignKeys(server, place, ForeignKeys.byName(columns), properties.at(ForeignKeys.PROPERTY));
            properties.store(ForeignKeys.PROPERTY, keys.normal(foreign));
        }
    }
}
