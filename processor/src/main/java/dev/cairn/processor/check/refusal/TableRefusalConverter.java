package dev.cairn.processor.check.refusal;

import dev.cairn.catalog.CatalogRule;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.index.IndexRule;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.table.TableRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Converts refusals of CREATE TABLE into findings. For each rule of the engine that has a message of its own, it
 * defines the rule, the place and the arguments of the finding.
 */
public final class TableRefusalConverter {
    private static final Type DATETIME_TYPE = new Type.Scalar(Type.Scalar.Kind.DATETIME);
    private static final Pattern CURRENT_TIME_PATTERN =
            Pattern.compile("(?i)(?:now|current_timestamp|localtimestamp|sysdate)(?:\\(\\d?\\))?");

    private static final String PRIMARY_KEY_TYPE_REMEDY =
            "use a boolean, an integer, a String with @Varchar, a LocalDate or a LocalDateTime";
    private static final String KEY_TYPE_REMEDY =
            "use an integer, a BigDecimal with @Decimal, a String, a LocalDate or a LocalDateTime";
    private static final String SORT_KEY_TYPE_REMEDY =
            "use an integer, a String, a LocalDate, a LocalDateTime or a byte[]";

    private final CheckedTable table;
    private final CreateTable refusedStatement;
    private final Refusal refusal;
    private final Place refusalPlace;

    private TableRefusalConverter(CheckedTable table, CreateTable refusedStatement, Refusal refusal) {
        this.table = table;
        this.refusedStatement = refusedStatement;
        this.refusal = refusal;
        this.refusalPlace = Place.of(refusal.span());
    }

    /**
     * Returns the finding for a refusal; empty if the rule of the refusal has no message of its own, or if the refused
     * part is not found.
     *
     * @param table the table as declared
     * @param refusedStatement the refused statement, which may lack parts with other mistakes
     */
    public static Optional<Finding> toFinding(CheckedTable table, CreateTable refusedStatement, Refusal refusal) {
        TableRefusalConverter converter = new TableRefusalConverter(table, refusedStatement, refusal);
        RefusalRule rule = refusal.rule().orElse(null);
        if (refusal.hasRule(ColumnRule.INVALID_DEFAULT_WITH_REASON)) {
            return converter.defaultValueFinding(refusal.reason());
        }
        if (rule instanceof ColumnRule columnRule) {
            return converter.toFinding(columnRule);
        }
        if (rule instanceof TableRule tableRule) {
            return converter.toFinding(tableRule);
        }
        if (rule instanceof PartitionRule partitionRule) {
            return converter.toFinding(partitionRule);
        }
        if (rule instanceof IndexRule indexRule) {
            return converter.toFinding(indexRule);
        }
        if (rule == CatalogRule.DECIMAL_PRECISION_OUT_OF_RANGE) {
            return converter.decimalFinding("precision", 1, refusal.argument(0), refusal.argument(1));
        }
        if (rule == CatalogRule.DECIMAL_SCALE_OUT_OF_RANGE) {
            return converter.decimalFinding("scale", 0, refusal.argument(0), refusal.argument(1));
        }
        return rule == ServerError.DUPLICATE_COLUMN ? converter.duplicateColumnFinding() : Optional.empty();
    }

    private Optional<Finding> toFinding(ColumnRule rule) {
        return switch (rule) {
            case LENGTH_TOO_LARGE -> textLengthFinding();
            case KEY_COLUMNS_NOT_FIRST -> keyOrderFinding();
            case KEY_TYPE_UNSUPPORTED, PRIMARY_KEY_TYPE_UNSUPPORTED -> keyTypeFinding();
            case FIRST_COLUMN_NOT_INDEXABLE -> firstColumnFinding();
            case KEY_WITH_AGGREGATION -> aggregationFinding(CompileRule.AGGREGATE_ON_KEY);
            case VALUE_WITH_AGGREGATION -> aggregationFinding(CompileRule.AGGREGATE_OUTSIDE);
            case VALUE_WITHOUT_AGGREGATION -> missingAggregateFinding();
            case NO_AGGREGATE_FUNCTION -> sketchColumnFinding();
            case AGGREGATE_FUNCTION_INVALID -> aggregateTypeFinding();
            case GENERATED_BEFORE_ORDINARY -> generatedOrderFinding();
            case GENERATED_KEY -> columnFinding(CompileRule.GENERATED_KEY, ColumnPart.GENERATED, table.keyKeywords());
            case GENERATED_FROM_GENERATED ->
                generatedReferenceFinding("a generated column", column -> column.generatedValue() != null);
            case GENERATED_FROM_AUTO_INCREMENT ->
                generatedReferenceFinding("an AUTO_INCREMENT column", ColumnDefinition::isAutoIncrement);
            case GENERATED_TYPE_MISMATCH -> generatedTypeFinding();
            case INVALID_DEFAULT -> defaultValueFinding("the type has no such value");
            case DEFAULT_NOT_READABLE -> defaultValueFinding("the server does not support such an expression");
            default -> Optional.empty();
        };
    }

