package dev.cairn.lineage;

import dev.cairn.lineage.QueryLineage.OutputLineage;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The uses of the affected columns by a reader.
 *
 * @param resultColumns the columns of the result that are derived from the affected columns
 * @param affectsRows whether the affected columns decide about the rows of the result
 */
record AffectedColumnUses(SortedSet<String> resultColumns, boolean affectsRows) {
    static AffectedColumnUses of(Reader reader, AffectedColumns affectedColumns) {
        QueryLineage lineage = reader.lineage();
        SortedSet<String> resultColumns = new TreeSet<>();
        for (OutputLineage output : lineage.outputs()) {
            if (affectedColumns.isWholeObject()
                    || output.origins().keySet().stream().anyMatch(origin -> isAffected(origin, affectedColumns))) {
                resultColumns.add(output.name());
            }
        }
        boolean affectsRows = affectedColumns.isWholeObject()
                || lineage.influences().keySet().stream().anyMatch(origin -> isAffected(origin, affectedColumns));
        return new AffectedColumnUses(resultColumns, affectsRows);
    }

    boolean hasAnyUse() {
        return affectsRows || !resultColumns.isEmpty();
    }

    private static boolean isAffected(ObjectColumn origin, AffectedColumns affectedColumns) {
        return origin.object().equals(affectedColumns.object()) && affectedColumns.contains(origin.column());
    }
}
