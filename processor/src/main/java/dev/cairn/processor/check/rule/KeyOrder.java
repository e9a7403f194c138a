package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Name;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Key columns come first, in the order of the key. */
final class KeyOrder implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        KeyClause key = table.statement().key();
        if (key == null || !isSound(table, key, findings)) {
            return;
        }
        int position = 0;
        for (Name name : key.columns()) {
            DeclaredColumn column = table.columns().get(position++);
            if (!name.is(column.name())) {
                String before = table.isKey(column)
                        ? "'" + column.name() + "', which comes after it in the key"
                        : "the value column '" + column.name() + "'";
                findings.add(
                        FindingCode.KEY_ORDER,
                        Place.of(name.span()),
                        name.text(),
                        table.keyWords(),
                        before,
                        column.name());
                return; // one misplaced column displaces all that follow
            }
        }
    }

    private static boolean isSound(CheckedTable table, KeyClause key, Findings findings) {
        Set<String> names = new HashSet<>();
        boolean sound = true;
        for (Name name : key.columns()) {
            sound &= table.column(name.text()).isPresent();
            if (!names.add(name.text().toLowerCase(Locale.ROOT))) {
                findings.add(FindingCode.REPEATED_COLUMN, Place.of(name.span()), name.text(), table.keyWords());
                sound = false;
            }
        }
        return sound;
    }
}
