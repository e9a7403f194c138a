package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.sql.ast.Aggregation.Function;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;

/** Aggregate functions accept certain types only. */
final class AggregateTypes implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        if (table.model() != KeyModel.AGGREGATE) {
            return;
        }
        for (DeclaredColumn column : table.columns()) {
            Type type = table.type(column);
            if (type != null
                    && !table.isKey(column)
                    && column.definition().aggregation() instanceof Function function
                    && !takes(function, type)) {
                findings.add(
                        FindingCode.AGGREGATE_TYPE,
                        column.place(Part.AGGREGATE),
                        function,
                        column.name(),
                        CheckedTable.words(type),
                        accepted(function));
            }
        }
    }

    private static boolean takes(Function function, Type type) {
        return PrimitiveType.of(function == Function.SUM ? StoredTypes.ofSum(type) : type)
                .supports(function);
    }

    private static String accepted(Function function) {
        return switch (function) {
            case SUM -> "int, long, BigInteger, float, double or BigDecimal";
            case MIN, MAX -> "numbers, dates or texts";
            case REPLACE -> "any type";
            case REPLACE_IF_NOT_NULL -> "any type but Hll and Percentile";
            case HLL_UNION -> "Hll";
            case BITMAP_UNION -> "Bitmap";
            case PERCENTILE_UNION -> "Percentile";
        };
    }
}
