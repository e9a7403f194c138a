package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;

/** Distribution columns are key columns, where rows with equal keys are merged. */
final class DistributionColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        Distribution distribution = table.statement().distribution();
        KeyModel model = table.model();
        if (distribution == null && (model == KeyModel.AGGREGATE || model == KeyModel.UNIQUE)) {
            KeyClause key = table.statement().key();
            Place place = key == null ? table.place() : Place.of(key.span());
            findings.add(FindingCode.DISTRIBUTION_MISSING, place, table.keyWords(), table.keyInJava());
        } else if (distribution instanceof Distribution.Random && model != KeyModel.DUPLICATE) {
            Place place = Place.of(distribution.span());
            findings.add(FindingCode.RANDOM_DISTRIBUTION, place, table.keyWords(), table.keyInJava());
        } else if (distribution instanceof Distribution.Hash hash) {
            for (Name name : hash.columns()) {
                table.column(name.text()).ifPresent(column -> check(table, name, column, findings));
            }
        }
    }

    private static void check(CheckedTable table, Name name, DeclaredColumn column, Findings findings) {
        Type type = table.type(column);
        if (table.isMerged(column)) {
            findings.add(FindingCode.DISTRIBUTION_COLUMN, Place.of(name.span()), name.text(), table.keyWords());
        } else if (type != null && table.isValue(column) && !KeyTypes.canSort(table, type)) {
            findings.add(FindingCode.DISTRIBUTION_TYPE, Place.of(name.span()), name.text(), CheckedTable.words(type));
        }
    }
}
