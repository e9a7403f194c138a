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
final class RenamedColumn {
    private final String from;
    private final String to;

    private RenamedColumn(String from, String to) {
        this.from = from;
        this.to = to;
    }

    static Table renameIn(Table table, String from, String to) {
        return new RenamedColumn(from, to).renameIn(table);
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
                .withSeed(table.seed().rename(from, to));
        return BloomFilterColumns.ofServer(table).rename(from, to).applyTo(renamed);
    }

    private String name(String name) {
        return name.equalsIgnoreCase(from) ? to : name;
    }

    private Name name(Name name) {
        return name.is(from) ? new Name(to, name.isQuoted(), name.span()) : name;
    }

    private List<Column> columns(List<Column> columns) {
        return columns.stream().map(this::column).toList();
    }

    private Column column(Column column) {
        Expression generated = column.generatedValue();
        Column renamed = column.is(from) ? column.withName(to) : column;
        return generated == null ? renamed : renamed.withGeneratedValue(expression(generated));
    }

    private Expression expression(Expression expression) {
        return expression.withColumnNames(name -> name.is(from) ? new Name(to, true, name.span()) : name);
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
