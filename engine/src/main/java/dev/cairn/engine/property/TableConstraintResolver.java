package dev.cairn.engine.property;

import dev.cairn.catalog.Column;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.refusal.Refusal;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Resolves the constraints that a table declares for itself, in the properties {@code unique_constraints} and
 * {@code foreign_key_constraints}, to the form that the server stores.
 */
final class TableConstraintResolver {
    private TableConstraintResolver() {}

    static String resolveUnique(PropertyTarget target, PropertyValue value) {
        Map<String, Column> columnByLowerCaseName = ConstraintList.indexByName(target.columns());
        return normalize(
                value,
                () -> UniqueConstraints.parse(value.text(), target.resolvedName(), columnByLowerCaseName, value.span())
                        .toPropertyText());
    }

    static String resolveForeignKeys(PropertyTarget target, PropertyValue value) {
        Map<String, Column> columnByLowerCaseName = ConstraintList.indexByName(target.columns());
        return normalize(
                value,
                () -> new ForeignKeyNormalizer(
                                target.server(), target.resolvedName(), columnByLowerCaseName, value.span())
                        .normalize(value.text()));
    }

    private static String normalize(PropertyValue value, Supplier<String> normalization) {
        if (value.text().isEmpty()) {
            return "";
        }
        try {
            return normalization.get();
        } catch (Refusal refusal) {
            // ALTER TABLE reports each mistake as an invalid value of the property.
            throw value.origin() == Origin.ALTER_TABLE
                    ? Refusal.ofExecution(value.span(), PropertyRule.INVALID_VALUE, value.name(), refusal.detail())
                    : refusal;
        }
    }
}