    private Optional<Finding> toFinding(TableRule rule) {
        return switch (rule) {
            case SEVERAL_AUTO_INCREMENTS -> secondAutoIncrementFinding();
            case AUTO_INCREMENT_NOT_BIGINT -> autoIncrementTypeFinding();
            case SORT_COLUMN_TYPE_UNSUPPORTED -> sortColumnTypeFinding();
            case SORT_COLUMN_REPEATED -> createFinding(CompileRule.REPEATED_COLUMN, argument(0), "ORDER BY");
            case SORT_COLUMNS_NOT_KEY ->
                createFinding(CompileRule.ORDER_BY_KEYS, table.keyKeywords(), table.renderKeyAsJava());
            case ROLLUP_OF_PRIMARY_KEY -> rollupFinding();
            default -> Optional.empty();
        };
    }

    private Optional<Finding> toFinding(PartitionRule rule) {
        return switch (rule) {
            case COLUMN_NOT_KEY -> partitionColumnFinding();
            case PARTITION_COLUMN_TYPE_UNSUPPORTED -> partitionTypeFinding();
            case RANGES_INTERSECT -> partitionFinding(CompileRule.PARTITION_OVERLAP);
            case NAME_REPEATED -> partitionFinding(CompileRule.PARTITION_REPEATED);
            case RANDOM_DISTRIBUTION_UNSUPPORTED ->
                createFinding(CompileRule.RANDOM_DISTRIBUTION, table.keyKeywords(), table.renderKeyAsJava());
            case NO_DEFAULT_DISTRIBUTION -> missingDistributionFinding();
            case DISTRIBUTION_COLUMN_NOT_KEY ->
                createFinding(CompileRule.DISTRIBUTION_COLUMN, argument(0), table.keyKeywords());
            case DISTRIBUTION_COLUMN_TYPE_UNSUPPORTED -> distributionTypeFinding();
            default -> Optional.empty();
        };
    }

    private Optional<Finding> toFinding(IndexRule rule) {
        return switch (rule) {
            case INDEX_OF_SEVERAL_COLUMNS -> indexColumnsFinding();
            case INDEX_NAME_REPEATED -> repeatedIndexFinding("called", IndexDefinition::name);
            case INDEX_COLUMNS_REPEATED ->
                repeatedIndexFinding("on", index -> index.columns().get(0));
            case COLUMN_TYPE_UNSUPPORTED ->
                indexTypeFinding(argument(0).equals("BITMAP") ? "integers, decimals, dates and texts" : "texts");
            case INDEX_ON_VALUE_COLUMN ->
                indexModelFinding("on columns of the key, or in tables with DUPLICATE KEY or PRIMARY KEY");
            case KEY_MODEL_UNSUPPORTED -> indexModelFinding("in tables with " + argument(1));
            case INDEX_DISABLED ->
                indexFinding(index -> Finding.of(
                        CompileRule.INDEX_SWITCH, refusalPlace, determineIndexKind(index), determineIndexKind(index)));
            default -> Optional.empty();
        };
    }

    private Optional<Finding> createFinding(CompileRule findingRule, Object... arguments) {
        return Optional.of(Finding.of(findingRule, refusalPlace, arguments));
    }

    private Object argument(int index) {
        return refusal.argument(index);
    }

    /** Returns whether the refused part begins where the span begins. */
    private boolean isRefused(Span span) {
        return span.line() == refusal.span().line()
                && span.offset() == refusal.span().offset();
    }

    // Columns

    /**
     * Returns the refused column. A record that is embedded twice has two columns at one place; the message names one
     * of them.
     */
    private Optional<DeclaredColumn> findRefusedColumn() {
        List<DeclaredColumn> columns = table.columns().stream()
                .filter(column -> isRefusedColumn(column.definition()))
                .toList();
        return columns.stream()
                .filter(column -> refusal.hasArgument(column.name()))
                .findFirst()
                .or(() -> columns.stream().findFirst());
    }

