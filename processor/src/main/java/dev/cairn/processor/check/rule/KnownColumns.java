package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Name;

/** Wherever a table names a column, it has one of that name. */
final class KnownColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        for (Name name : ReferencedColumns.in(table)) {
            if (table.column(name.text()).isEmpty()) {
                String meant = Suggestion.after(name.text(), table.names());
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), meant);
            }
        }
    }
}
