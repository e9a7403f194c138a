package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.OldName;
import dev.cairn.sql.ast.Name;

/** No column has the old name of another one. */
final class RenamedColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        RenameChain<DeclaredColumn> names = new RenameChain<>(
                column -> RenameChain.text(column.renamedFrom()),
                table::column,
                column -> column.definition().withName(Name.of("")));
        for (DeclaredColumn column : table.columns()) {
            OldName before = column.renamedFrom();
            if (before == null) {
                continue;
            }
            if (before.name().equalsIgnoreCase(column.name())) {
                findings.add(FindingCode.RENAMED_FROM_ITSELF, before.place(), column.name());
            } else if (!names.canBe(column)) {
                findings.add(FindingCode.RENAMED_FROM_PRESENT, before.place(), column.name(), before.name());
            }
        }
    }
}
