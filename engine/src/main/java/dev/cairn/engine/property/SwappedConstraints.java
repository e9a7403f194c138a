package dev.cairn.engine.property;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.NameRule;
import dev.cairn.sql.ast.Name;
import java.util.Arrays;
import java.util.List;

/** Requires that two objects to be swapped declare the same constraints, because other objects may rely on them. */
public final class SwappedConstraints {
    private static final String UNIQUE = "unique constraints";
    private static final String FOREIGN = "foreign key constraints";

    private SwappedConstraints() {}

    /** Requires that two tables have the same constraints, apart from the qualifying names of tables. */
    public static void requireSame(StoredProperties ownProperties, StoredProperties otherProperties, Name otherName) {
        for (KnownProperty property :
                List.of(KnownProperty.UNIQUE_CONSTRAINTS, KnownProperty.FOREIGN_KEY_CONSTRAINTS)) {
            List<String> origin = splitConstraints(ownProperties, property);
            List<String> replacement = splitConstraints(otherProperties, property);
            if (!removeQualifiers(origin).equals(removeQualifiers(replacement))) {
                throw refusal(property, origin, replacement, otherName);
            }
        }
    }

    /** Requires that two materialized views have as many constraints, which are those of their tables. */
    public static void requireSameCounts(
            StoredProperties ownProperties, StoredProperties otherProperties, Name otherName) {
        for (KnownProperty property :
                List.of(KnownProperty.UNIQUE_CONSTRAINTS, KnownProperty.FOREIGN_KEY_CONSTRAINTS)) {
            List<String> origin = splitConstraints(ownProperties, property);
            List<String> replacement = splitConstraints(otherProperties, property);
            if (origin.size() != replacement.size()) {
                throw refusal(property, origin, replacement, otherName);
            }
        }
    }

    private static Refusal refusal(
            KnownProperty property, List<String> origin, List<String> replacement, Name otherName) {
        String kind = property == KnownProperty.UNIQUE_CONSTRAINTS ? UNIQUE : FOREIGN;
        return Refusal.execution(
                otherName.span(), NameRule.SWAPPED_TABLES_DIFFER, otherName, kind, origin, replacement);
    }

    private static List<String> splitConstraints(StoredProperties properties, KnownProperty property) {
        return properties
                .value(property.propertyName())
                .map(value -> Arrays.stream(value.split(";", 0))
                        .map(String::trim)
                        .filter(constraint -> !constraint.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    private static List<String> removeQualifiers(List<String> constraints) {
        return constraints.stream()
                .map(constraint -> constraint.replaceAll("[^,.() ]+\\.", ""))
                .toList();
    }
}
