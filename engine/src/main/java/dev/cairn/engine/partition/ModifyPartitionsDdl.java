package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.ReplicaCount;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodNormalizer;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause.ModifyPartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Applies MODIFY PARTITION … SET. Of the properties that the clause sets, only the number of replicas is visible in the
 * definition of the table.
 */
public final class ModifyPartitionsDdl {
    private final AlterTableContext context;
    private final Table table;
    private final TablePartitions partitions;

    private ModifyPartitionsDdl(AlterTableContext context) {
        this.context = context;
        this.table = context.table();
        this.partitions = TablePartitions.of(table);
    }

    public static void check(AlterTableContext context, ModifyPartitions clause) {
        Map<String, String> declaredValueByName = new HashMap<>();
        for (Property property : clause.properties()) {
            if (!property.isPlaceholder()) {
                declaredValueByName.put(property.name(), property.value());
            }
        }
        if (!context.profile().isSharedData()) {
            checkStorageMedium(context, declaredValueByName, clause.span());
        } else if (declaredValueByName.containsKey(KnownProperty.IN_MEMORY.propertyName())
                && !context.profile().isAtLeast(Version.V4_0)) {
            throw Refusal.ofAnalysis(
                    clause.span(), CommonRule.NOT_IN_SHARED_DATA, KnownProperty.IN_MEMORY.propertyName());
        }
        String replicaCount = declaredValueByName.get(KnownProperty.REPLICATION_NUM.propertyName());
        if (replicaCount != null) {
            ReplicaCount.checkAltered(context.profile(), replicaCount, clause.span());
        }
        requireValidTabletType(context, declaredValueByName, clause.span());
    }

    private static void checkStorageMedium(
            AlterTableContext context, Map<String, String> declaredValueByName, Span span) {
        StorageMediumCheck.check(
                context.profile(),
                declaredValueByName,
                (property, rule, arguments) -> Refusal.ofAnalysis(span, rule, arguments));
    }

    private static void requireValidTabletType(
            AlterTableContext context, Map<String, String> declaredValueByName, Span span) {
        String name = KnownProperty.TABLET_TYPE.propertyName();
        String value = declaredValueByName.get(name);
        if (value == null) {
            return;
        }
        PropertyDefinition definition =
                KnownProperty.TABLET_TYPE.findDefinition(OwnerKind.PARTITION).orElseThrow();
        try {
            definition.checkCreated(context.profile(), new PropertyValue(name, value, Origin.PARTITION, span));
        } catch (Refusal refusal) {
            throw Refusal.ofAnalysis(
                    span, CommonRule.NOT_ONE_OF, KnownProperty.TABLET_TYPE.propertyName(), "MEMORY, DISK", value);
        }
    }

    public static StatementResult apply(AlterTableContext context, ModifyPartitions clause) {
        return new ModifyPartitionsDdl(context).modify(clause);
    }

    private StatementResult modify(ModifyPartitions clause) {
        for (Name name : clause.partitions()) {
            if (!partitions.hasPartition(name.text())) {
                throw Refusal.ofExecution(
                        name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.PARTITION, name, table.name());
            }
        }
        if (findValue(clause, KnownProperty.STORAGE_COOLDOWN_TTL).isPresent()
                && !table.partitioning().isByRange()) {
            throw Refusal.ofExecution(
                    clause.span(),
                    CommonRule.REQUIREMENT_MISSING,
                    KnownProperty.STORAGE_COOLDOWN_TTL.propertyName(),
                    "range partitions");
        }
        findValue(clause, KnownProperty.STORAGE_COOLDOWN_TTL)
                .ifPresent(cooldownPeriod -> checkCooldownPeriod(cooldownPeriod, clause));
        Optional<String> replicaCount = findValue(clause, KnownProperty.REPLICATION_NUM);
        if (replicaCount.isEmpty()) {
            return context.unchangedResult();
        }
        if (KnownProperty.COLOCATE_WITH.isSetIn(table.properties())) {
            throw Refusal.ofExecution(
                    clause.span(), CommonRule.UNSUPPORTED, "A colocated table", "another replication_num");
        }
        return context.createResult(changeReplicaCount(clause, replicaCount.get()));
    }

    /**
     * Requires a valid period, and dates as the upper bounds to which the server adds the period; an unlimited
     * partition has no such bound.
     */
    private void checkCooldownPeriod(String cooldownPeriod, ModifyPartitions clause) {
        if (cooldownPeriod.isBlank() || Placeholder.isPlaceholder(cooldownPeriod)) {
            return;
        }
        try {
            PeriodNormalizer.normalize(cooldownPeriod);
        } catch (InvalidValueException failure) {
            throw Refusal.ofExecution(clause.span(), failure.rule(), failure.arguments());
        }
        boolean hasDateBounds = PrimitiveType.of(partitions.types().get(0)).isDateOrDatetime();
        for (PartitionDefinition partition : partitions.definitions()) {
            if (!hasDateBounds
                    && isModified(clause, partition)
                    && partition instanceof RangePartition rangePartition
                    && !(rangePartition.upperBounds().get(0) instanceof Bound.MaximumBound)) {
                throw Refusal.ofAnalysis(
                        clause.span(),
                        CommonRule.REQUIREMENT_MISSING,
                        KnownProperty.STORAGE_COOLDOWN_TTL.propertyName(),
                        "partitions of dates");
            }
        }
    }

    private static boolean isModified(ModifyPartitions clause, PartitionDefinition partition) {
        return clause.partitions().isEmpty()
                || clause.partitions().stream()
                        .anyMatch(name -> name.equalsIgnoreCase(partition.name().text()));
    }

    private static Optional<String> findValue(ModifyPartitions clause, KnownProperty knownProperty) {
        return clause.properties().stream()
                .filter(property -> knownProperty.isNamed(property.name()))
                .map(Property::value)
                .findFirst();
    }

    private Table changeReplicaCount(ModifyPartitions clause, String replicaCount) {
        if (!partitions.isPartitioned()) {
            return table.withProperties(
                    table.properties().withProperty(KnownProperty.REPLICATION_NUM.propertyName(), replicaCount));
        }
        // The empty text equals no number, so the partitions store the number.
        String tableReplicaCount = partitions.isTableReplicaCount(replicaCount) ? replicaCount : "";
        return partitions.withPartitions(partitions.definitions().stream()
                .map(partition -> isModified(clause, partition)
                        ? TablePartitions.withReplicaCount(partition, replicaCount, tableReplicaCount)
                        : partition)
                .toList());
    }
}
