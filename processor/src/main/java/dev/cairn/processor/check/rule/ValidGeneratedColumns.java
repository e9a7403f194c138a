package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;

/** Generated columns come last, may be NULL, and depend on stored columns only. */
final class ValidGeneratedColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        DeclaredColumn generated = null;
        for (DeclaredColumn column : table.columns()) {
            Expression expression = column.definition().generated();
            if (expression != null) {
                check(table, column, findings);
                checkReferences(table, column, expression, findings);
                generated = generated == null ? column : generated;
            } else if (generated != null) {
                String before = generated.name();
                findings.add(FindingCode.GENERATED_ORDER, column.place(), column.name(), before, before);
                return; // those behind it are misplaced by the same column
            }
        }
    }

    private static void check(CheckedTable table, DeclaredColumn column, Findings findings) {
        Place place = column.place(Part.GENERATED);
        if (table.model() == KeyModel.AGGREGATE) {
            findings.add(FindingCode.GENERATED_MODEL, place, column.name());
        } else if (table.isKey(column)) {
            findings.add(FindingCode.GENERATED_KEY, place, column.name(), table.keyWords());
        } else if (Boolean.FALSE.equals(column.definition().nullable())) {
            findings.add(FindingCode.GENERATED_NOT_NULL, column.place(Part.NOT_NULL), column.name());
        }
    }

    private static void checkReferences(
            CheckedTable table, DeclaredColumn column, Expression expression, Findings findings) {
        for (Name name : expression.columnReferences()) {
            table.column(name.text()).ifPresent(read -> {
                Place place = Place.of(name.span());
                if (read.definition().generated() != null) {
                    findings.add(
                            FindingCode.GENERATED_REFERENCE, place, column.name(), read.name(), "a generated column");
                } else if (read.definition().autoIncrement()) {
                    findings.add(
                            FindingCode.GENERATED_REFERENCE,
                            place,
                            column.name(),
                            read.name(),
                            "an AUTO_INCREMENT column");
                }
            });
        }
    }
}
