package dev.cairn.engine.alter;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.FlatJsonProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.Alteration;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyTarget;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.AlterClause.SetProperties;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Applies SET of table properties. The server first refuses unknown properties and most invalid values; it refuses the
 * other invalid values when it executes the statement.
 */
final class SetPropertiesDdl {
    private final AlterTableContext context;
    private final Table table;
    private final SetProperties clause;
    private final Property property;
    private final KnownProperty knownProperty;
    private final PropertyDefinition definition;
    private final PropertyTarget propertyTarget;
    private final PropertyValue propertyValue;
    private final Span span;

    private SetPropertiesDdl(
            AlterTableContext context, SetProperties clause, Property property, KnownProperty knownProperty) {
        this.context = context;
        this.table = context.table();
        this.clause = clause;
        this.property = property;
        this.knownProperty = knownProperty;
        this.definition = knownProperty.findDefinition(OwnerKind.TABLE).orElseThrow();
        this.span = clause.span();
        this.propertyTarget = new AlterTablePropertyTarget(context, span);
        this.propertyValue = new PropertyValue(property, Origin.ALTER_TABLE, span);
    }

    static void check(AlterTableContext context, SetProperties clause) {
        requireSingleFamily(clause);
        List<Property> properties = clause.properties();
        if (allStartWith(properties, DynamicPartitionProperties.PREFIX)) {
            return;
        }
        for (Property property : properties) {
            KnownProperty knownProperty = KnownProperty.findByAlterName(property.name())
                    .filter(candidate -> candidate
                            .findDefinition(OwnerKind.TABLE)
                            .filter(definition -> definition.isKnownToAlter(context.profile()))
                            .isPresent())
                    .orElseThrow(() -> createUnknownPropertiesRefusal(clause));
            new SetPropertiesDdl(context, clause, property, knownProperty).check();
        }
    }

    /** Requires a single property, or several properties of one family. */
    static void requireSingleFamily(SetProperties clause) {
        List<Property> properties = clause.properties();
        boolean hasSingleFamily = allStartWith(properties, DynamicPartitionProperties.PREFIX)
                || KnownProperty.FAMILY_PREFIXES.stream().anyMatch(family -> allStartWith(properties, family));
        if (properties.size() > 1 && !hasSingleFamily) {
            throw Refusal.ofWrapped(clause.span(), ServerError.COMMON, AlterRule.SEVERAL_PROPERTIES);
        }
    }

    private static boolean allStartWith(List<Property> properties, String prefix) {
        return properties.stream().allMatch(property -> property.name().startsWith(prefix));
    }

    private void check() {
        if (definition.alteration() == Alteration.DEFERRED) {
            return;
        }
        if (property.isPlaceholder()) {
            if (!definition.isAlterable(context.profile())) {
                throw createUnknownPropertiesRefusal(clause);
            }
            return;
        }
        if (definition.isAlterRefused()) {
            throw createWrappedRefusal(PropertyRule.NOT_ALTERABLE, property.name());
        }
        checkValue();
    }

    private void checkValue() {
        switch (knownProperty) {
            case BINLOG_TTL_SECOND, BINLOG_MAX_SIZE -> new SetBinlogDdl(table, clause).requireNumber(property);
            case FILE_BUNDLING -> {
                definition.resolveAltered(propertyTarget, propertyValue);
                requireChangedBundling();
            }
            default -> definition.resolveAltered(propertyTarget, propertyValue);
        }
    }

    private void requireChangedBundling() {
        boolean isBundlingEnabled = KnownProperty.FILE_BUNDLING.isTrueIn(table.properties());
        if (propertyValue.equalsIgnoreCase("true") == isBundlingEnabled) {
            throw createWrappedRefusal(AlterRule.FILE_BUNDLING_UNCHANGED, table.name(), isBundlingEnabled);
        }
    }

    private static Refusal createUnknownPropertiesRefusal(SetProperties clause) {
        return Refusal.ofWrapped(
                clause.span(),
                ServerError.COMMON,
                PropertyRule.UNKNOWN_PROPERTIES,
                clause.properties().stream()
                        .map(property -> property.name() + "=" + property.value())
                        .collect(Collectors.joining(", ", "{", "}")));
    }

