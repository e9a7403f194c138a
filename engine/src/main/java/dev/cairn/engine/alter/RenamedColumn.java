package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.property.ConstraintNames;
import dev.cairn.engine.value.ColumnReferences;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.List;

/** A table with another name for one of its columns, wherever the table speaks of it. */
final class RenamedColumn {
    private final String from;
    private final String to;

    private RenamedColumn(String from, String to) {
        this.from = from;
        this.to = to;
    }

    static Table in(Table table, String from, String to) {
        return new RenamedColumn(from, to).in(table);
    }

    private Table in(Table table) {
        Table renamed = table.withColumns(columns(table.columns()))
                .withIndexes(table.indexes().stream().map(this::index).toList())
                .withPartitioning(partitioning(table.partitioning()))
                .withDistribution(distribution(table.distribution()))
                .withSortKey(table.sortKey().stream().map(this::name).toList())
                .withRollups(table.rollups().stream()
                        .map(rollup -> rollup(table, rollup))
                        .toList());
        return ConstraintNames.withColumn(
                BloomFilterColumns.of(table).renamed(from, to).in(renamed), from, to);
    }

    private String name(String name) {
        return name.equalsIgnoreCase(from) ? to : name;
    }

    private Name name(Name name) {
        return name.is(from) ? new Name(to, name.quoted(), name.span()) : name;
    }

    private List<Column> columns(List<Column> columns) {
        return columns.stream().map(this::column).toList();
    }

    private Column column(Column column) {
        Expression generated = column.generated();
        Column renamed = column.is(from) ? column.named(to) : column;
        return generated == null ? renamed : renamed.withGenerated(expression(generated));
    }

    private Expression expression(Expression expression) {
        return ColumnReferences.renamed(expression, from, to);
    }

    /** Shown by the column's identity, in the backquotes that the old name had or had not. */
    private Expression item(Expression item) {
        return ColumnReferences.replaced(item, this::name);
    }

    /**
     * A rollup has columns of its own, which keep the old name; only a rollup of a table that merges rows shares the table's.
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
