package dev.cairn.engine.property;

import dev.cairn.catalog.Column;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.refusal.Refusal;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The constraints that a table declares for itself: the properties {@code unique_constraints} and
 * {@code foreign_key_constraints}.
 */
final class TableConstraints {
    private TableConstraints() {}

    static String resolveUnique(PropertyTarget table, PropertyValue value) {
        Map<String, Column> columns = ForeignKeyNormalizer.indexByName(table.columns());
        return normalizeOrRefuse(
                value,
                () -> UniqueConstraints.parse(value.text(), table.resolvedName(), columns, value.span())
                        .toPropertyValue());
    }

    static String resolveForeignKeys(PropertyTarget table, PropertyValue value) {
        Map<String, Column> columns = ForeignKeyNormalizer.indexByName(table.columns());
        return normalizeOrRefuse(
                value,
                () -> new ForeignKeyNormalizer(table.server(), table.resolvedName(), columns, value.span())
                        .normalize(value.text()));
    }

    private static String normalizeOrRefuse(PropertyValue value, Supplier<String> normalizer) {
        if (value.text().isEmpty()) {
            return "";
        }
        try {
            return normalizer.get();
        } catch (Refusal refusal) {
            throw value.origin() == Origin.ALTER_TABLE
                    ? Refusal.ofExecution(value.span(), PropertyRule.INVALID_VALUE, value.name(), refusal.detail())
                    : refusal;
        }
    }
}
