package dev.cairn.engine.materialized;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.property.StorageVolumes;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.DateText;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the properties of a materialized view that a statement creates or alters, in the server's order; each remaining
 * property must be a variable.
 */
public final class MaterializedProperties {
    /** The time of a cooldown that never happens. */
    private static final String NEVER = "9999-12-31 23:59:59";

    private static final Pattern FOREIGN = Pattern.compile(
            "\\s*([\\w.:-]*)\\s*(\\([\\w\\s,]+\\)\\s+REFERENCES\\s+.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final ServerState server;
    private final ServerProfile profile;
    private final String database;
    private final MaterializedView view;
    private final DeclaredMaterializedProperties declared;
    private final Span at;
    private StoredProperties stored;

    /** Takes a new view without its properties. */
    MaterializedProperties(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span at) {
        this.server = server;
        this.profile = server.profile();
        this.database = database;
        this.view = view;
        this.at = at;
        this.declared = new DeclaredMaterializedProperties(declared, at);
        this.stored = view.properties();
    }

    /** @param replicas the number of replicas of the base tables, which is the default */
    StoredProperties taken(int replicas) {
        for (KnownProperty property : KnownProperty.ofViews()) {
            PropertyUse use = property.use(Holder.MATERIALIZED_VIEW).orElseThrow();
            if (use.isKnown(profile)) {
                take(property, use, replicas);
            }
        }
        StoredProperties all = declared.addedTo(
                stored, profile, (name, left) -> invalid(name, MaterializedViewRule.UNKNOWN_PROPERTIES, left));
        return profile.sharedData() && KnownProperty.STORAGE_MEDIUM.isIn(all) ? withoutObjectStore(all) : all;
    }

    /** A server before 4.0 prints nothing about an object store for a view with a storage medium, whatever is declared. */
    private static StoredProperties withoutObjectStore(StoredProperties properties) {
        return properties
                .without(KnownProperty.DATACACHE_ENABLE.text())
                .without(KnownProperty.ENABLE_ASYNC_WRITE_BACK.text())
                .without(KnownProperty.STORAGE_VOLUME.text());
    }

    /** Takes a property; a property that was taken together with an earlier one is absent by then. */
    private void take(KnownProperty property, PropertyUse use, int replicas) {
        boolean partitioned = view.division() != Division.UNPARTITIONED;
        switch (property) {
            case STORAGE_MEDIUM -> takeMedium();
            case REPLICATION_NUM -> takeReplicas(replicas);
            case BLOOM_FILTER_COLUMNS -> takeBloomFilters();
            case PARTITION_TTL -> {
                requireIfDeclared(property, partitioned);
                take(property, use);
            }
            case PARTITION_RETENTION_CONDITION -> {
                requireIfDeclared(property, partitioned);
                PropertyValue condition = declared.look(property);
                if (condition != null) {
                    PartitionCondition.checkRetention(view, condition.text(), condition.at());
                }
                take(property, use);
            }
            case PARTITION_TTL_NUMBER -> {
                if (take(property, use) && view.division() != Division.RANGE) {
                    throw invalid(property.text(), MaterializedViewRule.PARTITION_TTL_WITHOUT_RANGES);
                }
            }
            case AUTO_REFRESH_PARTITIONS_LIMIT -> {
                if (declared.has(property)) {
                    requireRefresh(view, declared.at(property.text()));
                }
                if (take(property, use) && !partitioned) {
                    throw invalid(property.text(), MaterializedViewRule.REFRESH_LIMIT_WITHOUT_RANGES);
                }
            }
            case PARTITION_REFRESH_NUMBER -> {
                if (take(property, use) && !partitioned) {
                    throw invalid(property.text(), MaterializedViewRule.REFRESH_NUMBER_WITHOUT_PARTITIONS);
                }
            }
            case EXCLUDED_TRIGGER_TABLES, EXCLUDED_REFRESH_TABLES -> {
                PropertyValue tables = declared.take(property);
                if (tables != null) {
                    store(property, excludedTables(view, tables));
                }
            }
            case RESOURCE_GROUP -> {
                PropertyValue group = declared.look(property);
                if (group != null && !server.hasResourceGroup(group.text())) {
                    throw invalid(property.text(), MaterializedViewRule.RESOURCE_GROUP_NOT_FOUND, group.text());
                }
                take(property, use);
            }
            case UNIQUE_CONSTRAINTS -> {
                PropertyValue constraints = takeConstraints(property);
                if (constraints != null) {
                    store(property, unique(constraints.text(), false));
                }
            }
            case FOREIGN_KEY_CONSTRAINTS -> {
                PropertyValue constraints = takeConstraints(property);
                if (constraints != null) {
                    store(property, foreign(constraints.text()));
                }
            }
            case LABELS_LOCATION -> takeLabels();
            case COLOCATE_WITH -> takeGroup();
            case STORAGE_VOLUME -> takeVolume();
            case ENABLE_ASYNC_WRITE_BACK -> takeWriteBack(property, use);
            case WAREHOUSE -> takeWarehouse(property, use);
            case DATACACHE_PARTITION_DURATION -> takeDuration(property);
            default -> take(property, use);
        }
    }

    /** Takes a property whose value depends on nothing else; returns whether it is declared. */
    private boolean take(KnownProperty property, PropertyUse use) {
        PropertyValue value = declared.take(property);
        if (!use.isStored(profile)) {
            return value != null;
        }
        String assumed = use.assumed();
        if (value != null) {
            store(property, use.created(profile, value));
        } else if (assumed != null) {
            assume(property, assumed);
        }
        return value != null;
    }

    private void store(KnownProperty property, String value) {
        stored = stored.with(property.text(), value);
    }

    private void assume(KnownProperty property, String value) {
        stored = stored.assuming(property.text(), value);
    }

    private Refusal invalid(String name, RefusalRule rule, Object... arguments) {
        return Refusal.wrapped(declared.at(name), ServerError.INVALID_PARAMETER, rule, arguments);
    }

    private void requireIfDeclared(KnownProperty property, boolean met) {
        if (declared.has(property) && !met) {
            throw invalid(property.text(), MaterializedViewRule.ONLY_FOR_PARTITIONED, property.text());
        }
    }

    /** The name of the view, which may not exist yet. */
    private ResolvedTableName place() {
        return new ResolvedTableName(ResolvedTableName.INTERNAL_CATALOG, database, view.name(), at);
    }

    private void takeMedium() {
        Map<String, String> values = new HashMap<>();
        for (KnownProperty property : List.of(
                KnownProperty.STORAGE_MEDIUM,
                KnownProperty.STORAGE_COOLDOWN_TIME,
                KnownProperty.STORAGE_COOLDOWN_TTL)) {
            PropertyValue value = declared.take(property);
            if (value != null) {
                values.put(value.name(), value.text());
            }
        }
        if (profile.sharedData()) {
            takeMediumInSharedData(values.containsKey(KnownProperty.STORAGE_MEDIUM.text()));
            return;
        }
        try {
            StorageMedium.check(profile, values);
        } catch (InvalidValueException e) {
            if (e.rule() == PropertyRule.COOLDOWN_TIME_INVALID) {
                throw Refusal.execution(at, e.rule(), e.arguments()); // not caught by the server's analysis
            }
            throw invalid(KnownProperty.STORAGE_MEDIUM.text(), e.rule(), e.arguments());
        }
        if ("SSD".equalsIgnoreCase(values.get(KnownProperty.STORAGE_MEDIUM.text()))) {
            String time = values.get(KnownProperty.STORAGE_COOLDOWN_TIME.text());
            store(KnownProperty.STORAGE_MEDIUM, "SSD");
            store(KnownProperty.STORAGE_COOLDOWN_TIME, time == null ? NEVER : DateText.dateTime(DateText.parse(time)));
        }
    }

    /** A shared-data server ignores the values; before 4.0, it stores its default medium if any medium is declared. */
    private void takeMediumInSharedData(boolean medium) {
        if (medium && !profile.atLeast(Version.V4_0)) {
            store(KnownProperty.STORAGE_MEDIUM, "SSD");
            store(KnownProperty.STORAGE_COOLDOWN_TIME, NEVER);
        }
    }

    private void takeReplicas(int replicas) {
        PropertyValue number = declared.take(KnownProperty.REPLICATION_NUM);
        if (number == null) {
            assume(KnownProperty.REPLICATION_NUM, Integer.toString(replicas));
            return;
        }
        try {
            short parsed = Replicas.number(number.text());
            Replicas.check(profile, parsed, number.at());
            store(KnownProperty.REPLICATION_NUM, Short.toString(parsed));
        } catch (InvalidValueException e) {
            throw invalid(number.name(), e.rule(), e.arguments());
        }
    }

    private void takeBloomFilters() {
        PropertyValue list = declared.take(KnownProperty.BLOOM_FILTER_COLUMNS);
        PropertyValue rate = declared.take(KnownProperty.BLOOM_FILTER_FPP);
        if (list == null || list.text().isEmpty()) {
            return;
        }
        try {
            store(KnownProperty.BLOOM_FILTER_COLUMNS, bloomFilters(view, list.text()));
        } catch (InvalidValueException e) {
            throw invalid(list.name(), e.rule(), e.arguments());
        }
        if (rate != null) {
            BloomFilterColumns.parseRate(rate.text(), rate.at());
        }
    }

    public static String bloomFilters(MaterializedView view, String list) throws InvalidValueException {
        List<String> names = new ArrayList<>(BloomFilterColumns.parse(list, view.tableColumns(), KeyModel.DUPLICATE));
        names.sort(String.CASE_INSENSITIVE_ORDER);
        return String.join(", ", names);
    }

    static void requireRefresh(MaterializedView view, Span at) {
        if (view.refresh().scheme() == Refresh.Scheme.MANUAL) {
            throw Refusal.analysis(at, MaterializedViewRule.REFRESH_LIMIT_OF_MANUAL_REFRESH);
        }
    }

    /** A comma-separated list of tables that the view reads, in its normal form. */
    static String excludedTables(MaterializedView view, PropertyValue value) {
        if (view.refresh().scheme() != Refresh.Scheme.ASYNC) {
            throw Refusal.analysis(value.at(), MaterializedViewRule.ONLY_FOR_ASYNCHRONOUS_REFRESH, value.name());
        }
        List<String> tables = new ArrayList<>();
        for (String item : value.text().split(",", 0)) {
            String table = item.trim();
            if (!table.isEmpty()) {
                requireBase(view, table, value.at());
                tables.add(table);
            }
        }
        return String.join(",", tables);
    }

    private static void requireBase(MaterializedView view, String table, Span at) {
        String[] parts = table.split("\\.");
        String last = parts[parts.length - 1];
        String database = parts.length > 1 ? parts[parts.length - 2] : "";
        for (BaseRelation base : view.definition().bases()) {
            if (base.name().equals(last)
                    && (database.isEmpty() || base.database().equals(database))) {
                return;
            }
        }
        String quoted = "`" + String.join("`.`", parts) + "`";
        throw Refusal.analysis(at, MaterializedViewRule.NOT_A_BASE_TABLE, quoted, view.name());
    }

    /** Servers before 4.0 do not recognize constraints without a text, and refuse them as unknown. */
    private @Nullable PropertyValue takeConstraints(KnownProperty property) {
        PropertyValue constraints = declared.look(property);
        boolean unknown = constraints != null && constraints.text().isEmpty() && !profile.atLeast(Version.V4_0);
        return unknown ? null : declared.take(property);
    }

    private void takeLabels() {
        PropertyValue labels = declared.take(KnownProperty.LABELS_LOCATION);
        if (labels != null) {
            store(KnownProperty.LABELS_LOCATION, LocationLabels.normal(labels.text(), profile, labels.at()));
        } else if (LocationLabels.assumed(profile) && !declared.has(KnownProperty.COLOCATE_WITH)) {
            assume(KnownProperty.LABELS_LOCATION, LocationLabels.ANYWHERE);
        }
    }

    private void takeGroup() {
        PropertyValue group = declared.take(KnownProperty.COLOCATE_WITH);
        if (group != null && !group.text().isEmpty()) {
            if (view.distribution() instanceof Distribution.Random) {
                throw invalid(group.name(), MaterializedViewRule.COLOCATION_WITH_RANDOM_DISTRIBUTION);
            }
            requireFit(group);
            store(KnownProperty.COLOCATE_WITH, group.text());
        }
    }

    /** Requires the distribution of the tables of a colocation group. */
    private void requireFit(PropertyValue group) {
        List<Table> members = server.catalog()
                .database(database)
                .map(own -> Colocation.members(server.catalog(), own, group.text()))
                .orElse(List.of());
        String replicas = KnownProperty.REPLICATION_NUM.in(stored).orElse("");
        Colocation.joiningLater(
                members, group.text(), view.tableColumns(), view.distribution(), List.of(replicas), group.at());
    }

    private void takeVolume() {
        PropertyValue volume = declared.take(KnownProperty.STORAGE_VOLUME);
        if (volume == null || volume.text().isEmpty()) {
            assume(
                    KnownProperty.STORAGE_VOLUME,
                    server.catalog()
                            .database(database)
                            .map(StorageVolumes::assumed)
                            .orElse(ClusterResources.BUILTIN_VOLUME));
            return;
        }
        StorageVolumes.check(profile, volume.text(), volume.at());
        if (StorageVolumes.isDefault(volume.text())) {
            assume(KnownProperty.STORAGE_VOLUME, ClusterResources.BUILTIN_VOLUME);
        } else {
            store(KnownProperty.STORAGE_VOLUME, volume.text());
        }
    }

    /** Takes the property about caches that are written back later, which no server supports any more. */
    private void takeWriteBack(KnownProperty property, PropertyUse use) {
        PropertyValue value = declared.look(property);
        if (value != null && value.is("true")) {
            throw Refusal.execution(value.at(), PropertyRule.ASYNC_WRITE_BACK_DISABLED);
        }
        take(property, use);
    }

    private void takeDuration(KnownProperty property) {
        PropertyValue duration = declared.take(property);
        if (duration != null) {
            try {
                store(property, Periods.normal(duration.text()));
            } catch (InvalidValueException e) {
                throw invalid(property.text(), e.rule(), e.arguments());
            }
        }
    }

    private void takeWarehouse(KnownProperty property, PropertyUse use) {
        PropertyValue warehouse = declared.look(property);
        if (warehouse != null) {
            requireWarehouse(use, warehouse);
        }
        take(property, use);
    }

    /** Requires the only warehouse of a cluster; clusters of which nothing is known may have others. */
    private void requireWarehouse(PropertyUse use, PropertyValue warehouse) {
        boolean mayHaveOthers = profile.sharedData() && !profile.resources().known();
        if (!mayHaveOthers && !warehouse.text().equals(use.assumed())) {
            throw Refusal.execution(warehouse.at(), ServerError.WAREHOUSE_NOT_FOUND, warehouse.text());
        }
    }

    /** Returns the properties after ALTER MATERIALIZED VIEW … SET. All are checked before the first one is set. */
    static StoredProperties altered(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span at) {
        List<Property> located = declared.stream()
                .map(property -> new Property(property.name(), property.value(), at))
                .toList();
        return new MaterializedProperties(server, database, view, located, at).altered();
    }

    private StoredProperties altered() {
        for (KnownProperty property : KnownProperty.ofViews()) {
            PropertyUse use = property.use(Holder.MATERIALIZED_VIEW).orElseThrow();
            PropertyValue value = use.isKnownToAlter(profile) ? declared.take(property) : null;
            if (value != null) {
                alter(property, use, value);
            }
        }
        return declared.addedTo(
                stored,
                profile,
                (name, left) -> Refusal.analysis(at, MaterializedViewRule.MODIFIED_PROPERTIES_UNKNOWN, left));
    }

    private void alter(KnownProperty property, PropertyUse use, PropertyValue value) {
        String text = value.text();
        switch (property) {
            case PARTITION_TTL, PARTITION_TTL_NUMBER -> storeInRange(property, use, use.altered(value));
            case PARTITION_RETENTION_CONDITION -> {
                PartitionCondition.checkRetention(view, text, at);
                store(property, text);
            }
            case REFRESH_MODE -> storeRefreshMode(use, use.altered(value));
            case RESOURCE_GROUP -> {
                if (!text.isEmpty() && !server.hasResourceGroup(text)) {
                    throw Refusal.analysis(at, MaterializedViewRule.RESOURCE_GROUP_NOT_FOUND, text);
                }
                store(property, text);
            }
            case AUTO_REFRESH_PARTITIONS_LIMIT -> {
                requireRefresh(view, at);
                storeChanged(property, use, use.altered(value));
            }
            case EXCLUDED_TRIGGER_TABLES, EXCLUDED_REFRESH_TABLES -> {
                excludedTables(view, value);
                store(property, text);
            }
            case UNIQUE_CONSTRAINTS -> store(property, unique(text, true));
            case FOREIGN_KEY_CONSTRAINTS -> store(property, foreign(text));
            case WAREHOUSE -> {
                requireWarehouse(use, value);
                if (profile.sharedData()) {
                    store(property, text);
                }
            }
            case LABELS_LOCATION -> {
                if (profile.sharedData()) {
                    throw Refusal.analysis(at, MaterializedViewRule.LOCATION_IN_SHARED_DATA);
                }
                store(property, LocationLabels.normal(text, profile, at));
            }
            case BLOOM_FILTER_COLUMNS -> alterBloomFilters(text);
            case COLOCATE_WITH -> {
                if (!profile.sharedData()) {
                    throw Refusal.analysis(at, MaterializedViewRule.COLOCATE_WITH_UNSUPPORTED);
                }
                if (!text.isEmpty()) {
                    requireFit(value);
                }
                storeOrRemove(property, text);
            }
            default -> storeChanged(property, use, use.altered(value));
        }
    }

    /** Sets a property, unless the view has the value already. */
    private void storeChanged(KnownProperty property, PropertyUse use, String value) {
        if (!isPresent(property, use, value)) {
            store(property, value);
        }
    }

    private boolean isPresent(KnownProperty property, PropertyUse use, String value) {
        Optional<String> initial = use.initial();
        return initial.isPresent()
                && normal(property, property.in(stored).orElse(initial.get())).equals(normal(property, value));
    }

    private static String normal(KnownProperty property, String value) {
        if (property != KnownProperty.PARTITION_TTL) {
            return value;
        }
        try {
            return Periods.normal(value);
        } catch (InvalidValueException placeholder) {
            return value;
        }
    }

    private void storeOrRemove(KnownProperty property, String value) {
        stored = value.isEmpty() ? stored.without(property.text()) : stored.with(property.text(), value);
    }

    /** Sets a property that requires partitioning by range; this is checked only if the value changes. */
    private void storeInRange(KnownProperty property, PropertyUse use, String value) {
        if (!isPresent(property, use, value) && view.division() != Division.RANGE) {
            throw Refusal.analysis(at, MaterializedViewRule.ONLY_FOR_RANGE_PARTITIONS, property.text());
        }
        storeChanged(property, use, value);
    }

    /** Sets the refresh mode. The modes auto and incremental are refused: a view must have been created with them. */
    private void storeRefreshMode(PropertyUse use, String mode) {
        if (mode.equalsIgnoreCase("auto") || mode.equalsIgnoreCase("incremental")) {
            throw Refusal.analysis(at, MaterializedViewRule.REFRESH_MODE_NOT_ELIGIBLE, mode, mode);
        }
        storeChanged(KnownProperty.REFRESH_MODE, use, mode);
    }

    private void alterBloomFilters(String filters) {
        try {
            storeOrRemove(KnownProperty.BLOOM_FILTER_COLUMNS, filters.isEmpty() ? "" : bloomFilters(view, filters));
        } catch (InvalidValueException e) {
            throw Refusal.wrapped(at, MaterializedViewRule.BLOOM_FILTER_COLUMNS_INVALID, e.rule(), e.arguments());
        }
    }

    // The constraints that a materialized view declares, mostly for its base tables

    /**
     * The property {@code unique_constraints} with fully qualified names.
     *
     * @param own whether an unqualified name may refer to the view itself, which is not yet possible in CREATE
     */
    private String unique(String text, boolean own) {
        List<UniqueConstraints.Constraint> all = new ArrayList<>();
        for (String item : text.split(";", 0)) {
            if (!item.isBlank()) {
                ResolvedTableName of = table(item.split(",", 0)[0].trim());
                List<Column> columns = columns(of, own)
                        .orElseThrow(() -> Refusal.analysis(
                                at, MaterializedViewRule.CONSTRAINED_TABLE_NOT_FOUND, of.inDatabase()));
                all.addAll(UniqueConstraints.parse(item, of, ForeignKeys.byName(columns), at)
                        .constraints());
            }
        }
        return new UniqueConstraints(all).text();
    }

    /** The table of a column, which may be qualified by a table, a database and a catalog. */
    private ResolvedTableName table(String column) {
        ResolvedTableName place = place();
        String[] parts = column.split("\\.", 0);
        int tables = parts.length - 1;
        return new ResolvedTableName(
                tables > 2 ? parts[tables - 3] : place.catalog(),
                tables > 1 ? parts[tables - 2] : place.database(),
                tables > 0 ? parts[tables - 1] : place.table(),
                at);
    }

    private Optional<List<Column>> columns(ResolvedTableName table, boolean own) {
        if (own && view.name().equals(table.table())) {
            return Optional.of(view.tableColumns());
        }
        Optional<Database> database = table.database(server);
        Optional<List<Column>> ofTable =
                database.flatMap(found -> found.table(table.table())).map(Table::columns);
        return ofTable.isPresent()
                ? ofTable
                : database.flatMap(found -> found.materializedView(table.table()))
                        .map(MaterializedView::tableColumns);
    }

    /**
     * The property {@code foreign_key_constraints}; each constraint may be preceded by the table that it belongs to.
     */
    private String foreign(String text) {
        List<String> all = new ArrayList<>();
        for (String item : text.split(";", 0)) {
            Matcher form = FOREIGN.matcher(item);
            if (item.isBlank()) {
                continue;
            }
            if (!form.matches()) {
                throw Refusal.analysis(at, PropertyRule.FOREIGN_KEY_INVALID, item);
            }
            String whose = form.group(1);
            ResolvedTableName of = table(whose.isEmpty() ? "" : whose + ".*");
            List<Column> columns = columns(of, true)
                    .orElseThrow(() ->
                            Refusal.analysis(at, MaterializedViewRule.CONSTRAINED_TABLE_NOT_FOUND, of.inDatabase()));
            String unique = KnownProperty.UNIQUE_CONSTRAINTS.in(stored).orElse("");
            String normal = ForeignKeys.ofView(server, of, ForeignKeys.byName(columns), at, unique)
                    .normal(form.group(2));
            all.add(whose.isEmpty() ? normal : of.catalog() + "." + of.inDatabase() + normal);
        }
        return String.join(";", all);
    }
}
