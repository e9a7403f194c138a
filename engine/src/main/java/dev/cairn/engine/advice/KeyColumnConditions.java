package dev.cairn.engine.advice;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationField.UsedColumn;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.advice.SelectParts.Condition;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a statement on the partition columns and on the first sort column of a table in a FROM clause.
 * Without such a condition, the server reads all partitions or all rows. An uncertain case counts as a condition, so
 * that no warning is wrong.
 */
final class KeyColumnConditions {
    private static final Set<String> METADATA_FUNCTIONS = Set.of("count", "min", "max");

    /** Finds the text of an expression in the statement. */
    interface SourceText {
        String of(Expression subexpression);
    }

    private final List<SelectParts> selects;
    private final SelectParts selectParts;
    private final BoundRelation relation;
    private final Table table;
    private final SourceText sourceText;

    /** @param selects all SELECTs of the statement, since an outer one may restrict a column of an inner one */
    KeyColumnConditions(
            List<SelectParts> selects,
            SelectParts selectParts,
            BoundRelation relation,
            Table table,
            SourceText sourceText) {
        this.selects = selects;
        this.selectParts = selectParts;
        this.relation = relation;
        this.table = table;
        this.sourceText = sourceText;
    }

    /** Returns the warnings about conditions that mention a key column, but hide it from the server. */
    List<QueryWarning> findWarnings() {
        List<QueryWarning> warnings = new ArrayList<>();
        List<String> partitionColumnNames = table.partitioning().sourceColumns();
        boolean mayPrunePartitions = partitionColumnNames.stream().anyMatch(this::mayBeSearched);
        if (!partitionColumnNames.isEmpty() && !mayPrunePartitions && isPruningKnown()) {
            for (String name : partitionColumnNames) {
                table.findColumn(name).ifPresent(column -> addHiddenColumnWarnings(column, true, warnings));
            }
        }
        Column sortColumn = findFirstSortColumn();
        boolean isPartitionColumn =
                sortColumn != null && partitionColumnNames.stream().anyMatch(sortColumn::isNamed);
        if (sortColumn != null && !isPartitionColumn && !mayBeSearched(sortColumn.name())) {
            addHiddenColumnWarnings(sortColumn, false, warnings);
        }
        return warnings;
    }

    /**
     * Returns whether the statement certainly reads all partitions: no condition restricts a column that determines the
     * partition of a row, and the server neither stops at a LIMIT nor needs only metadata.
     */
    static boolean readsAllPartitions(
            List<SelectParts> selects, SelectParts selectParts, BoundRelation relation, List<String> columnNames) {
        return !columnNames.isEmpty()
                && columnNames.stream()
                        .noneMatch(columnName -> mayBeRestricted(selects, selectParts, relation, columnName))
                && !stopsEarly(selectParts)
                && !needsOnlyMetadata(selectParts);
    }

    /**
     * Returns the columns of which a condition has to name at least one: the partition columns, and the columns from
     * which generated partition columns are computed.
     */
    static List<String> collectRestrictableColumnNames(Table table) {
        List<String> columnNames = new ArrayList<>(table.partitioning().sourceColumns());
        for (String sourceColumnName : table.partitioning().sourceColumns()) {
            table.findColumn(sourceColumnName)
                    .map(Column::generatedValue)
                    .ifPresent(generatedValue -> columnNames.addAll(generatedValue.collectReferenceNames()));
        }
        return columnNames;
    }

    /** Returns whether a condition mentions a column that is derived from this one. */
    static boolean isRestrictedByDerivedColumn(List<SelectParts> selects, BoundRelation relation, String columnName) {
        return selects.stream().anyMatch(selectParts -> mentionsDerivedColumn(selectParts, relation, columnName));
    }

    private @Nullable Column findFirstSortColumn() {
        if (!table.sortKey().isEmpty()) {
            return table.findColumn(table.sortKey().get(0)).orElse(null);
        }
        return table.keyColumns().stream().findFirst().orElse(null);
    }

