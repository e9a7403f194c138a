package dev.cairn.engine.materialized;

import dev.cairn.catalog.Properties;
import dev.cairn.engine.alter.LaterProperty;
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
final class LaterProperties {
    private final Map<String, String> placeholders = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /** Takes the placeholders out of what was said. */
    static LaterProperties takenFrom(List<Property> said, Map<String, Property> known) {
        LaterProperties later = new LaterProperties();
        for (Property property : said) {
            if (LaterProperty.isOne(property)) {
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
    Properties addedTo(Properties properties, Map<String, String> unknown) {
        Properties all = properties;
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
