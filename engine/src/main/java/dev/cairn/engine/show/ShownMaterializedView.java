package dev.cairn.engine.show;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.property.Colocation;
import dev.cairn.engine.property.InsertProperties;
import dev.cairn.engine.value.HashOrder;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the statement that SHOW CREATE MATERIALIZED VIEW prints. */
final class ShownMaterializedView {
    private static final String MEDIUM = "storage_medium";

    /** The properties that are printed after the others, in this order. */
    private static final List<String> LAST = List.of(
            "datacache.enable",
            "enable_async_write_back",
            "storage_volume",
            BloomFilterColumns.COLUMNS,
            Colocation.PROPERTY,
            InsertProperties.WAREHOUSE);

    /** The order in which CREATE MATERIALIZED VIEW inserts properties into the server's map. */
    private static final List<String> PUT = List.of(
            "storage_medium",
            "storage_cooldown_time",
            "replicated_storage",
            "replication_num",
            "mv_rewrite_staleness_second",
            "partition_ttl",
            "partition_retention_condition",
            "partition_ttl_number",
            "auto_refresh_partitions_limit",
            "partition_refresh_number",
            "partition_refresh_strategy",
            "refresh_mode",
            "excluded_trigger_tables",
            "excluded_refresh_tables",
            "resource_group",
            "force_external_table_query_rewrite",
            "query_rewrite_consistency",
            "unique_constraints",
            "foreign_key_constraints",
            "time_drift_constraint",
            "labels.location",
            "enable_query_rewrite",
            "transparent_mv_rewrite_mode",
            "compression");

    private final ServerProfile profile;
    private final MaterializedView view;

    ShownMaterializedView(ServerProfile profile, MaterializedView view) {
        this.profile = profile;
        this.view = view;
    }

    CreateMaterializedView statement() {
        return new CreateMaterializedView(
                false,
                QualifiedName.of(view.name()),
                ShowCreate.columns(view.columns()),
                view.indexes().stream().map(ShownTable::index).toList(),
                comment(),
                view.partitionBy(),
                true,
                view.distribution(),
                view.sortKey().stream().map(ShownMaterializedView::sortItem).toList(),
                view.refresh(),
                properties(),
                view.definition().query(),
                Span.NONE);
    }

    private @Nullable String comment() {
        if (view.comment().isEmpty() && profile.sharedData()) {
            return "MATERIALIZED_VIEW";
        }
        return ShowCreate.optional(view.comment());
    }

    private static SortItem sortItem(String column) {
        Name name = new Name(column, false, Span.NONE);
        return new SortItem(new Expression.Reference(new QualifiedName(List.of(name)), Span.NONE), null, null);
    }

    private List<Property> properties() {
        StoredProperties properties = view.properties();
        Set<String> all = properties.settings().keySet();
        List<Property> shown = new ArrayList<>(all.size() + 1);
        List<String> inOrder = new ArrayList<>(PUT);
        inOrder.retainAll(all);
        all.stream().filter(name -> !LAST.contains(name) && !PUT.contains(name)).forEach(inOrder::add);
        // With ORDER BY the server keeps the properties in a map that preserves insertion order.
        put(shown, view.sortKey().isEmpty() ? HashOrder.of(inOrder) : inOrder);
        if (!profile.sharedData() && !properties.has(MEDIUM)) {
            shown.add(Property.of(MEDIUM, "HDD"));
        }
        put(shown, LAST.stream().filter(all::contains).toList());
        return shown;
    }

    private void put(List<Property> shown, Collection<String> names) {
        for (String name : names) {
            view.properties().value(name).ifPresent(value -> shown.add(Property.of(name, value)));
        }
    }
}
