package dev.cairn.engine.materialized;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.LocationLabels;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.ForeignKeys;
import dev.cairn.engine.property.InsertProperties;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies ALTER MATERIALIZED VIEW … SET. All properties are checked before the first one is set. */
final class AlteredProperties {
    private final ServerState server;
    private final Database database;
    private final MaterializedView view;
    private final Map<String, Property> declared = new LinkedHashMap<>();
    private final PlaceholderProperties later;
    private final Span at;
    private StoredProperties set;

    AlteredProperties(ServerState server, Database database, MaterializedView view, List<Property> declared, Span at) {
        this.server = server;
        this.database = database;
        this.view = view;
        this.at = at;
        this.set = view.properties();
        this.later = PlaceholderProperties.takenFrom(declared, this.declared);
    }

    private @Nullable String take(String name) {
        later.ask(name);
        Property property = declared.remove(name);
        return property == null ? null : property.value();
    }

    private void setNormal(String name, Function<MaterializedProperty, String> normal) {
        String value = take(name);
        if (value != null) {
            set = set.with(name, normal.apply(new MaterializedProperty(name, value, at)));
        }
    }

    private void setSaid(String name, Consumer<MaterializedProperty> check) {
        String value = take(name);
        if (value != null) {
            check.accept(new MaterializedProperty(name, value, at));
            set = set.with(name, value);
        }
    }

    StatementResult applied() {
        setPartitions();
        setRefreshing();
        setConstraints();
        setNormal("force_external_table_query_rewrite", MaterializedProperty::externalRewrite);
        setNormal("query_rewrite_consistency", MaterializedProperty::consistency);
        setNormal("enable_query_rewrite", MaterializedProperty::rewriteSwitch);
        setNormal("transparent_mv_rewrite_mode", MaterializedProperty::transparency);
        setPlacement();
        setVariables();
        return server.changed(database.with(view.withProperties(set)));
    }

    private void setPartitions() {
        setInRange("partition_ttl_number", property -> property.count("Partition TTL Number", "Partition TTL Number"));
        String period = declared.containsKey("partition_ttl")
                ? declared.get("partition_ttl").value()
                : "";
        setInRange("partition_ttl", property -> {
            property.checkPeriod();
            return period;
        });
        setSaid("partition_retention_condition", property -> property.checkRetention(view));
        setSaid("time_drift_constraint", property -> {});
        setNormal(
                "partition_refresh_number",
                property -> property.count("Partition Refresh Number", "Partition Refresh Number"));
        if (server.profile().atLeast(Version.V4_0)) {
            setNormal("partition_refresh_strategy", MaterializedProperty::strategy);
        }
    }

    /** Sets a property that requires partitioning by range; this is checked only if the value changes. */
    private void setInRange(String name, Function<MaterializedProperty, String> normal) {
        String value = take(name);
        if (value == null) {
            return;
        }
        String after = normal.apply(new MaterializedProperty(name, value, at));
        boolean same = set.value(name).filter(after::equals).isPresent();
        if (!same && view.division() != Division.RANGE) {
            throw Refusal.analysis(at, MaterializedViewRule.ONLY_FOR_RANGE_PARTITIONS, name);
        }
        set = set.with(name, after);
    }

    private void setRefreshing() {
        if (server.profile().atLeast(Version.V4_1)) {
            setNormal("refresh_mode", this::refreshMode);
        }
        String group = take("resource_group");
        if (group != null) {
            if (!group.isEmpty() && !server.hasResourceGroup(group)) {
                throw Refusal.analysis(at, MaterializedViewRule.RESOURCE_GROUP_NOT_FOUND, group);
            }
            set = set.with("resource_group", group);
        }
        setNormal("auto_refresh_partitions_limit", property -> property.refreshedPartitions(view));
        setSaid("excluded_trigger_tables", property -> property.excludedTables(view));
        setSaid("excluded_refresh_tables", property -> property.excludedTables(view));
        setSaid("mv_rewrite_staleness_second", MaterializedProperty::staleness);
    }

    /** The new refresh mode. The modes auto and incremental are refused: a view must have been created with them. */
    private String refreshMode(MaterializedProperty property) {
        String mode = property.refreshMode();
        if (mode.equalsIgnoreCase("auto") || mode.equalsIgnoreCase("incremental")) {
            throw Refusal.analysis(at, MaterializedViewRule.REFRESH_MODE_NOT_ELIGIBLE, mode, mode);
        }
        return mode;
    }

    private void setConstraints() {
        ResolvedTableName place =
                new ResolvedTableName(ResolvedTableName.INTERNAL_CATALOG, database.name(), view.name(), at);
        String unique = take(UniqueConstraints.PROPERTY);
        if (unique != null) {
            set = set.with(UniqueConstraints.PROPERTY, new MaterializedConstraints(server, place, view).unique(unique));
        }
        String foreign = take(ForeignKeys.PROPERTY);
        if (foreign != null) {
            set = set.with(ForeignKeys.PROPERTY, new MaterializedConstraints(server, place, view).foreign(foreign));
        }
    }

    private void setPlacement() {
        boolean sharedData = server.profile().sharedData();
        String warehouse = take(InsertProperties.WAREHOUSE);
        if (warehouse != null && sharedData) {
            set = set.with(InsertProperties.WAREHOUSE, warehouse);
        }
        String labels = take(LocationLabels.PROPERTY);
        if (labels != null) {
            if (sharedData) {
                throw Refusal.analysis(at, MaterializedViewRule.LOCATION_IN_SHARED_DATA);
            }
            set = set.with(LocationLabels.PROPERTY, LocationLabels.normal(labels, server.profile(), at));
        }
        setBloomFilters();
        String group = take(Colocation.PROPERTY);
        if (group != null) {
            if (!sharedData) {
                throw Refusal.analysis(at, MaterializedViewRule.COLOCATE_WITH_UNSUPPORTED);
            }
            set = group.isEmpty() ? set.without(Colocation.PROPERTY) : set.with(Colocation.PROPERTY, group);
        }
    }

    private void setBloomFilters() {
        String filters = take(BloomFilterColumns.COLUMNS);
        if (filters == null) {
            return;
        }
        try {
            set = filters.isEmpty()
                    ? set.without(BloomFilterColumns.COLUMNS)
                    : set.with(BloomFilterColumns.COLUMNS, MaterializedProperties.bloomFilters(view, filters));
        } catch (InvalidValueException e) {
            throw Refusal.wrapped(at, MaterializedViewRule.BLOOM_FILTER_COLUMNS_INVALID, e.rule(), e.arguments());
        }
    }

    private void setVariables() {
        Map<String, String> left = new LinkedHashMap<>();
        declared.values().forEach(property -> left.put(property.name(), property.value()));
        set = later.addedTo(set, left);
        for (Map.Entry<String, String> entry : left.entrySet()) {
            if (!entry.getKey().startsWith(MaterializedProperty.SESSION)) {
                throw Refusal.analysis(at, MaterializedViewRule.MODIFIED_PROPERTIES_UNKNOWN, left);
            }
            String variable = entry.getKey().substring(MaterializedProperty.SESSION.length());
            RefreshVariables.check(server.profile(), variable, entry.getValue(), at);
            set = set.with(entry.getKey(), entry.getValue());
        }
    }
}
