package dev.cairn.engine.materialized;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StorageVolumes;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.InsertProperties;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.DateText;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the properties of a new materialized view in the server's order; each remaining property must be a variable.
 */
public final class MaterializedProperties {

    private final ServerState server;
    private final ServerProfile profile;
    private final String database;
    private final MaterializedView view;
    private final Map<String, Property> declared = new LinkedHashMap<>();
    private final Map<String, Span> places = new HashMap<>();
    private final PlaceholderProperties later;
    private final Span at;
    private StoredProperties stored = StoredProperties.NONE;

    /** Takes the view without its properties. */
    MaterializedProperties(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span at) {
        this.server = server;
        this.profile = server.profile();
        this.database = database;
        this.view = view;
        this.at = at;
        this.later = PlaceholderProperties.takenFrom(declared, this.declared);
        declared.forEach(property -> places.put(property.name(), property.span()));
    }

    private @Nullable String take(String name) {
        later.ask(name);
        Property property = declared.remove(name);
        return property == null ? null : property.value();
    }

    private Span place(String name) {
        return places.getOrDefault(name, at);
    }

    private Refusal invalid(String name, RefusalRule rule, Object... arguments) {
        return Refusal.wrapped(place(name), ServerError.INVALID_PARAMETER, rule, arguments);
    }

    /** @param replicas the number of replicas of the base tables, which is the default */
    StoredProperties taken(int replicas) {
        takeMedium();
        takeReplicas(replicas);
        takeBloomFilters();
        takePartitions();
        takeRefreshing();
        takeRewriting();
        takeConstraints();
        takePlacement();
        takeStored("enable_query_rewrite", MaterializedProperty::rewriteSwitch);
        takeStored("transparent_mv_rewrite_mode", MaterializedProperty::transparency);
        takeStored("compression", property -> {});
        if (profile.sharedData()) {
            takeSharedData();
        }
        takeVariables();
        return stored;
    }

    private void takeMedium() {
        Map<String, String> about = new HashMap<>();
        for (String name : List.of(StorageMedium.MEDIUM, StorageMedium.COOLDOWN_TIME, StorageMedium.COOLDOWN_TTL)) {
            String value = take(name);
            if (value != null) {
                about.put(name, value);
            }
        }
        if (profile.sharedData()) {
            return;
        }
        try {
            StorageMedium.check(profile, about);
        } catch (InvalidValueException e) {
            throw invalid(StorageMedium.MEDIUM, e.rule(), e.arguments());
        }
        String medium = about.get(StorageMedium.MEDIUM);
        if (medium != null && StorageMedium.normal(medium).equals("SSD")) {
            String time = about.get(StorageMedium.COOLDOWN_TIME);
            stored = stored.with(StorageMedium.MEDIUM, "SSD")
                    .with(
                            StorageMedium.COOLDOWN_TIME,
                            time == null ? "9999-12-31 23:59:59" : DateText.dateTime(DateText.parse(time)));
        }
    }

    private void takeReplicas(int replicas) {
        String replicated = take("replicated_storage");
        stored = replicated == null
                ? stored.assuming("replicated_storage", "true")
                : stored.with("replicated_storage", Boolean.toString(Boolean.parseBoolean(replicated)));
        Span place = place(Replicas.PROPERTY);
        String number = take(Replicas.PROPERTY);
        if (number == null) {
            stored = stored.assuming(Replicas.PROPERTY, Integer.toString(replicas));
            return;
        }
        try {
            short parsed = Replicas.number(number);
            Replicas.check(profile, parsed, place);
            stored = stored.with(Replicas.PROPERTY, Short.toString(parsed));
        } catch (InvalidValueException e) {
            throw Refusal.analysis(place, e.rule(), e.arguments());
        }
    }

    private void takeBloomFilters() {
        String list = take(BloomFilterColumns.COLUMNS);
        String rate = take("bloom_filter_fpp");
        if (list == null || list.isEmpty()) {
            return;
        }
        try {
            stored = stored.with(BloomFilterColumns.COLUMNS, bloomFilters(view, list));
        } catch (InvalidValueException e) {
            throw invalid(BloomFilterColumns.COLUMNS, e.rule(), e.arguments());
        }
        if (rate != null) {
            BloomFilterColumns.parseRate(rate, place("bloom_filter_fpp"));
        }
    }

    public static String bloomFilters(MaterializedView view, String list) throws InvalidValueException {
        List<String> names = new ArrayList<>(BloomFilterColumns.parse(list, view.tableColumns(), KeyModel.DUPLICATE));
        names.sort(String.CASE_INSENSITIVE_ORDER);
        return String.join(", ", names);
    }

    private MaterializedProperty property(String name, String value) {
        return new MaterializedProperty(name, value, place(name));
    }

    private void takeStored(String name, Consumer<MaterializedProperty> check) {
        String value = take(name);
        if (value != null) {
            check.accept(property(name, value));
            stored = stored.with(name, value);
        }
    }

    private void takeNormal(String name, Function<MaterializedProperty, String> normal) {
        String value = take(name);
        if (value != null) {
            stored = stored.with(name, normal.apply(property(name, value)));
        }
    }

    private void requireDivided(String name, boolean met) {
        if (declared.containsKey(name) && !met) {
            throw invalid(name, MaterializedViewRule.ONLY_FOR_PARTITIONED, name);
        }
    }

