package dev.cairn.engine.property;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a CREATE TABLE. Each property is taken out, validated and stored in its normal form; properties
 * that are never taken are unknown to the server.
 *
 * <p>The value of a placeholder is unknown. The checks treat the property as absent or as having a valid value, and the
 * placeholder is stored unchanged afterwards.
 */
public final class PropertyBag {
    /** Valid values for placeholders of properties on which other properties depend. */
    private static final Map<String, String> STAND_INS = Map.of(
            DynamicPartitioning.ENABLE, "true",
            DynamicPartitioning.TIME_UNIT, "DAY",
            DynamicPartitioning.END, "1",
            FlatJson.ENABLE, "true");

    /** The remaining properties, in the order of the server's own map, in which it prints them. */
    private final HashMap<String, String> left = new HashMap<>();

    private final Map<String, Span> places = new HashMap<>();
    private final Map<String, String> declared;
    private final Map<String, String> placeholders = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final SortedMap<String, Setting> stored = new TreeMap<>();
    private final Span statement;

    public PropertyBag(List<Property> properties, Span statement) {
        this.statement = statement;
        for (Property property : properties) {
            places.put(property.name(), property.span());
            if (Placeholder.isWhole(property.value())) {
                placeholders.put(property.name(), property.value());
            } else {
                left.put(property.name(), property.value());
            }
        }
        for (String name : placeholders.keySet()) {
            String standIn = STAND_INS.get(name);
            if (standIn != null) {
                left.put(name, standIn);
            }
        }
        declared = Map.copyOf(left);
    }

    /** All properties with known values, including those that were taken. */
    public Map<String, String> declared() {
        return declared;
    }

    public boolean has(String name) {
        asked.add(name);
        return left.containsKey(name);
    }

    @Nullable
    public String take(String name) {
        asked.add(name);
        return left.remove(name);
    }

    /** The properties that were not taken. */
    public Map<String, String> left() {
        return left;
    }

    /** Takes all remaining properties of a family that the server knows. */
    public SortedMap<String, String> takeStarting(String prefix, Predicate<String> known) {
        SortedMap<String, String> taken = new TreeMap<>();
        left.forEach((name, value) -> {
            if (name.startsWith(prefix) && known.test(name)) {
                taken.put(name, value);
            }
        });
        left.keySet().removeAll(taken.keySet());
        placeholders.keySet().stream().filter(known).forEach(asked::add);
        return taken;
    }

    @Nullable
    public String look(String name) {
        asked.add(name);
        return left.get(name);
    }

    /** The position of a property in the statement, or the statement's position if the property is absent. */
    public Span at(String name) {
        return places.getOrDefault(name, statement);
    }

    public void store(String name, String value) {
        stored.put(name, new Setting(value, false));
    }

    public void assume(String name, String value) {
        stored.put(name, new Setting(value, true));
    }

    /** Stores the normal form of the declared value, or the default if no value was declared. */
    public void storeOrAssume(String name, @Nullable String value, String assumed) {
        stored.put(name, new Setting(value == null ? assumed : value, value == null));
    }

    /** The stored value of a property that must have been stored. */
    public String stored(String name) {
        return Objects.requireNonNull(stored.get(name)).value();
    }

    public boolean takeTruth(String name, boolean otherwise) {
        String value = take(name);
        return value == null ? otherwise : Boolean.parseBoolean(value);
    }

    public long takeLong(String name, long otherwise) {
        String value = take(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw refusal(name, PropertyRule.FORMAT, name, value);
        }
    }

    double takeDouble(String name, double otherwise) {
        String value = take(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw refusal(name, PropertyRule.FORMAT, name, value);
        }
    }

    int takeInt(String name, int otherwise) {
        String value = take(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw refusal(name, PropertyRule.FORMAT, name, value);
        }
    }

    public int requireInt(String text, String name, RefusalRule rule, Object... arguments) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw refusal(name, rule, arguments);
        }
    }

    public Refusal refusal(String name, RefusalRule rule, Object... arguments) {
        return Refusal.execution(at(name), rule, arguments);
    }

    public void requireNoneLeft() {
        placeholders.forEach((name, value) -> {
            if (!asked.contains(name)) {
                left.put(name, value);
            }
        });
        if (!left.isEmpty()) {
            throw Refusal.execution(at(left.keySet().iterator().next()), PropertyRule.UNKNOWN_PROPERTIES, left);
        }
    }

    public StoredProperties properties() {
        placeholders.forEach(this::store);
        return new StoredProperties(stored);
    }
}