    private boolean isRefusedColumn(ColumnDefinition column) {
        Expression expression = column.defaultValue() instanceof ColumnDefault.ComputedDefault computedDefault
                ? computedDefault.expression()
                : column.generatedValue();
        return isRefused(column.span()) || (expression != null && isRefused(expression.span()));
    }

    private String formatType(DeclaredColumn column) {
        return table.findStoredType(column).map(CheckedTable::formatType).orElse("");
    }

    private Optional<Finding> columnFinding(CompileRule findingRule, ColumnPart part, Object... arguments) {
        return findRefusedColumn()
                .map(column -> Finding.of(findingRule, column.place(part), prepend(column.name(), arguments)));
    }

    private static Object[] prepend(Object firstArgument, Object... otherArguments) {
        List<Object> arguments = new ArrayList<>(List.of(firstArgument));
        arguments.addAll(List.of(otherArguments));
        return arguments.toArray();
    }

    private Optional<Finding> duplicateColumnFinding() {
        return findRefusedColumn()
                .map(column -> Finding.of(
                        CompileRule.DUPLICATE_COLUMN,
                        Place.of(column.definition().name().span()),
                        column.name()));
    }

    private Optional<Finding> lengthFinding(Object length, String permittedLength) {
        String kindName = String.valueOf(argument(0)).toLowerCase(Locale.ROOT);
        return columnFinding(CompileRule.TEXT_LENGTH, ColumnPart.TYPE, kindName, length, permittedLength);
    }

    private Optional<Finding> textLengthFinding() {
        String alternative = argument(0).equals("Char") ? ", or @Varchar" : "";
        return lengthFinding(argument(2), "at most " + argument(1) + " bytes" + alternative);
    }

    private Optional<Finding> decimalFinding(
            String attributeName, int minDigits, Object maxDigits, Object declaredNumber) {
        String remedy = "on a " + table.profile().version() + " server, use a " + attributeName + " of " + minDigits
                + " to " + maxDigits;
        return columnFinding(CompileRule.DECIMAL_DIGITS, ColumnPart.TYPE, attributeName, declaredNumber, remedy);
    }

    private Optional<Finding> autoIncrementTypeFinding() {
        return findRefusedColumn()
                .map(column -> Finding.of(
                        CompileRule.AUTO_INCREMENT_TYPE,
                        column.place(ColumnPart.AUTO_INCREMENT),
                        column.name(),
                        formatType(column)));
    }

    private Optional<Finding> secondAutoIncrementFinding() {
        List<DeclaredColumn> columns = table.columns().stream()
                .filter(column -> column.definition().isAutoIncrement() && isInRefusedStatement(column))
                .toList();
        DeclaredColumn secondColumn = columns.get(1);
        return Optional.of(Finding.of(
                CompileRule.AUTO_INCREMENT_TWICE,
                secondColumn.place(ColumnPart.AUTO_INCREMENT),
                columns.get(0).name(),
                secondColumn.name()));
    }

    /** Returns whether the refused statement still has the column. */
    private boolean isInRefusedStatement(DeclaredColumn column) {
        return refusedStatement.columns().stream()
                .anyMatch(remainingColumn -> remainingColumn.name().equalsIgnoreCase(column.name()));
    }

    private Optional<Finding> defaultValueFinding(Object reason) {
        return findRefusedColumn()
                .map(column -> Finding.of(
                        CompileRule.DEFAULT_VALUE,
                        column.place(ColumnPart.DEFAULT),
                        column.name(),
                        reason,
                        describeDefaultRemedy(column.definition())));
    }

    /** Returns the remedy for a default, which may be an expression that was written as a value. */
    private static String describeDefaultRemedy(ColumnDefinition column) {
        if (column.defaultValue() instanceof ColumnDefault.TextDefault textDefault) {
            if (textDefault.value().equalsIgnoreCase("null")) {
                return "omit @Default: without it, the default of a column that may be NULL is NULL";
            }
            if (DATETIME_TYPE.equals(column.type())
                    && CURRENT_TIME_PATTERN.matcher(textDefault.value()).matches()) {
                return "write @Default(sql = \"CURRENT_TIMESTAMP\"), which the server evaluates for each row";
            }
        }
        return "use a value that the column can hold";
    }

