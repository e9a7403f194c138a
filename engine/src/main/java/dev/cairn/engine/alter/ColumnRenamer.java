package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;

/**
 * Renames a column everywhere in a table's definition: columns and generated values, indexes, partitioning,
 * distribution, sort key, rollups, declared rows and bloom filters. If this class misses a place, the definition reads
 * a column that no longer exists. In constraints, {@code DeclaredConstraints} renames the column.
 *
 * <p>The server keeps the text of {@code partition_retention_condition}, and does not check it again. A condition that
 * names the old column deletes no partitions until another statement changes it.
 */
final class ColumnRenamer {
    private final String oldName;
    private final String newName;

    private ColumnRenamer(String oldName, String newName) {
        this.oldName = oldName;
        this.newName = newName;
    }

    static Table renameIn(Table table, String oldName, String newName) {
        return new ColumnRenamer(oldName, newName).renameIn(table);
    }

    private Table renameIn(Table table) {
        Table renamedTable = table.withColumns(renameInColumns(table.columns()))
                .withIndexes(table.indexes().stream().map(this::renameInIndex).toList())
                .withPartitioning(renameInPartitioning(table.partitioning()))
                .withDistribution(renameInDistribution(table.distribution()))
                .withSortKey(table.sortKey().stream().map(this::rename).toList())
                .withRollups(table.rollups().stream()
                        .map(rollup -> renameInRollup(table, rollup))
                        .toList())
                .withSeedRows(table.seedRows().renameColumn(oldName, newName));
        return BloomFilterColumns.ofPresentAndDropped(table)
                .withRenamedColumn(oldName, newName)
                .applyTo(renamedTable);
    }

    private String rename(String name) {
        return name.equalsIgnoreCase(oldName) ? newName : name;
    }

    private Name rename(Name name) {
        return name.equalsIgnoreCase(oldName) ? new Name(newName, name.isQuoted(), name.span()) : name;
    }

    private List<Column> renameInColumns(List<Column> columns) {
        return columns.stream().map(this::renameInColumn).toList();
    }

    private Column renameInColumn(Column column) {
        Expression generatedValue = column.generatedValue();
        Column renamedColumn = column.isNamed(oldName) ? column.withName(newName) : column;
        return generatedValue == null
                ? renamedColumn
                : renamedColumn.withGeneratedValue(renameInExpression(generatedValue));
    }

    /**
     * Renames the column in a generated value or in the expression of a partitioning by ranges. The new name gets
     * backquotes, whether or not the old name had quotes.
     */
    private Expression renameInExpression(Expression expression) {
        return expression.withColumnNames(
                name -> name.equalsIgnoreCase(oldName) ? Name.of(newName, name.span()) : name);
    }

    /**
     * Renames the column in an item of PARTITION BY. The server stores the identity of the column, and prints its new
     * name with the quoting of the old one.
     */
    private Expression renameInPartitionItem(Expression item) {
        return item.withColumnNames(this::rename);
    }

    /**
     * Renames the column in a rollup only if the rollup shares the table's columns, as it does in a table that
     * merges rows. Any other rollup has its own columns, which keep the old name.
     */
    private Rollup renameInRollup(Table table, Rollup rollup) {
        boolean sharesColumns = table.model() != KeyModel.DUPLICATE && rollup.query() == null;
        return sharesColumns ? rollup.withColumns(renameInColumns(rollup.columns())) : rollup;
    }

    private IndexDefinition renameInIndex(IndexDefinition index) {
        List<Name> columnNames = index.columns().stream().map(this::rename).toList();
        return new IndexDefinition(
                index.name(), columnNames, index.kind(), index.properties(), index.comment(), index.span());
    }

    private Distribution renameInDistribution(Distribution distribution) {
        if (distribution instanceof Distribution.Hash hashDistribution) {
            List<Name> columnNames =
                    hashDistribution.columns().stream().map(this::rename).toList();
            return new Distribution.Hash(columnNames, hashDistribution.buckets(), hashDistribution.span());
        }
        return distribution;
    }

    private Partitioning renameInPartitioning(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.ColumnRange range) {
            return new Partitioning.ColumnRange(
                    range.columns().stream().map(this::rename).toList(), range.partitions());
        }
        if (partitioning instanceof Partitioning.ExpressionRange range) {
            return new Partitioning.ExpressionRange(
                    renameInExpression(range.expression()), range.isAutomatic(), range.partitions());
        }
        if (partitioning instanceof Partitioning.ColumnList columnList) {
            return new Partitioning.ColumnList(
                    columnList.columns().stream().map(this::rename).toList(), columnList.partitions());
        }
        if (partitioning instanceof Partitioning.ExpressionList expressionList) {
            return new Partitioning.ExpressionList(
                    expressionList.items().stream()
                            .map(this::renameInPartitionItem)
                            .toList(),
                    expressionList.partitions());
        }
        return partitioning;
    }
}
