package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.Replicas;
import dev.cairn.engine.property.StorageMedium;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Checks the properties of a partition; those of the table are the defaults. */
final class PartitionProperties {
    private final ServerProfile profile;
    private final Map<String, String> tableProperties;
    private final Function<String, Span> places;

    /**
     * @param tableProperties the table's properties, as declared in the statement or as stored
     * @param places the position of each of them
     */
    PartitionProperties(ServerProfile profile, Map<String, String> tableProperties, Function<String, Span> places) {
        this.profile = profile;
        this.tableProperties = tableProperties;
        this.places = places;
    }

    /** The properties that the server stores for the partition; refuses invalid properties. */
    List<Property> checkOwn(List<Property> ownProperties, Span at) {
        Map<String, String> merged = new HashMap<>(tableProperties);
        ownProperties.stream()
                .filter(property -> !Placeholder.isWhole(property.value()))
                .forEach(property -> merged.put(property.name(), property.value()));
        check(merged, name -> findSpan(name, ownProperties, at));
        List<Property> keptProperties = new ArrayList<>(ownProperties.size());
        Map<String, String> unknown = new HashMap<>();
        for (Property property : ownProperties) {
            Optional<KnownProperty> knownProperty = KnownProperty.find(property.name())
                    .filter(entry -> entry.use(Holder.PARTITION).isPresent());
            if (knownProperty.isEmpty()) {
                unknown.put(property.name(), property.value());
            } else if (knownProperty.get() == KnownProperty.REPLICATION_NUM) {
                keptProperties.add(property);
            }
        }
        if (!unknown.isEmpty()) {
            throw Refusal.analysis(at, PropertyRule.UNKNOWN_PROPERTIES, unknown);
        }
        return keptProperties;
    }

    private Span findSpan(String name, List<Property> ownProperties, Span partition) {
        return ownProperties.stream()
                .filter(property -> property.name().equals(name))
                .map(Property::span)
                .findFirst()
                .orElseGet(() -> tableProperties.containsKey(name) ? places.apply(name) : partition);
    }

    private void check(Map<String, String> merged, Function<String, Span> at) {
        if (!profile.sharedData()) {
            StorageMedium.check(
                    profile,
                    merged,
                    (property, rule, arguments) ->
                            Refusal.analysis(at.apply(property.propertyName()), rule, arguments));
        }
        String replicas = merged.get(KnownProperty.REPLICATION_NUM.propertyName());
        if (replicas != null) {
            checkReplicas(replicas, at.apply(KnownProperty.REPLICATION_NUM.propertyName()));
        }
        for (KnownProperty property : KnownProperty.propertiesOf(Holder.PARTITION)) {
            String name = property.propertyName();
            String value = merged.get(name);
            if (value != null) {
                property.use(Holder.PARTITION)
                        .orElseThrow()
                        .checkCreated(profile, new PropertyValue(name, value, Origin.PARTITION, at.apply(name)));
            }
        }
        // The server reads this property last.
        String writeBack = KnownProperty.ENABLE_ASYNC_WRITE_BACK.propertyName();
        if (Boolean.parseBoolean(merged.get(writeBack))) {
            throw Refusal.analysis(at.apply(writeBack), PropertyRule.ASYNC_WRITE_BACK_DISABLED);
        }
    }

    private void checkReplicas(String number, Span at) {
        try {
            Replicas.check(profile, Replicas.parseNumber(number), at);
        } catch (InvalidValueException e) {
            throw Refusal.analysis(at, e.rule(), e.arguments());
        }
    }
}
