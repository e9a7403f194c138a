package dev.cairn.engine.partition;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.ReplicaCount;
import dev.cairn.engine.property.StorageMediumCheck;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks the properties of a partition, and determines the ones that the server stores. The properties of the table are
 * the defaults.
 */
final class PartitionPropertyNormalizer {
    private final ServerProfile profile;
    private final Map<String, String> tableValueByName;
    private final Function<String, Span> tablePropertySpanFinder;

    /**
     * Creates a normalizer for all partitions of a table.
     *
     * @param tableValueByName the table's properties, as declared in the statement or as stored
     * @param tablePropertySpanFinder returns the position of a property of the table
     */
    PartitionPropertyNormalizer(
            ServerProfile profile,
            Map<String, String> tableValueByName,
            Function<String, Span> tablePropertySpanFinder) {
        this.profile = profile;
        this.tableValueByName = tableValueByName;
        this.tablePropertySpanFinder = tablePropertySpanFinder;
    }

    /**
     * Returns the properties that the server stores for the partition: only the number of replicas, if it is declared.
     * Refuses invalid properties of the partition or the table, and unknown properties of the partition.
     */
    List<Property> normalize(List<Property> partitionProperties, Span span) {
        Map<String, String> mergedValueByName = new HashMap<>(tableValueByName);
        partitionProperties.stream()
                .filter(property -> !Placeholder.isPlaceholder(property.value()))
                .forEach(property -> mergedValueByName.put(property.name(), property.value()));
        checkMergedValues(mergedValueByName, name -> spanOf(name, partitionProperties, span));
        List<Property> storedProperties = new ArrayList<>(partitionProperties.size());
        Map<String, String> unknownProperties = new HashMap<>();
        for (Property property : partitionProperties) {
            Optional<KnownProperty> knownProperty = KnownProperty.findByName(property.name())
                    .filter(entry -> entry.findDefinition(OwnerKind.PARTITION).isPresent());
            if (knownProperty.isEmpty()) {
                unknownProperties.put(property.name(), property.value());
            } else if (knownProperty.get() == KnownProperty.REPLICATION_NUM) {
                storedProperties.add(property);
            }
        }
        if (!unknownProperties.isEmpty()) {
            throw Refusal.ofAnalysis(span, PropertyRule.UNKNOWN_PROPERTIES, unknownProperties);
        }
        return storedProperties;
    }

    private Span spanOf(String name, List<Property> partitionProperties, Span partitionSpan) {
        return partitionProperties.stream()
                .filter(property -> property.name().equals(name))
                .map(Property::span)
                .findFirst()
                .orElseGet(
                        () -> tableValueByName.containsKey(name) ? tablePropertySpanFinder.apply(name) : partitionSpan);
    }

    private void checkMergedValues(Map<String, String> mergedValueByName, Function<String, Span> spanFinder) {
        if (!profile.isSharedData()) {
            StorageMediumCheck.check(
                    profile,
                    mergedValueByName,
                    (property, rule, arguments) ->
                            Refusal.ofAnalysis(spanFinder.apply(property.propertyName()), rule, arguments));
        }
        String replicaCount = mergedValueByName.get(KnownProperty.REPLICATION_NUM.propertyName());
        if (replicaCount != null) {
            checkReplicaCount(replicaCount, spanFinder.apply(KnownProperty.REPLICATION_NUM.propertyName()));
        }
        for (KnownProperty property : KnownProperty.findByOwnerKind(OwnerKind.PARTITION)) {
            String name = property.propertyName();
            String value = mergedValueByName.get(name);
            if (value != null) {
                property.findDefinition(OwnerKind.PARTITION)
                        .orElseThrow()
                        .checkCreated(
                                profile, new PropertyValue(name, value, Origin.PARTITION, spanFinder.apply(name)));
            }
        }
        // The server reads this property last.
        String writeBackName = KnownProperty.ENABLE_ASYNC_WRITE_BACK.propertyName();
        if (Boolean.parseBoolean(mergedValueByName.get(writeBackName))) {
            throw Refusal.ofAnalysis(spanFinder.apply(writeBackName), PropertyRule.ASYNC_WRITE_BACK_DISABLED);
        }
    }

    private void checkReplicaCount(String replicaCount, Span span) {
        try {
            ReplicaCount.check(profile, ReplicaCount.parse(replicaCount), span);
        } catch (InvalidValueException failure) {
            throw Refusal.ofAnalysis(span, failure.rule(), failure.arguments());
        }
    }
}
