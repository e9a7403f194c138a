package dev.cairn.sql.write;

import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import java.util.List;

/** Writes PARTITION BY, DISTRIBUTED BY and partition definitions. */
final class PartitionWriter {
    private final SqlTextBuilder out;
    private final QueryWriter expressions;

    PartitionWriter(SqlTextBuilder out, QueryWriter expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    void clause(PartitionClause clause) {
        out.put("PARTITION BY ");
        if (clause instanceof PartitionClause.Range range) {
            out.put("RANGE(").list(range.expressions(), ", ", this::item).put(")\n");
            ranges(range.partitions());
        } else if (clause instanceof PartitionClause.InList list) {
            out.put(list.word(), "LIST")
                    .put("(")
                    .list(list.columns(), ",", out::name)
                    .put(")");
            if (list.explicit()) {
                out.put("(\n");
                values(list.partitions());
                out.put("\n)");
            }
        } else if (clause instanceof PartitionClause.ExpressionPartitioning by) {
            partitionBy(by);
        }
    }

    private void partitionBy(PartitionClause.ExpressionPartitioning by) {
        if (by.parenthesized()) {
            out.put("(").list(by.items(), ",", this::item).put(")");
        } else {
            out.list(by.items(), ", ", this::item);
        }
        if (by.explicit()) {
            out.put("\n");
            ranges(by.partitions());
        }
    }

    /**
     * Writes an item. Columns get backquotes; within expressions, names keep the quoting with which they were written.
     */
    void item(Expression item) {
        if (item instanceof Expression.Reference reference) {
            out.name(reference.name());
        } else {
            expressions.write(item);
        }
    }

    private void ranges(List<PartitionDefinition> partitions) {
        out.put("(").list(partitions, ",\n", this::partition).put(")");
    }

    private void values(List<PartitionDefinition> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            // The server omits the comma between a partition of plain values and one of rows.
            boolean forgotten =
                    out.isAsShown() && i > 0 && isOfRows(partitions.get(i)) && !isOfRows(partitions.get(i - 1));
            out.put(i > 0 && !forgotten, ",\n");
            out.put("  ");
            partition(partitions.get(i));
        }
    }

    private static boolean isOfRows(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.In in && in.rows();
    }

    void partition(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.LessThan less) {
            name(less.ifNotExists(), less.name()).put("LESS THAN ");
            if (less.maximum()) {
                out.put("MAXVALUE");
            } else {
                bounds(less.values());
            }
            properties("", less.properties());
        } else if (partition instanceof PartitionDefinition.FixedRange fixed) {
            name(fixed.ifNotExists(), fixed.name()).put("[");
            bounds(fixed.lower());
            out.put(", ");
            bounds(fixed.upper());
            out.put(")");
            properties("", fixed.properties());
        } else if (partition instanceof PartitionDefinition.Every every) {
            everyClause(every);
        } else if (partition instanceof PartitionDefinition.In in) {
            name(in.ifNotExists(), in.name()).put("IN (");
            values(in);
            out.put(")");
            properties(" ", in.properties());
        }
    }

    private SqlTextBuilder name(boolean ifNotExists, Name name) {
        return out.put("PARTITION ")
                .put(ifNotExists, "IF NOT EXISTS ")
                .bareName(name.text())
                .put(" VALUES ");
    }

    void everyClause(PartitionDefinition.Every every) {
        out.put("START (").text(QuotingContext.RANGE_BOUND, every.start());
        out.put(") END (").text(QuotingContext.RANGE_BOUND, every.end()).put(") EVERY (");
        if (every.unit() == null) {
            out.put(every.step());
        } else {
            out.put("INTERVAL ").put(every.step()).put(" ").put(every.unit());
        }
        out.put(")");
    }

    private void properties(String before, List<Property> properties) {
        if (!properties.isEmpty()) {
            out.put(before).propertyList(properties);
        }
    }

    private void bounds(List<Bound> bounds) {
        out.put("(");
        for (int i = 0; i < bounds.size(); i++) {
            // The server omits the comma behind MAXVALUE.
            boolean comma = i > 0 && !(out.isAsShown() && bounds.get(i - 1) instanceof Bound.Maximum);
            out.put(comma, ", ");
            bound(bounds.get(i), QuotingContext.RANGE_BOUND);
        }
        out.put(")");
    }

    private void values(PartitionDefinition.In in) {
        if (in.rows()) {
            out.list(in.values(), ", ", this::row);
        } else {
            out.list(in.values(), ", ", this::rowItems);
        }
    }

    /** Writes {@code ('a', 'b')}, or {@code (('a', '1'), ('b', '2'))} if a value has several parts. */
    void valueRows(List<List<Bound>> values) {
        boolean parts = values.stream().anyMatch(value -> value.size() > 1);
        out.put("(").list(values, ", ", parts ? this::row : this::rowItems).put(")");
    }

    private void row(List<Bound> row) {
        out.put("(");
        rowItems(row);
        out.put(")");
    }

    private void rowItems(List<Bound> row) {
        for (int i = 0; i < row.size(); i++) {
            out.put(i > 0, ", ");
            bound(row.get(i), QuotingContext.LIST_VALUE);
        }
    }

    private void bound(Bound bound, QuotingContext place) {
        if (bound instanceof Bound.Value value) {
            out.text(place, value.text());
        } else if (bound instanceof Bound.Maximum) {
            out.put("MAXVALUE");
        } else {
            // The server prints a NULL in a list like the string of the same letters.
            out.put(out.isAsShown() ? "'NULL'" : "NULL");
        }
    }

    void distribution(Distribution distribution) {
        if (distribution instanceof Distribution.Hash hash) {
            out.put("DISTRIBUTED BY HASH").names(hash.columns());
        } else {
            out.put("DISTRIBUTED BY RANDOM");
        }
        if (distribution.buckets() != null) {
            out.put(" BUCKETS ");
            buckets(distribution.buckets());
        }
    }

    void buckets(Buckets buckets) {
        if (buckets instanceof Buckets.Count count) {
            out.put(count.value());
        } else if (buckets instanceof Buckets.PlaceholderBuckets later) {
            out.put(later.placeholder().toString());
        }
    }
}
