package dev.cairn.engine.materialized;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.Division;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;

/** Applies ALTER MATERIALIZED VIEW … SET. All properties are checked before the first one is set. */
final class AlteredProperties {
    private final ServerState server;
    private final Database database;
    private final MaterializedView view;
    private final DeclaredProperties declared;
    private final Span at;
    private StoredProperties stored;

    AlteredProperties(ServerState server, Database database, MaterializedView view, List<Property> declared, Span at) {
        this.server = server;
        this.database = database;
        this.view = view;
        this.at = at;
        this.stored = view.properties();
        this.declared = new DeclaredProperties(
                declared.stream()
                        .map(property -> new Property(property.name(), property.value(), at))
                        .toList(),
                at);
    }

    StatementResult applied() {
        for (KnownProperty property : KnownProperty.ofViews()) {
            PropertyUse use = property.use(Holder.MATERIALIZED_VIEW).orElseThrow();
            PropertyValue value = use.isKnownToAlter(server.profile()) ? declared.take(property) : null;
            if (value != null) {
                set(property, use, value);
            }
        }
        stored = declared.addedTo(
                stored,
                server.profile(),
                (name, left) -> Refusal.analysis(at, MaterializedViewRule.MODIFIED_PROPERTIES_UNKNOWN, left));
        return server.changed(database.with(view.withProperties(stored)));
    }

    private void set(KnownProperty property, PropertyUse use, PropertyValue value) {
        String text = value.text();
        switch (property) {
            case PARTITION_TTL, PARTITION_TTL_NUMBER -> setInRange(property, use.altered(value));
            case PARTITION_RETENTION_CONDITION -> {
                PartitionCondition.checkRetention(view, text, at);
                set(property, text);
            }
            case REFRESH_MODE -> setRefreshMode(use.altered(value));
            case RESOURCE_GROUP -> {
                if (!text.isEmpty() && !server.hasResourceGroup(text)) {
                    throw Refusal.analysis(at, MaterializedViewRule.RESOURCE_GROUP_NOT_FOUND, text);
                }
                set(property, text);
            }
            case AUTO_REFRESH_PARTITIONS_LIMIT -> {
                MaterializedProperties.requireRefresh(view, at);
                set(property, use.altered(value));
            }
            case EXCLUDED_TRIGGER_TABLES, EXCLUDED_REFRESH_TABLES -> {
                MaterializedProperties.excludedTables(view, value);
                set(property, text);
            }
            case UNIQUE_CONSTRAINTS -> set(property, constraints().unique(text));
            case FOREIGN_KEY_CONSTRAINTS -> set(property, constraints().foreign(text));
            case WAREHOUSE -> {
                if (server.profile().sharedData()) {
                    set(property, text);
                }
            }
            case LABELS_LOCATION -> {
                if (server.profile().sharedData()) {
                    throw Refusal.analysis(at, MaterializedViewRule.LOCATION_IN_SHARED_DATA);
                }
                set(property, LocationLabels.normal(text, server.profile(), at));
            }
            case BLOOM_FILTER_COLUMNS -> setBloomFilters(text);
            case COLOCATE_WITH -> {
                if (!server.profile().sharedData()) {
                    throw Refusal.analysis(at, MaterializedViewRule.COLOCATE_WITH_UNSUPPORTED);
                }
                setOrRemove(property, text);
            }
            default -> set(property, use.altered(value));
        }
    }

    private void set(KnownProperty property, String value) {
        stored = stored.with(property.text(), value);
    }

    private void setOrRemove(KnownProperty property, String value) {
        stored = value.isEmpty() ? stored.without(property.text()) : stored.with(property.text(), value);
    }

    /** Sets a property that requires partitioning by range; this is checked only if the value changes. */
    private void setInRange(KnownProperty property, String value) {
        boolean same = property.in(stored).filter(value::equals).isPresent();
        if (!same && view.division() != Division.RANGE) {
            throw Refusal.analysis(at, MaterializedViewRule.ONLY_FOR_RANGE_PARTITIONS, property.text());
        }
        set(property, value);
    }

    /** Sets the refresh mode. The modes auto and incremental are refused: a view must have been created with them. */
    private void setRefreshMode(String mode) {
        if (mode.equalsIgnoreCase("auto") || mode.equalsIgnoreCase("incremental")) {
            throw Refusal.analysis(at, MaterializedViewRule.REFRESH_MODE_NOT_ELIGIBLE, mode, mode);
        }
        set(KnownProperty.REFRESH_MODE, mode);
    }

    private MaterializedConstraints constraints() {
        ResolvedTableName place =
                new ResolvedTableName(ResolvedTableName.INTERNAL_CATALOG, database.name(), view.name(), at);
        return new MaterializedConstraints(server, place, view);
    }

    private void setBloomFilters(String filters) {
        try {
            setOrRemove(
                    KnownProperty.BLOOM_FILTER_COLUMNS,
                    filters.isEmpty() ? "" : MaterializedProperties.bloomFilters(view, filters));
        } catch (InvalidValueException e) {
            throw Refusal.wrapped(at, MaterializedViewRule.BLOOM_FILTER_COLUMNS_INVALID, e.rule(), e.arguments());
        }
    }
}