    private Refusal createWrappedRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofWrapped(span, ServerError.COMMON, rule, arguments);
    }

    static StatementResult apply(AlterTableContext context, SetProperties clause) {
        Property firstProperty = clause.properties().get(0);
        if (firstProperty.name().startsWith(DynamicPartitionProperties.PREFIX)) {
            return context.createResult(new SetDynamicPartitioningDdl(context, clause).alter());
        }
        KnownProperty knownProperty =
                KnownProperty.findByAlterName(firstProperty.name()).orElseThrow();
        SetPropertiesDdl propertyAlteration = new SetPropertiesDdl(context, clause, firstProperty, knownProperty);
        return firstProperty.isPlaceholder() ? propertyAlteration.storePlaceholder() : propertyAlteration.apply();
    }

    /** Stores a placeholder: the value is unknown until the statement is run, so no check of the value applies. */
    private StatementResult storePlaceholder() {
        return knownProperty == KnownProperty.REPLICATION_NUM
                ? context.createResult(TablePartitions.of(table).withDefaultReplicaCount(property.value()))
                : store(property.value());
    }

    private StatementResult apply() {
        definition.checkChange(propertyTarget, propertyValue);
        return switch (knownProperty) {
            case BLOOM_FILTER_COLUMNS, BLOOM_FILTER_FPP -> SchemaChangeDdl.apply(context, List.of(clause));
            case COLOCATE_WITH ->
                context.createResult(new SetColocationDdl(context, span).changeGroup(propertyValue.text()));
            case REPLICATION_NUM -> context.createResult(withReplicaCount());
            case STORAGE_MEDIUM -> context.createResult(withStorageMedium());
            case BINLOG_ENABLE, BINLOG_TTL_SECOND, BINLOG_MAX_SIZE ->
                context.createResult(new SetBinlogDdl(table, clause).change());
            case FLAT_JSON_ENABLE ->
                context.createResult(new FlatJsonProperties(table).withEnabled(propertyValue.equalsIgnoreCase("true")));
            case ENABLE_PERSISTENT_INDEX -> persistentIndexDdl().switchIndex();
            case PERSISTENT_INDEX_TYPE -> persistentIndexDdl().changeType();
            case CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION -> applyFastSchemaEvolution();
            case BUCKET_SIZE -> leavesBucketSizeOmitted() ? context.unchangedResult() : storeIfEffective();
            default -> storeIfEffective();
        };
    }

    private PersistentIndexDdl persistentIndexDdl() {
        return new PersistentIndexDdl(context, property.value());
    }

    /**
     * Returns whether the table stores no bucket size, because it was not created with RANDOM distribution, and the
     * clause sets the value that SHOW CREATE omits. The table then stays unchanged.
     */
    private boolean leavesBucketSizeOmitted() {
        return !knownProperty.isSetIn(table.properties()) && propertyValue.equalsIgnoreCase(definition.omittedValue());
    }

    private StatementResult storeIfEffective() {
        return definition.hasAlterEffect() && definition.hasEffect(propertyTarget)
                ? store(definition.resolveAltered(propertyTarget, propertyValue))
                : context.unchangedResult();
    }

    /**
     * Stores a value; a shared-data server stores some properties only in the metadata of tablets, which takes a job.
     */
    private StatementResult store(String newValue) {
        return context.createResult(withProperty(knownProperty, newValue), definition.cost(context.profile()));
    }

    private Table withProperty(KnownProperty changedProperty, String newValue) {
        return table.withProperties(table.properties().withProperty(changedProperty.propertyName(), newValue));
    }

    /** Switches fast schema evolution on immediately, or off by a job. */
    private StatementResult applyFastSchemaEvolution() {
        boolean isEnabled = property.value().equalsIgnoreCase("true");
        if (isEnabled == knownProperty.isTrueIn(table.properties())) {
            return context.unchangedResult();
        }
        Table changedTable = withProperty(knownProperty, Boolean.toString(isEnabled));
        return isEnabled
                ? context.createResult(changedTable)
                : context.createResult(changedTable, ChangeCost.REWRITE_JOB);
    }

    /**
     * Returns the table with the declared storage medium; unchanged on a shared-data server, which ignores the
     * property.
     */
    private Table withStorageMedium() {
        String medium = property.value().toUpperCase(Locale.ROOT);
        boolean isKnownMedium = medium.equals("SSD") || medium.equals("HDD");
        if (context.profile().isSharedData()) {
            return table;
        }
        require(
                isKnownMedium,
                PropertyRule.INVALID_VALUE,
                KnownProperty.STORAGE_MEDIUM.propertyName(),
                property.value());
        return withProperty(knownProperty, medium);
    }

    /**
     * Returns the table with the declared number of replicas. A table with partitions accepts only {@code
     * default.replication_num}.
     */
    private Table withReplicaCount() {
        TablePartitions partitions = TablePartitions.of(table);
        if (knownProperty.isNamed(property.name())) {
            require(
                    !table.partitioning().isByRange() && !partitions.isPartitioned(),
                    AlterRule.REPLICAS_OF_RANGE_PARTITIONS);
        }
        return partitions.withDefaultReplicaCount(Short.toString(Short.parseShort(property.value())));
    }

    private void require(boolean condition, RefusalRule rule, Object... arguments) {
        if (!condition) {
            throw createExecutionRefusal(rule, arguments);
        }
    }

    private Refusal createExecutionRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofExecution(span, rule, arguments);
    }
}
