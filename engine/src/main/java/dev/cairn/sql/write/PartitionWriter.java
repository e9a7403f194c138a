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
    private PartitionWriter() {}

    static void clause(SqlTextBuilder out, PartitionClause clause) {
        out.put("PARTITION BY ");
        if (clause instanceof PartitionClause.Range range) {
            out.put("RANGE(").list(range.by(), ", ", PartitionWriter::item).put(")\n");
            ranges(out, range.partitions());
        } else if (clause instanceof PartitionClause.InList list) {
            out.put(list.word(), "LIST")
                    .put("(")
                    .list(list.columns(), ",", SqlTextBuilder::name)
                    .put(")");
            if (list.explicit()) {
                values(out.put("(\n"), list.partitions());
                out.put("\n)");
            }
        } else if (clause instanceof PartitionClause.By by) {
            by(out, by);
        }
    }

    private static void by(SqlTextBuilder out, PartitionClause.By by) {
        if (by.parenthesized()) {
            out.put("(").list(by.items(), ",", PartitionWriter::item).put(")");
        } else {
            out.list(by.items(), ", ", PartitionWriter::item);
        }
        if (by.explicit()) {
            ranges(out.put("\n"), by.partitions());
        }
    }

    /**
     * Writes an item. Columns get backquotes; within expressions, names keep the quoting with which they were written.
     */
    static void item(SqlTextBuilder out, Expression item) {
        if (item instanceof Expression.Reference reference) {
            out.name(reference.name());
        } else {
            ExpressionWriter.write(out, item);
        }
    }

    private static void ranges(SqlTextBuilder out, List<PartitionDefinition> partitions) {
        out.put("(").list(partitions, ",\n", PartitionWriter::partition).put(")");
    }

    private static void values(SqlTextBuilder out, List<PartitionDefinition> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            // The server omits the comma between a partition of plain values and one of rows.
            boolean forgotten = out.shown() && i > 0 && isOfRows(partitions.get(i)) && !isOfRows(partitions.get(i - 1));
            out.put(i > 0 && !forgotten, ",\n");
            partition(out.put("  "), partitions.get(i));
        }
    }

    private static boolean isOfRows(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.In in && in.rows();
    }

    static void partition(SqlTextBuilder out, PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.LessThan less) {
            name(out, less.ifNotExists(), less.name()).put("LESS THAN ");
            if (less.maximum()) {
                out.put("MAXVALUE");
            } else {
                bounds(out, less.values());
            }
            properties(out, "", less.properties());
        } else if (partition instanceof PartitionDefinition.Fixed fixed) {
            bounds(name(out, fixed.ifNotExists(), fixed.name()).put("["), fixed.lower());
            bounds(out.put(", "), fixed.upper());
            properties(out.put(")"), "", fixed.properties());
        } else if (partition instanceof PartitionDefinition.Every every) {
            every(out, every);
        } else if (partition instanceof PartitionDefinition.In in) {
            values(name(out, in.ifNotExists(), in.name()).put("IN ("), in);
            properties(out.put(")"), " ", in.properties());
        }
    }

    private static SqlTextBuilder name(SqlTextBuilder out, boolean ifNotExists, Name name) {
        return out.put("PARTITION ")
                .put(ifNotExists, "IF NOT EXISTS ")
                .bareName(name.text())
                .put(" VALUES ");
    }

    static void every(SqlTextBuilder out, PartitionDefinition.Every every) {
        out.put("START (").text(QuotingContext.RANGE_BOUND, every.start());
        out.put(") END (").text(QuotingContext.RANGE_BOUND, every.end()).put(") EVERY (");
        if (every.unit() == null) {
            out.put(every.step());
        } else {
            out.put("INTERVAL ").put(every.step()).put(" ").put(every.unit());
        }
        out.put(")");
    }

    private static void properties(SqlTextBuilder out, String before, List<Property> properties) {
        if (!properties.isEmpty()) {
            out.put(before).propertyList(properties);
        }
    }

    private static void bounds(SqlTextBuilder out, List<Bound> bounds) {
        out.put("(");
        for (int i = 0; i < bounds.size(); i++) {
            // The server omits the comma behind MAXVALUE.
            boolean comma = i > 0 && !(out.shown() && bounds.get(i - 1) instanceof Bound.Maximum);
            bound(out.put(comma, ", "), bounds.get(i), QuotingContext.RANGE_BOUND);
        }
        out.put(")");
    }

    private static void values(SqlTextBuilder out, PartitionDefinition.In in) {
        if (in.rows()) {
            out.list(in.values(), ", ", PartitionWriter::row);
        } else {
            out.list(in.values(), ", ", PartitionWriter::rowItems);
        }
    }

    /** Writes {@code ('a', 'b')}, or {@code (('a', '1'), ('b', '2'))} if a value has several parts. */
    static void valueRows(SqlTextBuilder out, List<List<Bound>> values) {
        boolean parts = values.stream().anyMatch(value -> value.size() > 1);
        out.put("(")
                .list(values, ", ", parts ? PartitionWriter::row : PartitionWriter::rowItems)
                .put(")");
    }

    private static void row(SqlTextBuilder out, List<Bound> row) {
        rowItems(out.put("("), row);
        out.put(")");
    }

    private static void rowItems(SqlTextBuilder out, List<Bound> row) {
        for (int i = 0; i < row.size(); i++) {
            bound(out.put(i > 0, ", "), row.get(i), QuotingContext.LIST_VALUE);
        }
    }

    private static void bound(SqlTextBuilder out, Bound bound, QuotingContext place) {
        if (bound instanceof Bound.Value value) {
            out.text(place, value.text());
        } else if (bound instanceof Bound.Maximum) {
            out.put("MAXVALUE");
        } else {
            // The server prints a NULL in a list like the string of the same letters.
            out.put(out.shown() ? "'NULL'" : "NULL");
        }
    }

    static void distribution(SqlTextBuilder out, Distribution distribution) {
        if (distribution instanceof Distribution.Hash hash) {
            out.put("DISTRIBUTED BY HASH").names(hash.columns());
        } else {
            out.put("DISTRIBUTED BY RANDOM");
        }
        if (distribution.buckets() != null) {
            buckets(out.put(" BUCKETS "), distribution.buckets());
        }
    }

    static void buckets(SqlTextBuilder out, Buckets buckets) {
        if (buckets instanceof Buckets.Count count) {
            out.put(count.value());
        } else if (buckets instanceof Buckets.Later later) {
            out.put(later.placeholder().toString());
        }
    }
}
