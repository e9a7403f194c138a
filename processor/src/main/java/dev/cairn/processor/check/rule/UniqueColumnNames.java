package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Column names are unique. */
final class UniqueColumnNames implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        Set<String> names = new HashSet<>();
        for (DeclaredColumn column : table.columns()) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                Place place = Place.of(column.definition().name().span());
                findings.add(FindingCode.DUPLICATE_COLUMN, place, column.name());
            }
        }
    }
}