    /**
     * Returns whether it is known which partitions the server prunes. It is not known for expressions other than
     * truncated times, and if a partition column is generated or another generated column depends on it.
     */
    private boolean isPruningKnown() {
        Partitioning partitioning = table.partitioning();
        List<Expression> expressions = partitioning instanceof Partitioning.ExpressionRange range
                ? List.of(range.expression())
                : partitioning.hiddenExpressions();
        return expressions.stream().allMatch(RangeExpression::isColumnOrTruncation)
                && partitioning.sourceColumns().stream()
                        .allMatch(name -> table.findColumn(name)
                                        .filter(column -> column.generatedValue() == null)
                                        .isPresent()
                                && table.findDependentGeneratedColumnName(name)
                                        .filter(column -> !column.startsWith(Partitioning.HIDDEN_COLUMN_PREFIX))
                                        .isEmpty());
    }

    /** Returns whether a condition on the column lets the server search for rows, or whether that is not certain. */
    private boolean mayBeSearched(String columnName) {
        for (Condition condition : selectParts.conditions()) {
            if (mentions(selectParts, relation, columnName, condition) && !isHiddenIn(columnName, condition)) {
                return true;
            }
        }
        return isInUsing(selectParts, relation, columnName)
                || isRestrictedByDerivedColumn(selects, relation, columnName);
    }

    /** Returns whether the condition hides the column: by an operation around it, or because the server casts it. */
    private boolean isHiddenIn(String columnName, Condition condition) {
        Column column = table.findColumn(columnName).orElse(null);
        return column != null
                && (findNonSargableComparison(column, condition) != null
                        || findCast(column, condition.expression()) != null);
    }

    private @Nullable NonSargableComparison findNonSargableComparison(Column column, Condition condition) {
        return NonSargableComparison.findIn(
                condition.expression(),
                subexpression -> isColumn(subexpression, column.name()),
                column.type(),
                castsHideColumn(column.name()),
                sourceText);
    }

    /**
     * Returns whether a cast hides the column. The server evaluates casts of the values of LIST partitions, but none of
     * the bounds of ranges or of sort columns.
     */
    private boolean castsHideColumn(String columnName) {
        return table.partitioning().isByRange()
                || table.partitioning().sourceColumns().stream().noneMatch(columnName::equalsIgnoreCase);
    }

    private void addHiddenColumnWarnings(Column column, boolean isPartitionColumn, List<QueryWarning> warnings) {
        for (Condition condition : selectParts.conditions()) {
            if (!mentions(selectParts, relation, column.name(), condition)) {
                continue;
            }
            ColumnCast cast = findCast(column, condition.expression());
            NonSargableComparison hidingComparison = findNonSargableComparison(column, condition);
            if (cast != null) {
                warnings.add(new QueryWarning(
                        isPartitionColumn
                                ? QueryAdviceRule.CAST_COLUMN_OF_PARTITIONS
                                : QueryAdviceRule.CAST_COLUMN_OF_SORT_KEY,
                        List.of(
                                column.name(),
                                TypeFormat.formatForShowColumns(column.type()),
                                TypeFormat.formatForShowColumns(cast.comparedType()),
                                table.name()),
                        condition.expression().span(),
                        cast.replacement()));
            } else if (hidingComparison != null) {
                warnings.add(new QueryWarning(
                        isPartitionColumn
                                ? QueryAdviceRule.HIDDEN_COLUMN_OF_PARTITIONS
                                : QueryAdviceRule.HIDDEN_COLUMN_OF_SORT_KEY,
                        List.of(sourceText.of(hidingComparison.expression()), column.name(), table.name()),
                        hidingComparison.expression().span(),
                        hidingComparison.replacement()));
            }
        }
    }

    private boolean isColumn(Expression subexpression, String columnName) {
        return subexpression instanceof Expression.Reference reference
                && selectParts.resolveColumns(reference).stream()
                        .anyMatch(field ->
                                field.isColumnOf(relation) && field.name().equalsIgnoreCase(columnName));
    }

