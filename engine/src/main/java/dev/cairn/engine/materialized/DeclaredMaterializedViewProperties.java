package dev.cairn.engine.materialized;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyValue;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a statement declares for a materialized view. Each property is consumed once; the remaining
 * properties must be variables.
 *
 * <p>The value of a placeholder is unknown until the statement is run, so the checks treat it as absent, and the
 * placeholder is stored unchanged afterwards.
 */
final class DeclaredMaterializedViewProperties {
    private final Map<String, String> remainingValueByName = new LinkedHashMap<>();
    private final Map<String, String> placeholderByName = new LinkedHashMap<>();
    private final Map<String, Span> spanByName = new HashMap<>();
    private final Set<String> requestedNames = new HashSet<>();
    private final Span statementSpan;

    DeclaredMaterializedViewProperties(List<Property> declaredProperties, Span statementSpan) {
        this.statementSpan = statementSpan;
        for (Property property : declaredProperties) {
            spanByName.put(property.name(), property.span());
            (property.isPlaceholder() ? placeholderByName : remainingValueByName)
                    .put(property.name(), property.value());
        }
    }

    /** Returns whether the statement declares the property, with a known value or with a placeholder. */
    boolean declares(KnownProperty property) {
        return spanByName.containsKey(property.propertyName());
    }

    /** Returns whether the statement declares a known value that was not consumed. */
    boolean hasRemainingProperty(KnownProperty property) {
        return remainingValueByName.containsKey(property.propertyName());
    }

    /** Returns whether the property has the value {@code true}, in any case, which was not consumed. */
    boolean isTrue(KnownProperty property) {
        return "true".equalsIgnoreCase(remainingValueByName.get(property.propertyName()));
    }

    /**
     * Returns the value of a property without consuming it; null if the statement does not declare one, or if the value
     * is a placeholder.
     */
    @Nullable
    PropertyValue peek(KnownProperty property) {
        String name = property.propertyName();
        requestedNames.add(name);
        String text = remainingValueByName.get(name);
        return text == null ? null : new PropertyValue(name, text, Origin.MATERIALIZED_VIEW, spanOf(name));
    }

    /** Returns the value of a property, as {@link #peek} does, and removes it. */
    @Nullable
    PropertyValue consume(KnownProperty property) {
        PropertyValue value = peek(property);
        remainingValueByName.remove(property.propertyName());
        return value;
    }

    /** Returns the position of a property in the statement, or the statement's position if the property is absent. */
    Span spanOf(String name) {
        return spanByName.getOrDefault(name, statementSpan);
    }

    /**
     * Returns the stored properties with the remaining properties, which must be variables, and with the placeholders
     * of the properties that a check has read. Any other placeholder counts as a remaining property.
     *
     * @param refusalFactory creates the refusal of a name that is not a variable, from the name and all remaining
     *     values
     */
    StoredProperties mergeRemainingInto(
            StoredProperties storedProperties,
            ServerProfile profile,
            BiFunction<String, Map<String, String>, Refusal> refusalFactory) {
        StoredProperties mergedProperties = storedProperties;
        for (Map.Entry<String, String> placeholderEntry : placeholderByName.entrySet()) {
            if (requestedNames.contains(placeholderEntry.getKey())) {
                mergedProperties =
                        mergedProperties.withProperty(placeholderEntry.getKey(), placeholderEntry.getValue());
            } else {
                remainingValueByName.put(placeholderEntry.getKey(), placeholderEntry.getValue());
            }
        }
        for (Map.Entry<String, String> remainingEntry : remainingValueByName.entrySet()) {
            String name = remainingEntry.getKey();
            if (!name.startsWith(RefreshVariables.PREFIX)) {
                throw refusalFactory.apply(name, remainingValueByName);
            }
            String variableName = name.substring(RefreshVariables.PREFIX.length());
            RefreshVariables.check(profile, variableName, remainingEntry.getValue(), spanOf(name));
            mergedProperties = mergedProperties.withProperty(name, remainingEntry.getValue());
        }
        return mergedProperties;
    }
}
