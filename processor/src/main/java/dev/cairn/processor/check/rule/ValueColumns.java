package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;

/** Value columns have an aggregate function in tables with an aggregate key, and in no others. */
final class ValueColumns implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        for (DeclaredColumn column : table.columns()) {
            Aggregation aggregation = column.definition().aggregation();
            if (table.isKey(column)) {
                if (aggregation != null) {
                    findings.add(
                            FindingCode.AGGREGATE_ON_KEY,
                            place(column, aggregation),
                            column.name(),
                            table.keyWords(),
                            remedy(aggregation));
                }
            } else if (table.model() == KeyModel.AGGREGATE) {
                if (aggregation == null && column.definition().generated() == null && table.isValue(column)) {
                    findings.add(FindingCode.AGGREGATE_MISSING, column.place(), column.name());
                }
            } else if (aggregation != null) {
                checkOutside(table, column, aggregation, findings);
            } else {
                checkSketch(table, column, findings);
            }
        }
    }

    private static void checkOutside(
            CheckedTable table, DeclaredColumn column, Aggregation aggregation, Findings findings) {
        // The server takes REPLACE everywhere, and forgets it where nothing is replaced.
        FindingCode code = aggregation == Aggregation.Function.REPLACE
                ? FindingCode.AGGREGATE_IGNORED
                : FindingCode.AGGREGATE_OUTSIDE;
        findings.add(code, place(column, aggregation), column.name(), table.keyWords(), remedy(aggregation));
    }

    /** The place of the aggregation: a state is declared in place of a type. */
    private static Place place(DeclaredColumn column, Aggregation aggregation) {
        return column.place(aggregation instanceof Aggregation.State ? Part.TYPE : Part.AGGREGATE);
    }

    private static String remedy(Aggregation aggregation) {
        return aggregation instanceof Aggregation.State
                ? "replace @StateOf and State with the type of a value"
                : "remove @Aggregate";
    }

    private static void checkSketch(CheckedTable table, DeclaredColumn column, Findings findings) {
        Type type = table.type(column);
        if (table.model() != KeyModel.DUPLICATE
                || type == null
                || !PrimitiveType.of(type).isMetric()) {
            return;
        }
        Place place = column.place(Part.TYPE);
        findings.add(FindingCode.SKETCH_COLUMN, place, column.name(), CheckedTable.words(type), type(type) + "_UNION");
    }

    private static String type(Type type) {
        return PrimitiveType.of(type).name();
    }
}
