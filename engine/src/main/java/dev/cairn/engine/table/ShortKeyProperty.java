package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Span;
import java.util.List;

/** Checks {@code "short_key" = "3"} of a new table and {@code "rollup#short_key" = "3"} in a clause of ALTER TABLE. */
public final class ShortKeyProperty {
    private static final String PROPERTY_NAME = KnownProperty.SHORT_KEY.propertyName();

    private ShortKeyProperty() {}

    /**
     * Checks the declared number of columns of the short key, which are the first columns of the sort key. Only the
     * last of them may be a VARCHAR.
     */
    static void checkColumnCount(String declaredCountText, List<Column> sortColumns) throws InvalidValueException {
        short columnCount;
        try {
            columnCount = Short.parseShort(declaredCountText);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(CommonRule.NOT_A_NUMBER, PROPERTY_NAME, declaredCountText);
        }
        if (columnCount <= 0) {
            throw new InvalidValueException(CommonRule.MUST_BE_POSITIVE, PROPERTY_NAME);
        }
        if (columnCount > sortColumns.size()) {
            throw new InvalidValueException(TableRule.SHORT_KEY_TOO_LARGE, sortColumns.size());
        }
        for (Column column : sortColumns.subList(0, columnCount - 1)) {
            if (PrimitiveType.of(column.type()) == PrimitiveType.VARCHAR) {
                throw new InvalidValueException(TableRule.SHORT_KEY_VARCHAR_IN_THE_MIDDLE);
            }
        }
    }

    /** Checks one property of a clause of ALTER TABLE; ignores a property that does not end with {@code short_key}. */
    public static void checkRollupProperty(Table table, String propertyName, Span span) {
        if (!propertyName.endsWith(PROPERTY_NAME)) {
            return;
        }
        String[] nameParts = propertyName.split("#", -1);
        if (nameParts.length != 2 || nameParts[0].isEmpty() || !nameParts[1].equals(PROPERTY_NAME)) {
            throw Refusal.ofExecution(span, TableRule.ROLLUP_PROPERTY_INVALID, propertyName);
        }
        boolean isTableOrRollup = nameParts[0].equals(table.name())
                || table.findRollup(nameParts[0]).isPresent();
        if (!isTableOrRollup) {
            throw Refusal.ofExecution(span, CommonRule.NOT_FOUND, RuleSubject.ROLLUP, nameParts[0]);
        }
    }
}
