package dev.cairn.engine.materialized;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.partition.PartitionCondition;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/** Applies ALTER MATERIALIZED VIEW … SET to the properties of a materialized view. */
final class MaterializedPropertyAlteration extends MaterializedPropertyDraft {
    private MaterializedPropertyAlteration(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span at) {
        super(server, database, view, declared, at);
    }

    /** Returns the properties after ALTER MATERIALIZED VIEW … SET. All are checked before the first one is set. */
    static StoredProperties alter(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span at) {
        List<Property> located = declared.stream()
                .map(property -> new Property(property.name(), property.value(), at))
                .toList();
        return new MaterializedPropertyAlteration(server, database, view, located, at).alter();
    }

    private StoredProperties alter() {
        for (KnownProperty property : KnownProperty.ofViews()) {
            PropertyUse use = property.use(Holder.MATERIALIZED_VIEW).orElseThrow();
            PropertyValue value = use.isKnownToAlter(profile) ? declared.take(property) : null;
            if (value != null) {
                alter(property, use, value);
            }
        }
        return declared.addTo(
                stored,
                profile,
                (name, left) -> Refusal.analysis(at, PropertyRule.UNKNOWN_PROPERTIES, withAdvice(left)));
    }

    private void alter(KnownProperty property, PropertyUse use, PropertyValue value) {
        String text = value.text();
        switch (property) {
            case PARTITION_RETENTION_CONDITION -> {
                PartitionCondition.checkRetention(view, text, at);
                store(property, text);
            }
            case REFRESH_MODE -> {
                requireEligible(use.altered(owner, value));
                storeChanged(property, use, value);
            }
            case RESOURCE_GROUP -> {
                if (!text.isEmpty() && !server.hasResourceGroup(text)) {
                    throw Refusal.analysis(at, CommonRule.NOT_FOUND, RuleSubject.RESOURCE_GROUP, text);
                }
                store(property, text);
            }
            case EXCLUDED_TRIGGER_TABLES, EXCLUDED_REFRESH_TABLES -> {
                use.altered(owner, value);
                excludedTables(value);
                store(property, text);
            }
            case UNIQUE_CONSTRAINTS -> store(property, constraints.unique(text, true));
            case FOREIGN_KEY_CONSTRAINTS -> store(property, constraints.foreign(text, stored));
            case WAREHOUSE -> {
                requireWarehouse(use, value);
                if (profile.sharedData()) {
                    store(property, text);
                }
            }
            case LABELS_LOCATION -> {
                use.altered(owner, value);
                store(property, LocationLabels.normalize(text, profile, at));
            }
            case BLOOM_FILTER_COLUMNS -> alterBloomFilters(text);
            case COLOCATE_WITH -> {
                use.altered(owner, value);
                if (!text.isEmpty()) {
                    requireFit(value);
                }
                storeOrRemove(property, text);
            }
            default -> storeChanged(property, use, value);
        }
    }

    /** Sets a property, unless the view has the value already. */
    private void storeChanged(KnownProperty property, PropertyUse use, PropertyValue value) {
        String text = use.altered(owner, value);
        if (!isPresent(property, use, text)) {
            use.requireChangeable(owner, value);
            store(property, text);
        }
    }

    private boolean isPresent(KnownProperty property, PropertyUse use, String value) {
        Optional<String> initial = use.initial();
        return initial.isPresent()
                && normalize(property, property.valueIn(stored).orElse(initial.get()))
                        .equals(normalize(property, value));
    }

    private static String normalize(KnownProperty property, String value) {
        if (property != KnownProperty.PARTITION_TTL) {
            return value;
        }
        try {
            return Periods.normalize(value);
        } catch (InvalidValueException placeholder) {
            return value;
        }
    }

    private void storeOrRemove(KnownProperty property, String value) {
        stored = value.isEmpty() ? stored.without(property.text()) : stored.with(property.text(), value);
    }

    /** Refuses the refresh modes auto and incremental: a view must have been created with them. */
    private void requireEligible(String mode) {
        if (mode.equalsIgnoreCase("auto") || mode.equalsIgnoreCase("incremental")) {
            throw Refusal.analysis(at, MaterializedViewRule.REFRESH_MODE_NOT_ELIGIBLE, mode, mode);
        }
    }

    private void alterBloomFilters(String filters) {
        try {
            storeOrRemove(
                    KnownProperty.BLOOM_FILTER_COLUMNS,
                    filters.isEmpty() ? "" : MaterializedProperties.bloomFilters(view, filters));
        } catch (InvalidValueException e) {
            throw Refusal.analysis(at, e.rule(), e.arguments());
        }
    }
}
