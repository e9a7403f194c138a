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

/** Renames a column everywhere in a table's definition. */
final class ColumnRenaming {
    private final String oldName;
    private final String newName;

    private ColumnRenaming(String oldName, String newName) {
        this.oldName = oldName;
        this.newName = newName;
    }

    static Table renameIn(Table table, String oldName, String newName) {
        return new ColumnRenaming(oldName, newName).renameIn(table);
    }

    private Table renameIn(Table table) {
        Table renamed = table.withColumns(columns(table.columns()))
                .withIndexes(table.indexes().stream().map(this::index).toList())
                .withPartitioning(partitioning(table.partitioning()))
                .withDistribution(distribution(table.distribution()))
                .withSortKey(table.sortKey().stream().map(this::name).toList())
                .withRollups(table.rollups().stream()
                        .map(rollup -> rollup(table, rollup))
                        .toList())
                .withSeedRows(table.seedRows().rename(oldName, newName));
        return BloomFilterColumns.ofServer(table).rename(oldName, newName).applyTo(renamed);
    }

    private String name(String name) {
        return name.equalsIgnoreCase(oldName) ? newName : name;
    }

    private Name name(Name name) {
        return name.is(oldName) ? new Name(newName, name.isQuoted(), name.span()) : name;
    }

    private List<Column> columns(List<Column> columns) {
        return columns.stream().map(this::column).toList();
    }

    private Column column(Column column) {
        Expression generated = column.generatedValue();
        Column renamed = column.is(oldName) ? column.withName(newName) : column;
        return generated == null ? renamed : renamed.withGeneratedValue(expression(generated));
    }

    private Expression expression(Expression expression) {
        return expression.withColumnNames(name -> name.is(oldName) ? new Name(newName, true, name.span()) : name);
    }

    /**
     * The item with the new name. The server looks the column up by its identity and keeps the quoting of the old
     * name.
     */
    private Expression item(Expression item) {
        return item.withColumnNames(this::name);
    }

    /**
     * Renames the column in a rollup only if the rollup shares the table's columns, as it does in a table that
     * merges rows. Any other rollup has its own columns, which keep the old name.
     */
    private Rollup rollup(Table table, Rollup rollup) {
        boolean shares = table.model() != KeyModel.DUPLICATE && rollup.query() == null;
        return shares ? rollup.withColumns(columns(rollup.columns())) : rollup;
    }

    private IndexDefinition index(IndexDefinition index) {
        List<Name> columns = index.columns().stream().map(this::name).toList();
        return new IndexDefinition(
                index.name(), columns, index.kind(), index.properties(), index.comment(), index.span());
    }

    private Distribution distribution(Distribution distribution) {
        if (distribution instanceof Distribution.Hash hash) {
            List<Name> columns = hash.columns().stream().map(this::name).toList();
            return new Distribution.Hash(columns, hash.buckets(), hash.span());
        }
        return distribution;
    }

    private Partitioning partitioning(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.Range range) {
            return new Partitioning.Range(
                    range.columns().stream().map(this::name).toList(), range.partitions());
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return new Partitioning.RangeBy(expression(range.by()), range.automatic(), range.partitions());
        }
        if (partitioning instanceof Partitioning.InList list) {
            return new Partitioning.InList(
                    list.columns().stream().map(this::name).toList(), list.partitions());
        }
        if (partitioning instanceof Partitioning.ListBy list) {
            return new Partitioning.ListBy(list.items().stream().map(this::item).toList(), list.partitions());
        }
        return partitioning;
    }
}