    private void takePartitions() {
        boolean divided = view.division() != Division.UNPARTITIONED;
        takeNormal("mv_rewrite_staleness_second", MaterializedProperty::staleness);
        requireDivided("partition_ttl", divided);
        takeStored("partition_ttl", MaterializedProperty::checkPeriod);
        requireDivided("partition_retention_condition", divided);
        takeStored("partition_retention_condition", property -> property.checkRetention(view));
        String number = take("partition_ttl_number");
        if (number != null) {
            String normal =
                    property("partition_ttl_number", number).count("Partition TTL Number", "Partition TTL Number");
            if (view.division() != Division.RANGE) {
                throw invalid("partition_ttl_number", MaterializedViewRule.PARTITION_TTL_WITHOUT_RANGES);
            }
            stored = stored.with("partition_ttl_number", normal);
        }
    }

    private void takeRefreshing() {
        boolean divided = view.division() != Division.UNPARTITIONED;
        String limit = take("auto_refresh_partitions_limit");
        if (limit != null) {
            String normal = property("auto_refresh_partitions_limit", limit).refreshedPartitions(view);
            if (!divided) {
                throw invalid("auto_refresh_partitions_limit", MaterializedViewRule.REFRESH_LIMIT_WITHOUT_RANGES);
            }
            stored = stored.with("auto_refresh_partitions_limit", normal);
        }
        String number = take("partition_refresh_number");
        if (number != null) {
            String normal = property("partition_refresh_number", number)
                    .count("Partition Refresh Number", "Partition Refresh Number");
            if (!divided) {
                throw invalid("partition_refresh_number", MaterializedViewRule.REFRESH_NUMBER_WITHOUT_PARTITIONS);
            }
            stored = stored.with("partition_refresh_number", normal);
        }
        if (profile.atLeast(Version.V4_0)) {
            takeNormal("partition_refresh_strategy", MaterializedProperty::strategy);
        }
        if (profile.atLeast(Version.V4_1)) {
            takeNormal("refresh_mode", MaterializedProperty::refreshMode);
        }
        takeNormal("excluded_trigger_tables", property -> property.excludedTables(view));
        takeNormal("excluded_refresh_tables", property -> property.excludedTables(view));
        String group = take("resource_group");
        if (group != null) {
            if (!server.hasResourceGroup(group)) {
                throw invalid("resource_group", MaterializedViewRule.RESOURCE_GROUP_NOT_FOUND, group);
            }
            stored = stored.with("resource_group", group);
        }
    }

    private void takeRewriting() {
        takeNormal("force_external_table_query_rewrite", MaterializedProperty::externalRewrite);
        takeNormal("query_rewrite_consistency", MaterializedProperty::consistency);
    }

    /** Checks constraints while the view itself does not exist yet. */
    private void takeConstraints() {
        ResolvedTableName place = new ResolvedTableName(ResolvedTableName.INTERNAL_CATALOG, database, view.name(), at);
        String unique = take(UniqueConstraints.PROPERTY);
        if (unique != null) {
            stored = stored.with(
                    UniqueConstraints.PROPERTY, new MaterializedConstraints(server, place, null).unique(unique));
        }
        String foreign = take(ForeignKeys.PROPERTY);
        if (foreign != null) {
            stored = stored.with(
                    ForeignKeys.PROPERTY, new MaterializedConstraints(server, place, view).foreign(foreign));
        }
        takeStored("time_drift_constraint", property -> {});
    }

    private void takePlacement() {
        if (!profile.sharedData()) {
            Span place = place(LocationLabels.PROPERTY);
            String labels = take(LocationLabels.PROPERTY);
            if (labels == null && LocationLabels.assumed(profile) && !declared.containsKey(Colocation.PROPERTY)) {
                stored = stored.assuming(LocationLabels.PROPERTY, LocationLabels.ANYWHERE);
            }
            if (labels != null) {
                stored = stored.with(LocationLabels.PROPERTY, LocationLabels.normal(labels, profile, place));
            }
        }
        String group = take(Colocation.PROPERTY);
        if (group != null && !group.isEmpty()) {
            if (view.distribution() instanceof Distribution.Random) {
                throw invalid(Colocation.PROPERTY, MaterializedViewRule.COLOCATION_WITH_RANDOM_DISTRIBUTION);
            }
            stored = stored.with(Colocation.PROPERTY, group);
        }
    }

    private void takeSharedData() {
        takeVolume();
        takeOr("datacache.enable", "true");
        takeOr("enable_async_write_back", "false");
        takeOr(InsertProperties.WAREHOUSE, "default_warehouse");
        take("datacache.partition_duration");
    }

    private void takeVolume() {
        Span place = place(StorageVolumes.PROPERTY);
        String volume = take(StorageVolumes.PROPERTY);
        if (volume == null) {
            String assumed = server.catalog()
                    .database(database)
                    .map(StorageVolumes::assumed)
                    .orElse(ClusterResources.BUILTIN_VOLUME);
            stored = stored.assuming(StorageVolumes.PROPERTY, assumed);
            return;
        }
        StorageVolumes.check(profile, volume, place);
        stored = stored.with(StorageVolumes.PROPERTY, volume);
    }

    private void takeOr(String name, String otherwise) {
        String value = take(name);
        stored = value == null ? stored.assuming(name, otherwise) : stored.with(name, value);
    }

    private void takeVariables() {
        Map<String, String> left = new LinkedHashMap<>();
        declared.values().forEach(property -> left.put(property.name(), property.value()));
        stored = later.addedTo(stored, left);
        for (Map.Entry<String, String> entry : left.entrySet()) {
            if (!entry.getKey().startsWith(MaterializedProperty.SESSION)) {
                throw invalid(entry.getKey(), MaterializedViewRule.UNKNOWN_PROPERTIES, left);
            }
            String variable = entry.getKey().substring(MaterializedProperty.SESSION.length());
            RefreshVariables.check(profile, variable, entry.getValue(), place(entry.getKey()));
            stored = stored.with(entry.getKey(), entry.getValue());
        }
    }
}