    /** A comparison for which the server casts the column and not the other side. */
    private record ColumnCast(Type comparedType, @Nullable String replacement) {}

    /**
     * Returns the cast of the column in a comparison with a value that is the same for all rows; null if the condition
     * is not such a comparison, or if the server does not cast the column.
     */
    private @Nullable ColumnCast findCast(Column column, Expression condition) {
        if (!(condition.unwrap() instanceof Expression.Binary binary)
                || !binary.operator().isComparison()
                || binary.operator().canonicalOperator() == Operator.NOT_EQUAL) {
            return null;
        }
        boolean isColumnLeft = isColumn(binary.left().unwrap(), column.name());
        if (!isColumnLeft && !isColumn(binary.right().unwrap(), column.name())) {
            return null;
        }
        Expression comparedValue = isColumnLeft ? binary.right() : binary.left();
        Type comparedType = selectParts.bindings().findValueType(comparedValue);
        if (comparedType == null
                || comparedValue.contains(
                        subexpression -> subexpression instanceof Expression.Reference || subexpression.query() != null)
                || !castsColumn(
                        PrimitiveType.of(column.type()),
                        PrimitiveType.of(comparedType),
                        castsHideColumn(column.name()))) {
            return null;
        }
        boolean isQuotableNumber = comparedValue.unwrap() instanceof Expression.NumberLiteral literal
                && sourceText.of(literal).equals(literal.text())
                && PrimitiveType.of(column.type()).isCharacterType();
        String operatorText = binary.operator().text();
        String quotedValue = "'" + sourceText.of(comparedValue.unwrap()) + "'";
        String comparisonText = isColumnLeft
                ? sourceText.of(binary.left()) + " " + operatorText + " " + quotedValue
                : quotedValue + " " + operatorText + " " + sourceText.of(binary.right());
        return new ColumnCast(comparedType, isQuotableNumber ? comparisonText : null);
    }

    /**
     * Returns whether the server casts the column to compare it with the value, and so does not see the column: a text
     * with a number, a date or a BOOLEAN, or an integer with a decimal.
     */
    private static boolean castsColumn(PrimitiveType columnType, PrimitiveType valueType, boolean castsHideColumn) {
        return columnType.isCharacterType()
                ? valueType.isNumeric() || valueType.isDateOrDatetime() || valueType == PrimitiveType.BOOLEAN
                : castsHideColumn && columnType.isInteger() && valueType.isDecimal();
    }

    /**
     * Returns whether a condition of the SELECT mentions the column, or a condition of any SELECT mentions a column
     * that is derived from it.
     */
    private static boolean mayBeRestricted(
            List<SelectParts> selects, SelectParts selectParts, BoundRelation relation, String columnName) {
        return selects.stream()
                .anyMatch(candidateParts -> candidateParts == selectParts
                        ? candidateParts.conditions().stream()
                                        .anyMatch(
                                                condition -> mentions(candidateParts, relation, columnName, condition))
                                || isInUsing(candidateParts, relation, columnName)
                                || mentionsDerivedColumn(candidateParts, relation, columnName)
                        : mentionsDerivedColumn(candidateParts, relation, columnName));
    }

    /** Returns whether a condition mentions the column of this relation directly. */
    private static boolean mentions(
            SelectParts selectParts, BoundRelation relation, String columnName, Condition condition) {
        return condition.references().stream()
                .flatMap(reference -> selectParts.resolveColumns(reference).stream())
                .anyMatch(field -> field.isColumnOf(relation) && field.name().equalsIgnoreCase(columnName));
    }