    private Optional<Finding> generatedOrderFinding() {
        String firstGeneratedName = table.columns().stream()
                .filter(column -> column.definition().generatedValue() != null)
                .map(DeclaredColumn::name)
                .findFirst()
                .orElseThrow();
        return findRefusedColumn()
                .map(column -> Finding.of(
                        CompileRule.GENERATED_ORDER,
                        column.place(),
                        column.name(),
                        firstGeneratedName,
                        firstGeneratedName));
    }

    private Optional<Finding> generatedTypeFinding() {
        String typeDescription = "Column Type: " + argument(0) + ", Expression Type: " + argument(1);
        return findRefusedColumn()
                .map(column -> Finding.of(CompileRule.GENERATED_TYPE, refusalPlace, column.name(), typeDescription));
    }

    private Optional<Finding> generatedReferenceFinding(
            String columnDescription, Predicate<ColumnDefinition> isForbidden) {
        return findRefusedColumn()
                .flatMap(column ->
                        Objects.requireNonNull(column.definition().generatedValue()).collectColumnNames().stream()
                                .filter(name -> table.findColumn(name.text())
                                        .filter(referencedColumn -> isForbidden.test(referencedColumn.definition()))
                                        .isPresent())
                                .findFirst()
                                .map(name -> Finding.of(
                                        CompileRule.GENERATED_REFERENCE,
                                        Place.of(name.span()),
                                        column.name(),
                                        name.text(),
                                        columnDescription)));
    }

    // The key and aggregates

