package dev.cairn.processor.check.refusal;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Converts refusals of the key of a table, and of the aggregations of its other columns, into findings. */
final class KeyRefusalConverter {
    private static final String PRIMARY_KEY_TYPE_REMEDY =
            "use a boolean, an integer, a String with @Varchar, a LocalDate or a LocalDateTime";
    private static final String KEY_TYPE_REMEDY =
            "use an integer, a BigDecimal with @Decimal, a String, a LocalDate or a LocalDateTime";

    private final RefusedTable refusedTable;
    private final CheckedTable table;

    KeyRefusalConverter(RefusedTable refusedTable) {
        this.refusedTable = refusedTable;
        this.table = refusedTable.table();
    }

    /** Returns the finding for a refusal by a rule; empty if another converter or none has a message for the rule. */
    Optional<Finding> toFinding(ColumnRule rule) {
        return switch (rule) {
            case KEY_COLUMNS_NOT_FIRST -> keyOrderFinding();
            case KEY_TYPE_UNSUPPORTED, PRIMARY_KEY_TYPE_UNSUPPORTED -> keyTypeFinding();
            case FIRST_COLUMN_NOT_INDEXABLE -> firstColumnFinding();
            case KEY_WITH_AGGREGATION -> aggregationFinding(CompileRule.AGGREGATE_ON_KEY);
            case VALUE_WITH_AGGREGATION -> aggregationFinding(CompileRule.AGGREGATE_OUTSIDE);
            case VALUE_WITHOUT_AGGREGATION -> missingAggregateFinding();
            case NO_AGGREGATE_FUNCTION -> sketchColumnFinding();
            case AGGREGATE_FUNCTION_INVALID -> aggregateTypeFinding();
            default -> Optional.empty();
        };
    }

    private Optional<Finding> keyOrderFinding() {
        List<Name> keyNames = Objects.requireNonNull(table.statement().key()).columns();
        for (int i = 0; i < keyNames.size(); i++) {
            Name name = keyNames.get(i);
            if (refusedTable.isRefused(name.span())) {
                if (keyNames.subList(0, i).stream()
                        .anyMatch(precedingName -> precedingName.equalsIgnoreCase(name.text()))) {
                    return Optional.of(Finding.of(
                            CompileRule.REPEATED_COLUMN, refusedTable.place(), name.text(), table.keyKeywords()));
                }
                DeclaredColumn column = table.columns().get(i);
                String precedingColumnDescription = table.isKeyColumn(column)
                        ? "'" + column.name() + "', which comes after it in the key"
                        : "the value column '" + column.name() + "'";
                return Optional.of(Finding.of(
                        CompileRule.KEY_ORDER,
                        refusedTable.place(),
                        name.text(),
                        table.keyKeywords(),
                        precedingColumnDescription,
                        column.name()));
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> keyTypeFinding() {
        String remedy = table.keyModel() == KeyModel.PRIMARY ? PRIMARY_KEY_TYPE_REMEDY : KEY_TYPE_REMEDY;
        return refusedTable
                .findColumn()
                .map(column -> Finding.of(
                        CompileRule.KEY_TYPE,
                        column.place(ColumnPart.TYPE),
                        column.name(),
                        refusedTable.formatType(column),
                        table.keyKeywords(),
                        remedy));
    }

    /** Returns the finding about a first column by which a table without a key can't be sorted. */
    private Optional<Finding> firstColumnFinding() {
        DeclaredColumn firstColumn = table.columns().get(0);
        return Optional.of(
                firstColumn.definition().generatedValue() == null
                        ? Finding.of(
                                CompileRule.FIRST_COLUMN,
                                firstColumn.place(ColumnPart.TYPE),
                                firstColumn.name(),
                                "has the type " + refusedTable.formatType(firstColumn))
                        : Finding.of(
                                CompileRule.FIRST_COLUMN,
                                firstColumn.place(),
                                firstColumn.name(),
                                "is a generated column"));
    }

    private Optional<Finding> aggregationFinding(CompileRule findingRule) {
        return refusedTable.findColumn().map(column -> {
            boolean isState = column.definition().aggregation() instanceof Aggregation.State;
            String remedy = isState ? "replace @StateOf and State with the type of a value" : "remove @Aggregate";
            // A state is declared in place of a type.
            return Finding.of(
                    findingRule,
                    column.place(isState ? ColumnPart.TYPE : ColumnPart.AGGREGATE),
                    column.name(),
                    table.keyKeywords(),
                    remedy);
        });
    }

    private Optional<Finding> missingAggregateFinding() {
        return refusedTable
                .findColumn()
                .map(column -> column.definition().generatedValue() == null
                        ? Finding.of(CompileRule.AGGREGATE_MISSING, column.place(), column.name())
                        : Finding.of(CompileRule.GENERATED_MODEL, column.place(ColumnPart.GENERATED), column.name()));
    }

    private Optional<Finding> sketchColumnFinding() {
        return refusedTable
                .findColumn()
                .map(column -> Finding.of(
                        CompileRule.SKETCH_COLUMN,
                        column.place(ColumnPart.TYPE),
                        column.name(),
                        refusedTable.formatType(column),
                        PrimitiveType.of(table.findStoredType(column).orElseThrow()) + "_UNION"));
    }

    private Optional<Finding> aggregateTypeFinding() {
        return refusedTable
                .findColumn()
                .filter(column -> column.definition().aggregation() instanceof Aggregation.Function)
                .map(column -> {
                    Aggregation.Function function = (Aggregation.Function)
                            Objects.requireNonNull(column.definition().aggregation());
                    return Finding.of(
                            CompileRule.AGGREGATE_TYPE,
                            column.place(ColumnPart.AGGREGATE),
                            function,
                            column.name(),
                            refusedTable.formatType(column),
                            describeAcceptedTypes(function));
                });
    }

    private static String describeAcceptedTypes(Aggregation.Function function) {
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
