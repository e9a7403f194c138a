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

/** Checks the properties of a partition; those of the table are the defaults. */
final class PartitionProperties {
    private final ServerProfile profile;
    private final Map<String, String> tableProperties;

    /** @param tableProperties the table's properties, as declared in the statement or as stored */
    PartitionProperties(ServerProfile profile, Map<String, String> tableProperties) {
        this.profile = profile;
        this.tableProperties = tableProperties;
    }

    /** The properties that the server stores for the partition; refuses invalid properties. */
    List<Property> checked(List<Property> own, Span at) {
        Map<String, String> merged = new HashMap<>(tableProperties);
        own.stream()
                .filter(property -> !Placeholder.isWhole(property.value()))
                .forEach(property -> merged.put(property.name(), property.value()));
        try {
            check(merged, at);
        } catch (InvalidValueException e) {
            throw Refusal.analysis(at, e.rule(), e.arguments());
        }
        List<Property> kept = new ArrayList<>(own.size());
        Map<String, String> unknown = new HashMap<>();
        for (Property property : own) {
            Optional<KnownProperty> known = KnownProperty.find(property.name())
                    .filter(entry -> entry.use(Holder.PARTITION).isPresent());
            if (known.isEmpty()) {
                unknown.put(property.name(), property.value());
            } else if (known.get() == KnownProperty.REPLICATION_NUM) {
                kept.add(property);
            }
        }
        if (!unknown.isEmpty()) {
            throw Refusal.analysis(at, PropertyRule.UNKNOWN_PROPERTIES, unknown);
        }
        return kept;
    }

    private void check(Map<String, String> merged, Span at) throws InvalidValueException {
        if (!profile.sharedData()) {
            StorageMedium.check(profile, merged);
        }
        String replicas = merged.get(KnownProperty.REPLICATION_NUM.text());
        if (replicas != null) {
            Replicas.check(profile, Replicas.number(replicas), at);
        }
        for (KnownProperty property : KnownProperty.of(Holder.PARTITION)) {
            String value = merged.get(property.text());
            if (value != null) {
                property.use(Holder.PARTITION)
                        .orElseThrow()
                        .created(profile, new PropertyValue(property.text(), value, Origin.PARTITION, at));
            }
        }
        if (Boolean.parseBoolean(merged.get(KnownProperty.ENABLE_ASYNC_WRITE_BACK.text()))) {
            throw new InvalidValueException(PropertyRule.ASYNC_WRITE_BACK_DISABLED);
        }
    }
}
