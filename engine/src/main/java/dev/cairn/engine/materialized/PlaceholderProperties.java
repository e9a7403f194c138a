package dev.cairn.engine.materialized;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.alter.PlaceholderProperty;
import dev.cairn.sql.ast.Property;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Properties of a materialized view whose values are placeholders. Nothing is known of them until the statement is run:
 * the checks see it as if they had not been said, and in the end the placeholders are kept as they are.
 */
final class PlaceholderProperties {
    private final Map<String, String> placeholders = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /** Takes the placeholders out of what was said. */
    static PlaceholderProperties takenFrom(List<Property> said, Map<String, Property> known) {
        PlaceholderProperties later = new PlaceholderProperties();
        for (Property property : said) {
            if (PlaceholderProperty.isOne(property)) {
                later.placeholders.put(property.name(), property.value());
            } else {
                known.put(property.name(), property);
            }
        }
        return later;
    }

    /** The server knows a property of this name. */
    void ask(String name) {
        asked.add(name);
    }

    /** Adds those that the server knows, and leaves the others among what is unknown. */
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
