package dev.cairn.embedded.rows.table;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.CastTranslator;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.partition.PartitionRanges;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders the partitions of a table as conditions on its columns. Rows are stored without the name of their partition,
 * so renaming a partition changes no rows.
 */
public record PartitionConditionRenderer(Table table, SqlTranslator sqlTranslator) {
    /** The dates that a cast of DuckDB reads in the same way as the server. */
    private static final Pattern CANONICAL_DATE_PATTERN =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?");

    /** Returns the condition that a row fits any partition; empty if the table accepts every row. */
    public Optional<String> renderAnyPartition() {
        List<? extends PartitionDefinition> declaredPartitions =
                table.partitioning().partitions();
        boolean acceptsEveryRow = table.partitioning() instanceof Partitioning.None
                || table.partitioning() instanceof Partitioning.ExpressionList
                || (table.partitioning() instanceof Partitioning.ExpressionRange expressionRange
                        && expressionRange.isAutomatic());
        if (acceptsEveryRow) {
            return Optional.empty();
        }
        return Optional.of(
                declaredPartitions.isEmpty()
                        ? "FALSE"
                        : declaredPartitions.stream()
                                .map(partition -> "(" + renderPartition(partition) + ")")
                                .collect(Collectors.joining(" OR ")));
    }

    /**
     * Returns the condition that a row is in one of the named partitions; either all or none of them are temporary.
     *
     * @throws Refusal if a partition does not exist
     */
    public String renderNamedPartitions(PartitionNames names) {
        return names.names().stream()
                .map(name ->
                        "(" + (names.isTemporary() ? renderTemporaryPartition(name) : renderNamedPartition(name)) + ")")
                .collect(Collectors.joining(" OR "));
    }

    private String renderTemporaryPartition(Name name) {
        return renderNamedPartition(name, table.temporaryPartitions());
    }

    private String renderNamedPartition(Name name, List<? extends PartitionDefinition> partitions) {
        return partitions.stream()
                .filter(partition -> name.equalsIgnoreCase(partition.name().text()))
                .findFirst()
                .map(this::renderPartition)
                .orElseThrow(() ->
                        Refusal.ofAnalysis(name.span(), EmbeddedRule.UNKNOWN_PARTITION, name.text(), table.name()));
    }

    /** Returns the condition that a row is in the named partition. */
    public String renderNamedPartition(Name name) {
        if (table.partitioning() instanceof Partitioning.None && name.equalsIgnoreCase(table.name())) {
            return "TRUE";
        }
        return renderNamedPartition(name, table.partitioning().partitions());
    }

    /** Returns the condition that a row is in a partition of this definition. */
    public String renderPartition(PartitionDefinition partition) {
        return partition instanceof RangePartition rangePartition
                ? renderRange(rangePartition)
                : renderList((ListPartition) partition);
    }

    /**
     * A value that determines the partition of a row.
     *
     * @param sql the DuckDB expression
     */
    record PartitionKeyPart(String sql, Type type) {}

    /** Returns the columns and expressions by whose values the table is partitioned. */
    List<PartitionKeyPart> keyParts() {
        Partitioning partitioning = table.partitioning();
        List<PartitionKeyPart> keyParts = new ArrayList<>();
        if (partitioning instanceof Partitioning.ColumnRange range) {
            range.columns().forEach(name -> keyParts.add(toKeyPart(name)));
        } else if (partitioning instanceof Partitioning.ColumnList list) {
            list.columns().forEach(name -> keyParts.add(toKeyPart(name)));
        } else if (partitioning instanceof Partitioning.ExpressionRange expressionRange) {
            keyParts.add(
                    RangeExpression.isColumnOrTruncation(expressionRange.expression())
                            ? toKeyPart(firstColumnName(expressionRange.expression()))
                            : toRangeKeyPart(expressionRange));
        } else if (partitioning instanceof Partitioning.ExpressionList expressionList) {
            expressionList.items().forEach(item -> keyParts.add(toKeyPart(item)));
        }
        return keyParts;
    }

    private PartitionKeyPart toKeyPart(String name) {
        Column column = table.findColumn(name).orElseThrow();
        return new PartitionKeyPart(DuckDbTable.quotedColumnName(column), column.type());
    }

    /**
     * Returns the key part of a column or an expression; the type of an expression is the type of its hidden column on
     * the server.
     */
    private PartitionKeyPart toKeyPart(Expression item) {
        if (item instanceof Expression.Reference) {
            return toKeyPart(firstColumnName(item));
        }
        List<RelationRows.SourceColumn> columns = DuckDbTableResolver.toSourceColumns(table.columns());
        Type type = sqlTranslator.determineType(item, columns);
        return new PartitionKeyPart(sqlTranslator.translateExpression(item, columns, type), type);
    }

    /**
     * Returns the key part of an expression that does not truncate a time: its bounds are values of the expression.
     */
    private PartitionKeyPart toRangeKeyPart(Partitioning.ExpressionRange expressionRange) {
        Type type = new RangeExpression(expressionRange.expression()).intrinsicType();
        if (type == null || expressionRange.isAutomatic()) {
            throw Refusal.ofAnalysis(
                    expressionRange.expression().span(),
                    EmbeddedRule.UNSUPPORTED,
                    "the partition condition " + Sql.render(expressionRange.expression()));
        }
        return new PartitionKeyPart(
                sqlTranslator.translateExpression(
                        expressionRange.expression(), DuckDbTableResolver.toSourceColumns(table.columns()), type),
                type);
    }

