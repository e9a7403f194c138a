package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Name;

/** Each column that a clause names exists. */
final class KnownColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        for (Name name : table.columnReferences()) {
            if (table.column(name.text()).isEmpty()) {
                String suggestion = Suggestion.after(name.text(), table.names());
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), suggestion);
            }
        }
    }
}
