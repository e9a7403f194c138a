package dev.cairn.processor.check;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.sql.ast.Name;
import java.util.List;

/**
 * Reports a column whose previous name is its own name, or the name of another column that was not renamed, too.
 *
 * @param isCaseSensitive whether the names of the columns are case-sensitive, so that a change of case is a rename
 */
record RenamedColumnCheck(List<DeclaredColumn> columns, boolean isCaseSensitive, Findings findings) {
    void check() {
        RenameChain<DeclaredColumn> renameChain = new RenameChain<>(
                column -> RenameChain.findName(column.previousName()),
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
            if (isSameName && isCaseSensitive && !previousName.name().equals(column.name())) {
                continue; // only the case of the name changes
            }
            if (isSameName) {
                findings.add(CompileRule.RENAMED_FROM_ITSELF, previousName.place(), column.name());
            } else if (!renameChain.mayHavePreviousName(column)) {
                findings.add(
                        CompileRule.RENAMED_FROM_PRESENT,
                        previousName.place(),
                        column.name(),
                        previousName.name(),
                        renameChain.describeRemedy(column));
            }
        }
    }
}
