package dev.cairn.processor.check;

import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.Name;

/** Wherever a table names a column, it has one of that name; in an expression the table's own name may stand before it. */
final class KnownColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        Name own = table.statement().name().last();
        for (Name name : NamedColumns.in(table)) {
            if (table.column(name.text()).isEmpty() && !name.equals(own)) {
                String meant = Suggestion.after(name.text(), table.names());
                findings.add(Code.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), meant);
            }
        }
    }
}
