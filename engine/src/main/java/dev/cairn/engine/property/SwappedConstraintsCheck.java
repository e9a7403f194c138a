package dev.cairn.engine.property;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.context.NameRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.function.Function;

/**
 * Requires that two objects to be swapped declare the same constraints, because other objects may rely on these
 * constraints.
 */
public final class SwappedConstraintsCheck {
    private static final String UNIQUE_CONSTRAINTS_TITLE = "unique constraints";
    private static final String FOREIGN_KEYS_TITLE = "foreign key constraints";

    private SwappedConstraintsCheck() {}

    /** Requires that two tables have the same constraints, apart from the qualifying names of tables. */
    public static void requireSame(StoredProperties properties, StoredProperties otherProperties, Name otherName) {
        requireEqual(properties, otherProperties, otherName, SwappedConstraintsCheck::removeQualifiers);
    }

    /**
     * Requires that two materialized views have the same number of constraints; the server does not compare the
     * constraints themselves.
     */
    public static void requireSameCounts(
            StoredProperties properties, StoredProperties otherProperties, Name otherName) {
        requireEqual(properties, otherProperties, otherName, List::size);
    }

    /**
     * Requires that a part of the constraints of both objects is equal.
     *
     * @param comparedPart returns the part of the constraints that must be equal
     */
    private static void requireEqual(
            StoredProperties properties,
            StoredProperties otherProperties,
            Name otherName,
            Function<List<String>, Object> comparedPart) {
        for (KnownProperty property : ConstraintTableNames.CONSTRAINT_PROPERTIES) {
            List<String> constraints = splitConstraints(properties, property);
            List<String> otherConstraints = splitConstraints(otherProperties, property);
            if (!comparedPart.apply(constraints).equals(comparedPart.apply(otherConstraints))) {
                throw createDifferenceRefusal(property, constraints, otherConstraints, otherName);
            }
        }
    }

    private static Refusal createDifferenceRefusal(
            KnownProperty property, List<String> constraints, List<String> otherConstraints, Name otherName) {
        String propertyTitle =
                property == KnownProperty.UNIQUE_CONSTRAINTS ? UNIQUE_CONSTRAINTS_TITLE : FOREIGN_KEYS_TITLE;
        return Refusal.ofExecution(
                otherName.span(),
                NameRule.SWAPPED_TABLES_DIFFER,
                otherName,
                propertyTitle,
                constraints,
                otherConstraints);
    }

    private static List<String> splitConstraints(StoredProperties properties, KnownProperty property) {
        return properties
                .findValue(property.propertyName())
                .map(value -> ConstraintList.split(value).stream()
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
