package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** ORDER BY names each column once and, in tables that aggregate values, exactly the key columns. */
final class SortColumns implements Rule {
    private static final String REMEDY = "use an integer, a String, a LocalDate, a LocalDateTime or a byte[]";

    @Override
    public void check(CheckedTable table, Findings findings) {
        List<Name> names = table.sortColumns();
        Set<String> seen = new HashSet<>();
        boolean sound = true;
        for (Name name : names) {
            sound &= table.column(name.text()).isPresent();
            if (!seen.add(name.text().toLowerCase(Locale.ROOT))) {
                findings.add(FindingCode.REPEATED_COLUMN, Place.of(name.span()), name.text(), "ORDER BY");
                sound = false;
            }
            table.column(name.text()).ifPresent(column -> checkType(table, name, column, findings));
        }
        boolean merges = table.model() == KeyModel.AGGREGATE || table.model() == KeyModel.UNIQUE;
        if (!names.isEmpty() && sound && merges && !isKey(table, seen)) {
            Place place = Place.of(names.get(0).span());
            findings.add(FindingCode.ORDER_BY_KEYS, place, table.keyWords(), table.keyInJava());
        }
    }

    private static boolean isKey(CheckedTable table, Set<String> names) {
        return table.columns().stream()
                .allMatch(column ->
                        table.isKey(column) == names.contains(column.name().toLowerCase(Locale.ROOT)));
    }

    private static void checkType(CheckedTable table, Name name, DeclaredColumn column, Findings findings) {
        Type type = table.type(column);
        if (type != null
                && table.model() == KeyModel.PRIMARY
                && !PrimitiveType.of(type).canBePrimarySortKey()) {
            findings.add(
                    FindingCode.KEY_TYPE,
                    Place.of(name.span()),
                    name.text(),
                    CheckedTable.words(type),
                    "ORDER BY of a table with PRIMARY KEY",
                    REMEDY);
        }
    }
}
