package dev.cairn.processor.check;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.sql.ast.Name;
import java.util.List;

/**
 * Reports a column whose previous name is its own or that of another column of the table.
 *
 * @param isCaseKept whether a name keeps its case, so that another case is another name
 */
record RenamedColumnCheck(List<DeclaredColumn> columns, boolean isCaseKept, Findings findings) {
    void check() {
        RenameChain<DeclaredColumn> renameChain = new RenameChain<>(
                column -> RenameChain.nameOf(column.previousName()),
                name -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst(),
                column -> column.definition().withName(Name.of("")));
        for (DeclaredColumn column : columns) {
            PreviousName previousName = column.previousName();
            if (previousName == null) {
                continue;
            }
            boolean isSameName = previousName.name().equalsIgnoreCase(column.name());
            if (isSameName && isCaseKept && !previousName.name().equals(column.name())) {
                continue; // the column gets another case
            }
            if (isSameName) {
                findings.add(FindingCode.RENAMED_FROM_ITSELF, previousName.place(), column.name());
            } else if (!renameChain.isPossible(column)) {
                findings.add(
                        FindingCode.RENAMED_FROM_PRESENT,
                        previousName.place(),
                        column.name(),
                        previousName.name(),
                        renameChain.describeRemedy(column));
            }
        }
    }
}
