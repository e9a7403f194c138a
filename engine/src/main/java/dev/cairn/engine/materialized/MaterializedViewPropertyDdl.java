package dev.cairn.engine.materialized;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.BasicPropertyFormat;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.ReplicaCount;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;

/** Applies ALTER MATERIALIZED VIEW … SET to the properties of a materialized view. */
final class MaterializedViewPropertyDdl extends MaterializedViewPropertyDraft {
    private MaterializedViewPropertyDdl(
            ServerState server,
            String databaseName,
            MaterializedView view,
            List<Property> declaredProperties,
            Span span) {
        super(server, databaseName, view, declaredProperties, span);
    }

    /**
     * Returns the properties after ALTER MATERIALIZED VIEW … SET. Refuses the statement if one property is invalid.
     *
     * @param span the span of the statement, at which the server reports the mistakes of all properties
     */
    static StoredProperties alter(
            ServerState server,
            String databaseName,
            MaterializedView view,
            List<Property> declaredProperties,
            Span span) {
        List<Property> locatedProperties = declaredProperties.stream()
                .map(property -> new Property(property.name(), property.value(), span))
                .toList();
        return new MaterializedViewPropertyDdl(server, databaseName, view, locatedProperties, span).alter();
    }

    @Override
    boolean isNew() {
        return false;
    }

    @Override
    int defaultReplicaCount() {
        return ReplicaCount.defaultCount(profile);
    }

    private StoredProperties alter() {
        for (KnownProperty property : KnownProperty.viewProperties()) {
            PropertyDefinition definition =
                    property.findDefinition(OwnerKind.MATERIALIZED_VIEW).orElseThrow();
            PropertyValue value = definition.isKnownToAlter(profile) ? declaredProperties.consume(property) : null;
            if (value != null) {
                alterProperty(property, definition, value);
            }
        }
        return declaredProperties.mergeRemainingInto(
                storedProperties,
                profile,
                (name, unknownProperties) -> Refusal.ofAnalysis(
                        statementSpan, PropertyRule.UNKNOWN_PROPERTIES, appendVariableAdvice(unknownProperties)));
    }

    private void alterProperty(KnownProperty property, PropertyDefinition definition, PropertyValue value) {
        switch (property) {
            case BLOOM_FILTER_COLUMNS -> alterBloomFilters(value.text());
            case REFRESH_MODE -> {
                requireEligibleMode(value);
                alterByDefinition(property, definition, value);
            }
            default -> alterByDefinition(property, definition, value);
        }
    }

    /**
     * Sets a property, unless the view has the value already, or the server accepts the property without any effect.
     */
    private void alterByDefinition(KnownProperty property, PropertyDefinition definition, PropertyValue value) {
        String newValue = definition.resolveAltered(target, value);
        if (definition.isAlterable(profile) && !hasValue(property, definition, newValue)) {
            definition.checkChange(target, value);
            store(property, newValue);
        }
    }

    /**
     * Returns whether the view has the value already; false for a property without an initial value, because the server
     * does not compare its values.
     */
    private boolean hasValue(KnownProperty property, PropertyDefinition definition, String value) {
        Optional<String> initialValue = definition.initialValue();
        return initialValue.isPresent()
                && normalizeForComparison(
                                property, property.findValueIn(storedProperties).orElse(initialValue.get()))
                        .equals(normalizeForComparison(property, value));
    }

    private static String normalizeForComparison(KnownProperty property, String value) {
        return property == KnownProperty.PARTITION_TTL ? BasicPropertyFormat.PERIOD.canonicalize(value) : value;
    }

    /** Refuses the refresh modes auto and incremental: a view must have been created with them. */
    private void requireEligibleMode(PropertyValue value) {
        String mode = value.text();
        if (mode.equalsIgnoreCase("auto") || mode.equalsIgnoreCase("incremental")) {
            throw Refusal.ofAnalysis(statementSpan, MaterializedViewRule.REFRESH_MODE_NOT_ELIGIBLE, mode, mode);
        }
    }

    private void alterBloomFilters(String columnList) {
        requireValidBloomFilterRate();
        try {
            store(
                    KnownProperty.BLOOM_FILTER_COLUMNS,
                    columnList.isEmpty()
                            ? ""
                            : MaterializedViewPropertyNormalizer.normalizeBloomFilterColumns(view, columnList));
        } catch (InvalidValueException failure) {
            throw Refusal.ofAnalysis(statementSpan, failure.rule(), failure.arguments());
        }
    }
}
