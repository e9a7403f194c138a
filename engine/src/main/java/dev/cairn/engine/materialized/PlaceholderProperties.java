package dev.cairn.engine.materialized;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.sql.ast.Property;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Properties of a materialized view whose values are placeholders. Their values are unknown until the statement is run,
 * so the checks treat them as absent, and the placeholders are stored unchanged afterwards.
 */
final class PlaceholderProperties {
    private final Map<String, String> placeholders = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /** Separates the placeholders from the properties with known values. */
    static PlaceholderProperties takenFrom(List<Property> declared, Map<String, Property> known) {
        PlaceholderProperties later = new PlaceholderProperties();
        for (Property property : declared) {
            if (property.isPlaceholder()) {
                later.placeholders.put(property.name(), property.value());
            } else {
                known.put(property.name(), property);
            }
        }
        return later;
    }

    /** Records that the server knows a property of this name. */
    void ask(String name) {
        asked.add(name);
    }

    /** Adds the placeholders of properties that the server knows; the others are added to the unknown properties. */
    StoredProperties addedTo(StoredProperties properties, Map<String, String> unknown) {
        StoredProperties all = properties;
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            if (asked.contains(placeholder.getKey())) {
                all = all.with(placeholder.getKey(), placeholder.getValue());
            } else {
                unknown.put(placeholder.getKey(), placeholder.getValue());
            }
        }
        return all;
    }
}
