package dev.cairn.engine.alter;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.property.DynamicPartitioning;
import dev.cairn.engine.property.FlatJson;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.LocationLabels;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Alteration;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.Replicas;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks which properties SET accepts, and refuses those values that can be refused before the statement is applied.
 */
final class PropertyCheck {
    private final AlterTableContext alteration;
    private final List<Property> all;
    private final Property property;
    private final Span at;

    private PropertyCheck(AlterTableContext alteration, List<Property> all, Property property, Span at) {
        this.alteration = alteration;
        this.all = all;
        this.property = property;
        this.at = at;
    }

    static void check(AlterTableContext alteration, SetProperties clause) {
        List<Property> properties = clause.properties();
        boolean together = allBegin(properties, DynamicPartitioning.PREFIX)
                || KnownProperty.FAMILIES.stream().anyMatch(family -> allBegin(properties, family));
        if (properties.size() > 1 && !together) {
            throw Refusal.wrapped(clause.span(), ServerError.COMMON, AlterRule.SEVERAL_PROPERTIES);
        }
        if (allBegin(properties, DynamicPartitioning.PREFIX + ".")) {
            return;
        }
        for (Property property : properties) {
            new PropertyCheck(alteration, properties, property, clause.span()).check();
        }
    }

    private static boolean allBegin(List<Property> properties, String prefix) {
        return properties.stream().allMatch(property -> property.name().startsWith(prefix));
    }

    private void check() {
        Optional<KnownProperty> known = KnownProperty.findAltered(property.name());
        PropertyUse use = known.flatMap(entry -> entry.use(Holder.TABLE)).orElseThrow(this::unknown);
        if (!use.isKnownToAlter(alteration.profile())) {
            throw unknown();
        }
        if (use.alteration() == Alteration.DEFERRED) {
            return;
        }
        if (property.isPlaceholder()) {
            if (!use.isAlterable(alteration.profile())) {
                throw unknown();
            }
            return;
        }
        use.alterRefusal().ifPresent(rule -> {
            throw refused(rule);
        });
        check(known.orElseThrow(), use);
    }

    private void check(KnownProperty known, PropertyUse use) {
        PropertyValue value = new PropertyValue(property, Origin.ALTER_TABLE, at);
        switch (known) {
            case REPLICATION_NUM -> Replicas.checkAltered(alteration.profile(), property.value(), at);
            case LABELS_LOCATION -> requireLocation();
            case BASE_COMPACTION_FORBIDDEN_TIME_RANGES ->
                require(
                        !alteration.isModel(KeyModel.PRIMARY) && !sharedData(),
                        PropertyRule.PROPERTY_OF_PRIMARY_KEY_OR_SHARED_DATA,
                        property.name());
            case FLAT_JSON_NULL_FACTOR, FLAT_JSON_SPARSITY_FACTOR, FLAT_JSON_COLUMN_MAX ->
                new FlatJson(alteration.table()).check(property, at);
            case BINLOG_ENABLE ->
                require(
                        property.value().equals("true") || property.value().equals("false"),
                        AlterRule.BINLOG_NOT_BOOLEAN,
                        property.name());
            case BINLOG_TTL_SECOND, BINLOG_MAX_SIZE -> requireBinlogNumber();
            case STORAGE_COOLDOWN_TTL -> {
                if (!property.value().isEmpty()) {
                    use.altered(value);
                }
            }
            case REPLICATED_STORAGE -> {
                use.altered(value);
                if (value.is("true") && hasGin()) {
                    throw Refusal.analysis(at, ServerError.GIN_IS_NOT_REPLICATED);
                }
            }
            case COMPACTION_STRATEGY -> {
                use.altered(value);
                require(sharedData(), AlterRule.ONLY_OF_CLOUD_NATIVE_TABLE, property.name());
                require(alteration.isModel(KeyModel.PRIMARY), AlterRule.COMPACTION_STRATEGY_WITHOUT_PRIMARY_KEY);
            }
            case CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION -> {
                require(sharedData(), AlterRule.ONLY_IN_SHARED_DATA, property.name());
                use.altered(value);
            }
            case LAKE_COMPACTION_MAX_PARALLEL -> {
                require(sharedData(), AlterRule.ONLY_FOR_CLOUD_NATIVE_TABLES, property.name());
                use.altered(value);
            }
            case FILE_BUNDLING -> {
                use.altered(value);
                requireOtherBundling(value);
            }
            default -> use.altered(value);
        }
    }

    private void requireOtherBundling(PropertyValue value) {
        require(sharedData(), AlterRule.ONLY_SUPPORTED_BY_CLOUD_NATIVE_TABLE, property.name());
        boolean bundling = KnownProperty.FILE_BUNDLING.isTrue(alteration.table().properties());
        require(
                value.is("true") != bundling,
                AlterRule.FILE_BUNDLING_UNCHANGED,
                alteration.table().name(),
                bundling);
    }

    /**
     * Requires a number; the server validates these numbers only if {@code binlog_enable} is set in the same clause.
     */
    private void requireBinlogNumber() {
        if (all.stream().anyMatch(other -> KnownProperty.BINLOG_ENABLE.is(other.name()))) {
            try {
                Long.parseLong(property.value());
            } catch (NumberFormatException e) {
                throw refused(AlterRule.PROPERTY_NOT_LONG, property.name());
            }
        }
    }

    private Refusal unknown() {
        return refused(
                PropertyRule.UNKNOWN_PROPERTIES,
                all.stream().map(each -> each.name() + "=" + each.value()).collect(Collectors.joining(", ", "{", "}")));
    }

    private boolean sharedData() {
        return alteration.profile().sharedData();
    }

    private boolean hasGin() {
        return alteration.table().indexes().stream().anyMatch(index -> index.kind() == Kind.GIN);
    }

    private void requireLocation() {
        try {
            LocationLabels.normal(property.value(), alteration.profile(), at);
        } catch (Refusal refusal) {
            throw refused(AlterRule.PROPERTY_INVALID, property.name());
        }
    }

    private void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw refused(rule, arguments);
        }
    }

    private Refusal refused(RefusalRule rule, Object... arguments) {
        return Refusal.wrapped(at, ServerError.COMMON, rule, arguments);
    }
}