    private Optional<Finding> keyOrderFinding() {
        List<Name> keyNames = Objects.requireNonNull(table.statement().key()).columns();
        for (int i = 0; i < keyNames.size(); i++) {
            Name name = keyNames.get(i);
            if (isRefused(name.span())) {
                if (keyNames.subList(0, i).stream()
                        .anyMatch(precedingName -> precedingName.equalsIgnoreCase(name.text()))) {
                    return Optional.of(
                            Finding.of(CompileRule.REPEATED_COLUMN, refusalPlace, name.text(), table.keyKeywords()));
                }
                DeclaredColumn column = table.columns().get(i);
                String precedingColumnDescription = table.isKeyColumn(column)
                        ? "'" + column.name() + "', which comes after it in the key"
                        : "the value column '" + column.name() + "'";
                return Optional.of(Finding.of(
                        CompileRule.KEY_ORDER,
                        refusalPlace,
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
        return findRefusedColumn()
                .map(column -> Finding.of(
                        CompileRule.KEY_TYPE,
                        column.place(ColumnPart.TYPE),
                        column.name(),
                        formatType(column),
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
                                "has the type " + formatType(firstColumn))
                        : Finding.of(
                                CompileRule.FIRST_COLUMN,
                                firstColumn.place(),
                                firstColumn.name(),
                                "is a generated column"));
    }

    private Optional<Finding> aggregationFinding(CompileRule findingRule) {
        return findRefusedColumn().map(column -> {
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
        return findRefusedColumn()
                .map(column -> column.definition().generatedValue() == null
                        ? Finding.of(CompileRule.AGGREGATE_MISSING, column.place(), column.name())
                        : Finding.of(CompileRule.GENERATED_MODEL, column.place(ColumnPart.GENERATED), column.name()));
    }

    private Optional<Finding> sketchColumnFinding() {
        return findRefusedColumn()
                .map(column -> Finding.of(
                        CompileRule.SKETCH_COLUMN,
                        column.place(ColumnPart.TYPE),
                        column.name(),
                        formatType(column),
                        PrimitiveType.of(table.findStoredType(column).orElseThrow()) + "_UNION"));
    }

    private Optional<Finding> aggregateTypeFinding() {
        return findRefusedColumn()
                .filter(column -> column.definition().aggregation() instanceof Aggregation.Function)
                .map(column -> {
                    Aggregation.Function function = (Aggregation.Function)
                            Objects.requireNonNull(column.definition().aggregation());
                    return Finding.of(
                            CompileRule.AGGREGATE_TYPE,
                            column.place(ColumnPart.AGGREGATE),
                            function,
                            column.name(),
                            formatType(column),
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

    // Partitions, distribution and order

    private Optional<Finding> partitionColumnFinding() {
        return Objects.requireNonNull(table.statement().partitioning()).collectColumnNames().stream()
                .filter(name ->
                        table.findColumn(name.text()).filter(table::isMerged).isPresent())
                .findFirst()
                .map(name -> Finding.of(
                        CompileRule.PARTITION_COLUMN, Place.of(name.span()), name.text(), table.keyKeywords()));
    }

    private Optional<Finding> partitionTypeFinding() {
        return table.findColumn(String.valueOf(argument(0)))
                .map(column -> Finding.of(CompileRule.PARTITION_TYPE, refusalPlace, argument(0), formatType(column)));
    }

    private Optional<Finding> partitionFinding(CompileRule findingRule) {
        return Objects.requireNonNull(refusedStatement.partitioning()).partitions().stream()
                .filter(partition -> isRefused(partition.span())
                        || isRefused(partition.name().span()))
                .map(partition -> partition.name().text())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(name -> Finding.of(findingRule, refusalPlace, name));
    }

    private Optional<Finding> missingDistributionFinding() {
        KeyClause keyClause = table.statement().key();
        Place findingPlace = keyClause == null ? table.place() : Place.of(keyClause.span());
        return Optional.of(Finding.of(
                CompileRule.DISTRIBUTION_MISSING, findingPlace, table.keyKeywords(), table.renderKeyAsJava()));
    }

    private Optional<Finding> distributionTypeFinding() {
        return refusedStatement.distribution() instanceof Distribution.Hash hashDistribution
                ? hashDistribution.columns().stream()
                        .filter(name -> isRefused(name.span()))
                        .findFirst()
                        .flatMap(name -> table.findColumn(name.text()))
                        .map(column -> Finding.of(
                                CompileRule.DISTRIBUTION_TYPE, refusalPlace, column.name(), formatType(column)))
                : Optional.empty();
    }

    private Optional<Finding> sortColumnTypeFinding() {
        return table.findColumn(String.valueOf(argument(0)))
                .map(column -> Finding.of(
                        CompileRule.KEY_TYPE,
                        refusalPlace,
                        column.name(),
                        formatType(column),
                        "ORDER BY of a table with PRIMARY KEY",
                        SORT_KEY_TYPE_REMEDY));
    }

    // Indexes and rollups

    private Optional<Finding> indexFinding(Function<IndexDefinition, Finding> toIndexFinding) {
        return refusedStatement.indexes().stream()
                .filter(index -> isRefused(index.span()))
                .findFirst()
                .map(toIndexFinding);
    }

    private Optional<Finding> indexColumnsFinding() {
        return indexFinding(index -> {
            int columnCount = index.columns().size();
            return Finding.of(
                    CompileRule.INDEX_COLUMNS,
                    refusalPlace,
                    index.name(),
                    columnCount == 0 ? "no" : columnCount,
                    columnCount == 0 ? "name the column" : "declare an index for each of them");
        });
    }

    private Optional<Finding> repeatedIndexFinding(String connective, Function<IndexDefinition, Name> toName) {
        Set<String> seenNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        return refusedStatement.indexes().stream()
                .filter(index -> !seenNames.add(toName.apply(index).text()))
                .findFirst()
                .map(index -> Finding.of(
                        CompileRule.INDEX_REPEATED, Place.of(index.span()), connective, toName.apply(index)));
    }

    private Optional<Finding> indexTypeFinding(String permittedTypes) {
        return indexFinding(index -> {
            DeclaredColumn column =
                    table.findColumn(index.columns().get(0).text()).orElseThrow();
            return Finding.of(
                    CompileRule.INDEX_TYPE,
                    refusalPlace,
                    column.name(),
                    formatType(column),
                    determineIndexKind(index),
                    permittedTypes);
        });
    }

    /** Returns the kind of an index, which is BITMAP by default. */
    private static Kind determineIndexKind(IndexDefinition index) {
        return index.kind() == null ? Kind.BITMAP : index.kind();
    }

    private Optional<Finding> indexModelFinding(String permittedUse) {
        return indexFinding(index -> Finding.of(
                CompileRule.INDEX_MODEL,
                refusalPlace,
                determineIndexKind(index),
                index.columns().get(0),
                table.keyKeywords(),
                permittedUse));
    }

    private Optional<Finding> rollupFinding() {
        return refusedStatement.rollups().stream()
                .filter(rollup -> isRefused(rollup.span()))
                .findFirst()
                .map(rollup -> Finding.of(CompileRule.ROLLUP_MODEL, refusalPlace, rollup.name()));
    }
}
