package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Span;
import java.util.List;

/** Checks {@code "short_key" = "3"} of a new table and {@code "rollup#short_key" = "3"} in a clause of ALTER TABLE. */
public final class ShortKeyProperty {
    private static final String NAME = KnownProperty.SHORT_KEY.propertyName();

    private ShortKeyProperty() {}

    /** Checks whether this number of the sort key's columns can form the short key. */
    static void check(String declared, List<Column> sorted) throws InvalidValueException {
        short number;
        try {
            number = Short.parseShort(declared);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(CommonRule.NOT_A_NUMBER, "short_key", declared);
        }
        if (number <= 0) {
            throw new InvalidValueException(CommonRule.NOT_POSITIVE, "short_key");
        }
        if (number > sorted.size()) {
            throw new InvalidValueException(TableRule.SHORT_KEY_TOO_LARGE, sorted.size());
        }
        for (Column column : sorted.subList(0, number - 1)) {
            if (PrimitiveType.of(column.type()) == PrimitiveType.VARCHAR) {
                throw new InvalidValueException(TableRule.SHORT_KEY_VARCHAR_IN_THE_MIDDLE);
            }
        }
    }

    /** Checks one property of a clause of ALTER TABLE. */
    public static void check(Table table, String property, Span span) {
        if (!property.endsWith(NAME)) {
            return;
        }
        String[] parts = property.split("#", -1);
        if (parts.length != 2 || parts[0].isEmpty() || !parts[1].equals(NAME)) {
            throw Refusal.execution(span, TableRule.ROLLUP_PROPERTY_INVALID, property);
        }
        boolean exists = parts[0].equals(table.name()) || table.rollup(parts[0]).isPresent();
        if (!exists) {
            throw Refusal.execution(span, CommonRule.NOT_FOUND, RuleSubject.ROLLUP, parts[0]);
        }
    }
}
