package dev.cairn.engine.property;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a CREATE TABLE. Each property is consumed, validated and stored in its normal form; the server does
 * not know a property that is never consumed.
 *
 * <p>The value of a placeholder is unknown. The checks treat such a property as absent, or as if it had a valid value;
 * afterwards, the placeholder is stored unchanged.
 */
public final class DeclaredTableProperties {
    /** Valid values for placeholders of properties on which other properties depend. */
    private static final Map<String, String> SAMPLE_VALUE_BY_NAME = Map.of(
            KnownProperty.DYNAMIC_PARTITION_ENABLE.propertyName(), "true",
            KnownProperty.DYNAMIC_PARTITION_TIME_UNIT.propertyName(), "DAY",
            KnownProperty.DYNAMIC_PARTITION_END.propertyName(), "1",
            KnownProperty.FLAT_JSON_ENABLE.propertyName(), "true",
            KnownProperty.STORAGE_MEDIUM.propertyName(), "SSD");

    /** The remaining properties, in the order of a hash map, in which the server prints them in messages. */
    private final HashMap<String, String> unconsumedValueByName = new HashMap<>();

    private final Map<String, String> declaredValueByName;
    private final Map<String, String> placeholderByName = new HashMap<>();

    /** The names of properties with placeholders that no check has read yet. */
    private final Set<String> uncheckedPlaceholderNames;

    private final SortedMap<String, Setting> storedSettingByName = new TreeMap<>();
    private final List<Property> declaredProperties;
    private final Span statementSpan;

    public DeclaredTableProperties(List<Property> declaredProperties, Span statementSpan) {
        this.declaredProperties = declaredProperties;
        this.statementSpan = statementSpan;
        for (Property property : declaredProperties) {
            if (Placeholder.isPlaceholder(property.value())) {
                placeholderByName.put(property.name(), property.value());
            } else {
                unconsumedValueByName.put(property.name(), property.value());
            }
        }
        for (String name : placeholderByName.keySet()) {
            String sampleValue = SAMPLE_VALUE_BY_NAME.get(name);
            if (sampleValue != null) {
                unconsumedValueByName.put(name, sampleValue);
            }
        }
        uncheckedPlaceholderNames = new HashSet<>(placeholderByName.keySet());
        declaredValueByName = Collections.unmodifiableMap(new HashMap<>(unconsumedValueByName));
    }

    /**
     * Returns the values of all declared properties, whether they were consumed or not. A placeholder has a sample
     * value, or is omitted.
     */
    public Map<String, String> declaredValueByName() {
        return declaredValueByName;
    }

    /**
     * Returns whether a property is declared with a known value and was not consumed. A placeholder then counts as
     * checked.
     */
    public boolean hasRemainingProperty(KnownProperty property) {
        return peek(property) != null;
    }

    /**
     * Removes a property and returns its value; null if it is absent or was consumed. A placeholder has its sample
     * value, or null, and then counts as checked.
     */
    public @Nullable String consume(KnownProperty property) {
        return consume(property.propertyName());
    }

    /** Consumes the property with a name, as {@link #consume(KnownProperty)} does. */
    public @Nullable String consume(String name) {
        uncheckedPlaceholderNames.remove(name);
        return unconsumedValueByName.remove(name);
    }

    /** Returns the properties that were not consumed. */
    public Map<String, String> unconsumedValueByName() {
        return Collections.unmodifiableMap(unconsumedValueByName);
    }

    /** Consumes all remaining properties of a family that the server knows, and returns their values by name. */
    public SortedMap<String, String> consumeFamily(Predicate<String> isKnown) {
        SortedMap<String, String> consumedValueByName = new TreeMap<>();
        unconsumedValueByName.forEach((name, value) -> {
            if (isKnown.test(name)) {
                consumedValueByName.put(name, value);
            }
        });
        unconsumedValueByName.keySet().removeAll(consumedValueByName.keySet());
        uncheckedPlaceholderNames.removeIf(isKnown);
        return consumedValueByName;
    }

    /**
     * Returns the value of a property without consuming it; null if it is absent or was consumed. A placeholder then
     * counts as checked.
     */
    public @Nullable String peek(KnownProperty property) {
        uncheckedPlaceholderNames.remove(property.propertyName());
        return unconsumedValueByName.get(property.propertyName());
    }

    /** Returns the span of a property in the statement; the span of the statement if the property is absent. */
    public Span spanOf(String name) {
        Span span = statementSpan;
        for (Property property : declaredProperties) {
            if (property.name().equals(name)) {
                span = property.span(); // the last property with the name counts
            }
        }
        return span;
    }

    public Span spanOf(KnownProperty property) {
        return spanOf(property.propertyName());
    }

    public void store(KnownProperty property, String value) {
        storedSettingByName.put(property.propertyName(), new Setting(value, false));
    }

    /** Stores a default, which the statement does not declare. */
    public void storeDefault(KnownProperty property, String value) {
        storedSettingByName.put(property.propertyName(), new Setting(value, true));
    }

    /** Stores a setting of the property with a name. */
    public void storeSetting(String propertyName, Setting setting) {
        storedSettingByName.put(propertyName, setting);
    }

    /** Stores the normal form of the declared value, or the default if no value was declared. */
    public void storeOrDefault(KnownProperty property, @Nullable String value, String defaultValue) {
        storedSettingByName.put(
                property.propertyName(), new Setting(value == null ? defaultValue : value, value == null));
    }

    /** Returns the stored value of a property that must have been stored. */
    public String storedValue(KnownProperty property) {
        return Objects.requireNonNull(storedSettingByName.get(property.propertyName()))
                .value();
    }

    /** Consumes a property, and returns whether it is {@code true}, ignoring case; false if it is missing. */
    boolean consumeBoolean(KnownProperty property) {
        return Boolean.parseBoolean(consume(property));
    }

    public long consumeLong(KnownProperty property, long defaultValue) {
        return consumeNumber(property, defaultValue, Long::parseLong);
    }

    /**
     * Consumes a property, and returns its number; the default if the property is missing. The server reports each
     * value that is not a number with the same message.
     */
    <N extends Number> N consumeNumber(KnownProperty property, N defaultValue, Function<String, N> parser) {
        String value = consume(property);
        if (value == null) {
            return defaultValue;
        }
        try {
            return parser.apply(value);
        } catch (NumberFormatException failure) {
            throw createRefusal(property, PropertyRule.INVALID_VALUE, property.propertyName(), value);
        }
    }

    public Refusal createRefusal(KnownProperty property, RefusalRule rule, Object... arguments) {
        return Refusal.ofExecution(spanOf(property), rule, arguments);
    }

    public PropertyValue createPropertyValue(KnownProperty property, String text) {
        return new PropertyValue(property.propertyName(), text, Origin.CREATE_TABLE, spanOf(property));
    }

    /** Refuses the statement if a property was not consumed, since the server does not know it. */
    public void requireAllConsumed() {
        uncheckedPlaceholderNames.forEach(name -> unconsumedValueByName.put(name, placeholderByName.get(name)));
        if (!unconsumedValueByName.isEmpty()) {
            throw Refusal.ofExecution(
                    spanOf(unconsumedValueByName.keySet().iterator().next()),
                    PropertyRule.UNKNOWN_PROPERTIES,
                    unconsumedValueByName);
        }
    }

    /** Returns the stored properties. A placeholder replaces the value that the checks have stored for its property. */
    public StoredProperties toStoredProperties() {
        placeholderByName.forEach((name, value) -> storedSettingByName.put(name, new Setting(value, false)));
        return new StoredProperties(storedSettingByName);
    }
}
