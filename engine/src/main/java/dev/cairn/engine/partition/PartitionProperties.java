package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the properties of a partition; those of the table are the defaults. */
final class PartitionProperties {
    private static final Set<String> KNOWN = Set.of(
            StorageMedium.MEDIUM,
            StorageMedium.COOLDOWN_TIME,
            StorageMedium.COOLDOWN_TTL,
            Replicas.PROPERTY,
            "version_info",
            "in_memory",
            "tablet_type",
            "datacache.enable",
            "enable_async_write_back");

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
            if (property.name().equals(Replicas.PROPERTY)) {
                kept.add(property);
            } else if (!KNOWN.contains(property.name())) {
                unknown.put(property.name(), property.value());
            }
        }
        if (!unknown.isEmpty()) {
            throw Refusal.analysis(at, PartitionRule.UNKNOWN_PROPERTIES, unknown);
        }
        return kept;
    }

    private void check(Map<String, String> merged, Span at) throws InvalidValueException {
        if (!profile.sharedData()) {
            StorageMedium.check(profile, merged);
        }
        String replicas = merged.get(Replicas.PROPERTY);
        if (replicas != null) {
            Replicas.check(profile, Replicas.number(replicas), at);
        }
        checkVersion(merged.get("version_info"));
        String tabletType = merged.getOrDefault("tablet_type", "disk");
        if (!tabletType.equalsIgnoreCase("memory") && !tabletType.equalsIgnoreCase("disk")) {
            throw new InvalidValueException(PartitionRule.TABLET_TYPE);
        }
        if (Boolean.parseBoolean(merged.get("enable_async_write_back"))) {
            throw new InvalidValueException(PartitionRule.ASYNC_WRITE_BACK_DISABLED);
        }
    }

    private void checkVersion(@Nullable String version) throws InvalidValueException {
        if (version == null) {
            return;
        }
        if (profile.sharedData()) {
            throw new InvalidValueException(PartitionRule.VERSION_INFO_IN_SHARED_DATA);
        }
        try {
            Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(PartitionRule.VERSION_INFO_FORMAT);
        }
    }
}