    /** Returns the name of the first column to which an expression refers. */
    private String firstColumnName(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            return reference.name().lastPart().text();
        }
        return expression.children().stream()
                .map(child -> child instanceof Expression.Reference reference
                        ? reference.name().lastPart().text()
                        : child instanceof Expression.Call ? firstColumnName(child) : "")
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No column in " + Sql.render(expression)));
    }

    /**
     * Returns the condition of a range. NULL is less than any value, and belongs to the partition without a lower
     * bound.
     */
    private String renderRange(RangePartition partition) {
        List<PartitionKeyPart> keyParts = keyParts();
        String lowerCondition = renderComparison(keyParts, partition.lowerBounds(), false);
        String upperCondition = renderComparison(keyParts, partition.upperBounds(), true);
        boolean includesNull = PartitionRanges.includesNull(
                partition.lowerBounds(),
                keyParts.stream().map(PartitionKeyPart::type).toList());
        String firstKeySql = keyParts.get(0).sql();
        return "(" + lowerCondition + (includesNull ? " OR " + firstKeySql + " IS NULL" : "") + ") AND ("
                + upperCondition + (includesNull ? " OR " + firstKeySql + " IS NULL" : "") + ")";
    }

    /**
     * Renders a lexicographic comparison: at or above a lower bound, below an upper one. MAXVALUE exceeds every value,
     * and NULL is less than all; {@link #renderRange} includes the NULL of the first column.
     */
    private static String renderComparison(List<PartitionKeyPart> keyParts, List<Bound> bounds, boolean isUpperBound) {
        int comparedCount = Math.min(keyParts.size(), bounds.size());
        String condition = isUpperBound ? "FALSE" : "TRUE";
        for (int i = comparedCount - 1; i >= 0; i--) {
            String keySql = keyParts.get(i).sql();
            if (bounds.get(i) instanceof Bound.MaximumBound) {
                condition = isUpperBound ? "TRUE" : "FALSE";
                continue;
            }
            String boundSql = renderBound(bounds.get(i), keyParts.get(i).type());
            String nullCondition = isUpperBound && i > 0 ? keySql + " IS NULL OR " : "";
            condition = "(" + nullCondition + keySql + (isUpperBound ? " < " : " > ") + boundSql + " OR (" + keySql
                    + " = " + boundSql + " AND " + condition + "))";
        }
        return condition;
    }

    /**
     * Renders a bound. A canonical date becomes a cast of a literal, because the conversion of hundreds of bounds is
     * slow.
     */
    private static String renderBound(Bound bound, Type type) {
        if (PrimitiveType.of(type).isDateOrDatetime()
                && bound instanceof Bound.LiteralBound dateBound
                && CANONICAL_DATE_PATTERN.matcher(dateBound.text()).matches()) {
            return "CAST(" + DuckDbQuoting.quoteText(dateBound.text()) + " AS " + DuckDbType.typeName(type) + ")";
        }
        return bound instanceof Bound.LiteralBound value
                ? CastTranslator.convert(DuckDbQuoting.quoteText(value.text()), TypeConstants.VARCHAR, type)
                : "NULL";
    }

    /**
     * Returns the least and the greatest value in the lists of the partitions that meet a condition; empty if there are
     * no values. NULL is less than any other value. Like a server, this method ignores partitions in which each value
     * has its own parentheses, such as automatic partitions. The table must be partitioned by one column.
     */
    Optional<RelationRows.PartitionExtremes> renderExtremes(Predicate<ListPartition> condition) {
        List<Bound> values = table.partitioning().partitions().stream()
                .flatMap(partition -> partition instanceof ListPartition list ? Stream.of(list) : Stream.empty())
                .filter(partition -> !partition.hasParenthesizedValues() && condition.test(partition))
                .flatMap(partition -> partition.values().stream())
                .flatMap(List::stream)
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Type type = keyParts().get(0).type();
        boolean hasNull = values.stream().anyMatch(Bound.NullBound.class::isInstance);
        String joinedValues =
                values.stream().map(value -> renderBound(value, type)).collect(Collectors.joining(", "));
        return Optional.of(new RelationRows.PartitionExtremes(
                new DuckDbExpression(
                        hasNull ? "CAST(NULL AS " + DuckDbType.typeName(type) + ")" : "least(" + joinedValues + ")",
                        type),
                new DuckDbExpression("greatest(" + joinedValues + ")", type)));
    }

    /** Returns the condition that the key parts of a row have the values of one of the partition's rows. */
    private String renderList(ListPartition partition) {
        List<PartitionKeyPart> keyParts = keyParts();
        List<String> alternatives = new ArrayList<>();
        for (List<Bound> values : partition.values()) {
            // With one column, each value is a separate row.
            List<List<Bound>> rows =
                    keyParts.size() == 1 ? values.stream().map(List::of).toList() : List.of(values);
            for (List<Bound> row : rows) {
                List<String> equalities = new ArrayList<>();
                for (int i = 0; i < keyParts.size(); i++) {
                    equalities.add(keyParts.get(i).sql() + " IS NOT DISTINCT FROM "
                            + renderBound(row.get(i), keyParts.get(i).type()));
                }
                alternatives.add("(" + String.join(" AND ", equalities) + ")");
            }
        }
        return String.join(" OR ", alternatives);
    }
}
