package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.IndexDefinition;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Each index is on one column, and each column has at most one index. */
final class IndexColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        Set<String> names = new HashSet<>();
        Set<String> columns = new HashSet<>();
        for (IndexDefinition index : table.statement().indexes()) {
            Place place = Place.of(index.span());
            String name = index.name().text();
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                findings.add(FindingCode.INDEX_REPEATED, place, "called", name);
            }
            if (index.columns().size() != 1) {
                String remedy = index.columns().isEmpty() ? "name the column" : "declare an index for each of them";
                findings.add(
                        FindingCode.INDEX_COLUMNS,
                        place,
                        name,
                        count(index.columns().size()),
                        remedy);
                continue;
            }
            String indexed = index.columns().get(0).text();
            if (!columns.add(indexed.toLowerCase(Locale.ROOT))) {
                findings.add(FindingCode.INDEX_REPEATED, place, "on", indexed);
            }
        }
    }

    private static String count(int columns) {
        return columns == 0 ? "no" : String.valueOf(columns);
    }
}
