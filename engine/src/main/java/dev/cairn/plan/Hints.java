package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.SchemaObject.OfTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Finds what may be a rename that nobody declared. It is only said, never done. */
final class Hints {
    private final Catalog from;
    private final Catalog to;
    private final Renames renames;
    private final List<Hint> hints = new ArrayList<>();

    private Hints(Catalog from, Catalog to, Renames renames) {
        this.from = from;
        this.to = to;
        this.renames = renames;
    }

    static List<Hint> of(Catalog from, Catalog to, SortedSet<ObjectName> replaced, Renames renames) {
        Hints hints = new Hints(from, to, renames);
        List<ObjectName> gone = replaced.stream()
                .filter(name -> isTable(from, name) && !isTable(to, name))
                .toList();
        List<ObjectName> added = replaced.stream()
                .filter(name -> !isTable(from, name) && isTable(to, name))
                .toList();
        gone.forEach(name -> hints.ofTable(name, added));
        replaced.stream()
                .filter(name -> isTable(from, name) && isTable(to, name))
                .forEach(hints::ofColumns);
        return hints.hints;
    }

    private static boolean isTable(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name)
                .filter(OfTable.class::isInstance)
                .isPresent();
    }

    private static Table table(Catalog catalog, ObjectName name) {
        return ((OfTable) SchemaObject.find(catalog, name).orElseThrow()).table();
    }

    private void ofTable(ObjectName gone, List<ObjectName> added) {
        Set<String> columns = names(table(from, gone));
        for (ObjectName candidate : added) {
            Set<String> common = new HashSet<>(names(table(to, candidate)));
            int size = Math.max(common.size(), columns.size());
            common.retainAll(columns);
            if (candidate.database().equals(gone.database()) && 2 * common.size() > size) {
                hints.add(new Hint(candidate, gone.name(), candidate.name()));
                return;
            }
        }
    }

    private static Set<String> names(Table table) {
        return table.columns().stream()
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private void ofColumns(ObjectName name) {
        Table before = table(from, name);
        Table after = table(to, name);
        Set<String> declared =
                renames.ofColumns(name).stream().map(Rename.OfColumn::to).collect(Collectors.toSet());
        List<Column> added = new ArrayList<>(after.columns().stream()
                .filter(column -> before.column(column.name()).isEmpty() && !declared.contains(column.name()))
                .toList());
        for (Column column : before.columns()) {
            if (after.column(column.name()).isPresent()) {
                continue;
            }
            added.stream()
                    .filter(candidate -> candidate.type().equals(column.type()) && candidate.key() == column.key())
                    .findFirst()
                    .ifPresent(candidate -> {
                        hints.add(new Hint(name, column.name(), candidate.name()));
                        added.remove(candidate);
                    });
        }
    }
}
