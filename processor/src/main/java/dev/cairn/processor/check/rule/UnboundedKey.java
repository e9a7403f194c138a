package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;

/** Warns of primary keys with unbounded strings: the server keeps the index of the key in memory. */
final class UnboundedKey implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        if (table.model() != KeyModel.PRIMARY) {
            return;
        }
        for (DeclaredColumn column : table.columns()) {
            boolean unbounded = column.type() == JavaType.Simple.STRING
                    && column.definition().type() instanceof Type.Text text
                    && text.length() == Type.Text.STRING_LENGTH
                    && !column.parts().containsKey(Part.TYPE);
            if (unbounded && table.isKey(column)) {
                findings.add(FindingCode.UNBOUNDED_KEY, column.place(), column.name());
            }
        }
    }
}
