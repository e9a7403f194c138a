package dev.cairn.engine.materialized;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.property.StorageVolumes;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.ClusterResources;
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

/**
 * Checks the properties of a new materialized view in the server's order; each remaining property must be a variable.
 */
public final class MaterializedProperties {
    private final ServerState server;
    private final ServerProfile profile;
    private final String database;
    private final MaterializedView view;
    private final DeclaredProperties declared;
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
        this.declared = new DeclaredProperties(declared, at);
    }

    /** @param replicas the number of replicas of the base tables, which is the default */
    StoredProperties taken(int replicas) {
        for (KnownProperty property : KnownProperty.ofViews()) {
            PropertyUse use = property.use(Holder.MATERIALIZED_VIEW).orElseThrow();
            if (use.isKnown(profile)) {
                take(property, use, replicas);
            }
        }
        return declared.addedTo(
                stored, profile, (name, left) -> invalid(name, MaterializedViewRule.UNKNOWN_PROPERTIES, left));
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
                PropertyValue constraints = declared.take(property);
                if (constraints != null) {
                    MaterializedConstraints own = new MaterializedConstraints(server, place(), null);
                    store(property, own.unique(constraints.text()));
                }
            }
            case FOREIGN_KEY_CONSTRAINTS -> {
                PropertyValue constraints = declared.take(property);
                if (constraints != null) {
                    MaterializedConstraints own = new MaterializedConstraints(server, place(), view);
                    store(property, own.foreign(constraints.text()));
                }
            }
            case LABELS_LOCATION -> takeLabels();
            case COLOCATE_WITH -> takeGroup();
            case STORAGE_VOLUME -> takeVolume();
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

    /** The name of the view, which does not exist yet. */
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
            return;
        }
        try {
            StorageMedium.check(profile, values);
        } catch (InvalidValueException e) {
            throw invalid(KnownProperty.STORAGE_MEDIUM.text(), e.rule(), e.arguments());
        }
        if ("SSD".equalsIgnoreCase(values.get(KnownProperty.STORAGE_MEDIUM.text()))) {
            String time = values.get(KnownProperty.STORAGE_COOLDOWN_TIME.text());
            store(KnownProperty.STORAGE_MEDIUM, "SSD");
            store(
                    KnownProperty.STORAGE_COOLDOWN_TIME,
                    time == null ? "9999-12-31 23:59:59" : DateText.dateTime(DateText.parse(time)));
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
            throw Refusal.analysis(number.at(), e.rule(), e.arguments());
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
            store(KnownProperty.COLOCATE_WITH, group.text());
        }
    }

    private void takeVolume() {
        PropertyValue volume = declared.take(KnownProperty.STORAGE_VOLUME);
        if (volume != null) {
            StorageVolumes.check(profile, volume.text(), volume.at());
            store(KnownProperty.STORAGE_VOLUME, volume.text());
            return;
        }
        assume(
                KnownProperty.STORAGE_VOLUME,
                server.catalog()
                        .database(database)
                        .map(StorageVolumes::assumed)
                        .orElse(ClusterResources.BUILTIN_VOLUME));
    }
}
