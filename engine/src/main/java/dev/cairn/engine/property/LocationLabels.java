package dev.cairn.engine.property;

import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The property {@code labels.location}: the labels of the backends on which replicas may be placed. */
public final class LocationLabels {
    private static final String ANY_LOCATION = "*";
    private static final int MAX_LENGTH = 255;
    private static final int MAX_LOCATION_COUNT = 10;

    /** The initial capacity of the server's hash sets, which determines the order in which the server prints labels. */
    private static final int SERVER_SET_CAPACITY = 3;

    private static final Pattern LABEL_PATTERN = Pattern.compile("\\*|[a-z_0-9]+\\s*:\\s*(?:\\*|[a-z_0-9]+)");

    private LocationLabels() {}

    /** Returns the default: any location if a backend has a label and the table is not colocated; otherwise empty. */
    static Optional<String> findDefault(PropertyTarget target) {
        boolean hasLabels = !target.profile().resources().labels().isEmpty();
        return hasLabels && !target.hasProperty(KnownProperty.COLOCATE_WITH)
                ? Optional.of(ANY_LOCATION)
                : Optional.empty();
    }

    /**
     * Returns the labels in the order in which the server prints them; {@code *} if one of the items is {@code *}.
     *
     * @throws Refusal if the value has another form, or if no backend has one of the labels
     */
    static String resolve(PropertyTarget target, PropertyValue value) {
        try {
            return normalize(value.text(), target.profile(), value.span());
        } catch (Refusal refusal) {
            throw value.origin() == Origin.ALTER_TABLE
                    ? value.createRefusal(PropertyRule.INVALID_VALUE, value.name(), value.text())
                    : refusal;
        }
    }

    private static String normalize(String text, ServerProfile profile, Span span) {
        if (text.isEmpty()) {
            return text;
        }
        if (text.length() > MAX_LENGTH) {
            throw Refusal.ofAnalysis(
                    span,
                    PropertyRule.INVALID_VALUE,
                    KnownProperty.LABELS_LOCATION.propertyName(),
                    "it has more than " + MAX_LENGTH + " characters");
        }
        String[] items = text.split(",", -1);
        Map<String, Set<String>> valuesByKey = new HashMap<>();
        for (String item : items) {
            if (items.length > MAX_LOCATION_COUNT
                    || !LABEL_PATTERN.matcher(item.trim()).matches()) {
                throw Refusal.ofAnalysis(
                        span,
                        PropertyRule.INVALID_VALUE,
                        KnownProperty.LABELS_LOCATION.propertyName(),
                        text + "; write *, key:* or k1:v1,k2:v2,k1:v11");
            }
            if (item.trim().equals(ANY_LOCATION)) {
                return ANY_LOCATION;
            }
            String[] keyAndValue = item.replaceAll("\\s", "").split(":", 0);
            Set<String> labelValues =
                    valuesByKey.computeIfAbsent(keyAndValue[0], labelKey -> new HashSet<>(SERVER_SET_CAPACITY));
            if (keyAndValue[1].equals(ANY_LOCATION)) {
                labelValues.clear();
            }
            labelValues.add(keyAndValue[1]);
        }
        return formatExistingLabels(valuesByKey, profile, span);
    }

    private static String formatExistingLabels(Map<String, Set<String>> valuesByKey, ServerProfile profile, Span span) {
        StringJoiner labelJoiner = new StringJoiner(",");
        valuesByKey.forEach((labelKey, labelValues) -> {
            for (String value : labelValues) {
                if (!profile.resources().hasLabel(labelKey, value)) {
                    throw Refusal.ofAnalysis(span, PropertyRule.NO_BACKEND_AT_LOCATION, labelKey, value);
                }
                labelJoiner.add(labelKey + ":" + value);
            }
        });
        return labelJoiner.toString();
    }
}