    private static boolean isInUsing(SelectParts selectParts, BoundRelation relation, String columnName) {
        for (Name name : selectParts.usingColumns()) {
            if (name.equalsIgnoreCase(columnName)
                    && selectParts.bindings().columns(name).stream().anyMatch(field -> field.isColumnOf(relation))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a condition mentions a column that is derived from this one, such as a column of a subquery in
     * FROM.
     */
    private static boolean mentionsDerivedColumn(SelectParts selectParts, BoundRelation relation, String columnName) {
        return selectParts.conditions().stream()
                        .flatMap(condition -> condition.references().stream())
                        .anyMatch(reference -> mayBeDerived(selectParts, reference, relation, columnName))
                || selectParts.usingColumns().stream()
                        .flatMap(name -> selectParts.bindings().columns(name).stream())
                        .anyMatch(field ->
                                !isTableColumn(selectParts, field) && originatesIn(field, relation, columnName));
    }

    private static boolean mayBeDerived(
            SelectParts selectParts, Expression.Reference reference, BoundRelation relation, String columnName) {
        List<RelationField> fields = selectParts.resolveColumns(reference);
        if (fields.isEmpty()) {
            return findAliasReferences(selectParts, reference.name().lastPart()).stream()
                    .flatMap(innerReference -> selectParts.resolveColumns(innerReference).stream())
                    .anyMatch(field -> originatesIn(field, relation, columnName));
        }
        return fields.stream()
                .anyMatch(field -> !isTableColumn(selectParts, field) && originatesIn(field, relation, columnName));
    }

    /**
     * Returns the names in the expressions of the outputs with this alias: HAVING may refer to an output by its alias.
     */
    private static List<Expression.Reference> findAliasReferences(SelectParts selectParts, Name alias) {
        List<Expression.Reference> references = new ArrayList<>();
        for (SelectItem output : selectParts.select().items()) {
            if (output instanceof SelectItem.Value value
                    && value.alias() != null
                    && value.alias().equalsIgnoreCase(alias.text())) {
                references.addAll(SelectParts.collectReferences(value.value()));
            }
        }
        return references;
    }

    /**
     * Returns whether a column belongs to a table of the SELECT itself, and so is not derived from a column of another
     * relation.
     */
    private static boolean isTableColumn(SelectParts selectParts, RelationField field) {
        BoundRelation relation = selectParts.findRelation(field);
        return relation != null
                && relation.source() != null
                && relation.source().viewQuery() == null;
    }

    private static boolean originatesIn(RelationField field, BoundRelation relation, String columnName) {
        for (UsedColumn usedColumn : field.origins()) {
            var origin = usedColumn.sourceUsage().createOrigin(usedColumn.columnIndex());
            if (relation.source() != null
                    && origin.source().name().equals(relation.source().name())
                    && origin.source().database().equals(relation.source().database())
                    && origin.column().name().equalsIgnoreCase(columnName)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the scan ends as soon as it has enough rows, because of a LIMIT without an order. */
    private static boolean stopsEarly(SelectParts selectParts) {
        return selectParts.query() != null
                && selectParts.query().limit() != null
                && selectParts.query().orderBy().isEmpty()
                && selectParts.select().groupBy() == null
                && selectParts.select().quantifier() == null
                && selectParts.select().items().stream().noneMatch(KeyColumnConditions::combinesRows);
    }

    private static boolean combinesRows(SelectItem item) {
        return item instanceof SelectItem.Value value
                && (RestrictedExpression.AGGREGATE.isIn(value.value())
                        || RestrictedExpression.WINDOW_FUNCTION.isIn(value.value()));
    }

    /**
     * Returns whether the SELECT needs only metadata, which contain the number of rows of a table and the bounds of its
     * columns.
     */
    private static boolean needsOnlyMetadata(SelectParts selectParts) {
        return selectParts.relations().size() == 1
                && selectParts.select().where() == null
                && selectParts.select().groupBy() == null
                && selectParts.select().items().stream()
                        .allMatch(item -> item instanceof SelectItem.Value value
                                && value.value().unwrap() instanceof Expression.Call call
                                && !call.isDistinct()
                                && METADATA_FUNCTIONS.contains(CallRewrites.lowerCaseName(call))
                                && call.arguments().stream()
                                        .allMatch(argument -> argument.unwrap() instanceof Expression.Reference
                                                || argument instanceof Expression.NumberLiteral));
    }
}
