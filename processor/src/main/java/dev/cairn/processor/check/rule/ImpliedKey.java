package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.sql.ast.KeyModel;

/** Warns of implicit aggregate keys, which each new column without an aggregate function joins. */
final class ImpliedKey implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        if (table.statement().key() == null && table.model() == KeyModel.AGGREGATE) {
            findings.add(FindingCode.IMPLIED_KEY, table.place(), table.keyInJava());
        }
    }
}
