package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Span;
import java.util.List;

/** Checks {@code "short_key" = "3"} of a new table and {@code "rollup#short_key" = "3"} in a clause of ALTER TABLE. */
public final class ShortKeyProperty {
    static final String NAME = "short_key";

    private ShortKeyProperty() {}

    /** Checks whether this number of the sort key's columns can form the short key. */
    static void check(String said, List<Column> sorted) throws InvalidValueException {
        short number;
        try {
            number = Short.parseShort(said);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("Short key: " + e.getMessage());
        }
        if (number <= 0) {
            throw new InvalidValueException("Short key column count should larger than 0.");
        }
        if (number > sorted.size()) {
            throw new InvalidValueException("Short key is too large. should less than: " + sorted.size());
        }
        for (Column column : sorted.subList(0, number - 1)) {
            if (PrimitiveType.of(column.type()) == PrimitiveType.VARCHAR) {
                throw new InvalidValueException("Varchar should not in the middle of short keys.");
            }
        }
    }

    /** Checks one property of a clause of ALTER TABLE. */
    public static void check(Table table, String property, Span at) {
        if (!property.endsWith(NAME)) {
            return;
        }
        String[] parts = property.split("#", -1);
        if (parts.length != 2 || parts[0].isEmpty() || !parts[1].equals(NAME)) {
            throw Refusal.execution(at, "Invalid alter table property: " + property);
        }
        boolean exists = parts[0].equals(table.name())
                || table.rollups().stream().anyMatch(rollup -> rollup.name().equals(parts[0]));
        if (!exists) {
            throw Refusal.execution(at, "Index[" + parts[0] + "] does not exist");
        }
    }
}
