package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/** A table has at most one AUTO_INCREMENT column, a BIGINT. */
final class AutoIncrements implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        DeclaredColumn first = null;
        for (DeclaredColumn column : table.columns()) {
            if (column.definition().autoIncrement()) {
                check(table, first, column, findings);
                first = first == null ? column : first;
            }
        }
    }

    private static void check(
            CheckedTable table, @Nullable DeclaredColumn first, DeclaredColumn column, Findings findings) {
        Type type = table.type(column);
        if (first != null) {
            findings.add(
                    FindingCode.AUTO_INCREMENT_TWICE, column.place(Part.AUTO_INCREMENT), first.name(), column.name());
        } else if (type != null && PrimitiveType.of(type) != PrimitiveType.BIGINT) {
            findings.add(
                    FindingCode.AUTO_INCREMENT_TYPE,
                    column.place(Part.AUTO_INCREMENT),
                    column.name(),
                    CheckedTable.words(type));
        }
    }
}
