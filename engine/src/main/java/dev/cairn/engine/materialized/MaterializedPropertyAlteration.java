package dev.cairn.engine.materialized;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/** Applies ALTER MATERIALIZED VIEW … SET to the properties of a materialized view. */
final class MaterializedPropertyAlteration extends MaterializedPropertyDraft {
    private MaterializedPropertyAlteration(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span span) {
        super(server, database, view, declared, span);
    }

    /** Returns the properties after ALTER MATERIALIZED VIEW … SET. All are checked before the first one is set. */
    static StoredProperties alter(
            ServerState server, String database, MaterializedView view, List<Property> declared, Span span) {
        List<Property> located = declared.stream()
                .map(property -> new Property(property.name(), property.value(), span))
                .toList();
        return new MaterializedPropertyAlteration(server, database, view, located, span).alter();
    }

    @Override
    boolean isNew() {
        return false;
    }

    @Override
    int defaultReplicas() {
        return Replicas.defaultNumber(profile);
    }

    private StoredProperties alter() {
        for (KnownProperty property : KnownProperty.viewProperties()) {
            PropertyUse use = property.findUse(Holder.MATERIALIZED_VIEW).orElseThrow();
            PropertyValue value = use.isKnownToAlter(profile) ? declared.take(property) : null;
            if (value != null) {
                alter(property, use, value);
            }
        }
        return declared.addTo(
                stored,
                profile,
                (name, left) -> Refusal.analysis(statementSpan, PropertyRule.UNKNOWN_PROPERTIES, appendAdvice(left)));
    }

    private void alter(KnownProperty property, PropertyUse use, PropertyValue value) {
        switch (property) {
            case BLOOM_FILTER_COLUMNS -> alterBloomFilters(value.text());
            case REFRESH_MODE -> {
                requireEligible(value);
                alterByEntry(property, use, value);
            }
            default -> alterByEntry(property, use, value);
        }
    }

    /** Sets a property, unless the view has the value already, or the server accepts the property without any effect. */
    private void alterByEntry(KnownProperty property, PropertyUse use, PropertyValue value) {
        String text = use.resolveAltered(target, value);
        if (use.isAlterable(profile) && !isPresent(property, use, text)) {
            use.requireChangeable(target, value);
            store(property, text);
        }
    }

    private boolean isPresent(KnownProperty property, PropertyUse use, String value) {
        Optional<String> initial = use.initialValue();
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

    /** Refuses the refresh modes auto and incremental: a view must have been created with them. */
    private void requireEligible(PropertyValue value) {
        String mode = value.text();
        if (mode.equalsIgnoreCase("auto") || mode.equalsIgnoreCase("incremental")) {
            throw Refusal.analysis(statementSpan, MaterializedViewRule.REFRESH_MODE_NOT_ELIGIBLE, mode, mode);
        }
    }

    private void alterBloomFilters(String filters) {
        try {
            store(
                    KnownProperty.BLOOM_FILTER_COLUMNS,
                    filters.isEmpty() ? "" : MaterializedProperties.normalizeBloomFilters(view, filters));
        } catch (InvalidValueException e) {
            throw Refusal.analysis(statementSpan, e.rule(), e.arguments());
        }
    }
}
