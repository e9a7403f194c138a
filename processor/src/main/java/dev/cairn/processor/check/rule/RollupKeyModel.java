package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.RollupDefinition;

/** Tables that replace rows by their key have no rollups. */
final class RollupKeyModel implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        if (table.model() == KeyModel.PRIMARY) {
            for (RollupDefinition rollup : table.statement().rollups()) {
                findings.add(
                        FindingCode.ROLLUP_MODEL,
                        Place.of(rollup.span()),
                        rollup.name().text());
            }
        }
    }
}
