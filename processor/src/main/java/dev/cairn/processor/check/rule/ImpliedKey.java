package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.sql.ast.KeyModel;

/** A key that goes without saying is easily changed without noticing: each new column without an aggregate joins it. */
final class ImpliedKey implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        if (table.statement().key() == null && table.model() == KeyModel.AGGREGATE) {
            findings.add(FindingCode.IMPLIED_KEY, table.place(), table.keyInJava());
        }
    }
}
