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

/**
 * Writes PARTITION BY, DISTRIBUTED BY and partition definitions, in the layout of SHOW CREATE TABLE. Texts of bounds
 * are kept as they were written.
 */
final class PartitionWriter {
    private final SqlTextBuilder out;
    private final QueryWriter queryWriter;

    PartitionWriter(SqlTextBuilder out, QueryWriter queryWriter) {
        this.out = out;
        this.queryWriter = queryWriter;
    }

    void writeClause(PartitionClause clause) {
        out.append("PARTITION BY ");
        if (clause instanceof PartitionClause.RangePartitioning rangePartitioning) {
            out.append("RANGE(")
                    .appendList(rangePartitioning.expressions(), ", ", this::writeItem)
                    .append(")\n");
            writeRangePartitions(rangePartitioning.partitions());
        } else if (clause instanceof PartitionClause.ListPartitioning listPartitioning) {
            out.appendIf(listPartitioning.hasListKeyword(), "LIST")
                    .append("(")
                    .appendList(listPartitioning.columns(), ",", out::appendName)
                    .append(")");
            if (listPartitioning.isExplicit()) {
                out.append("(\n");
                writeListPartitions(listPartitioning.partitions());
                out.append("\n)");
            }
        } else if (clause instanceof PartitionClause.ExpressionPartitioning expressionPartitioning) {
            writeExpressionPartitioning(expressionPartitioning);
        } else {
            throw new IllegalArgumentException("Unknown clause: " + clause);
        }
    }

    private void writeExpressionPartitioning(PartitionClause.ExpressionPartitioning partitioning) {
        if (partitioning.isParenthesized()) {
            out.append("(")
                    .appendList(partitioning.expressions(), ",", this::writeItem)
                    .append(")");
        } else {
            out.appendList(partitioning.expressions(), ", ", this::writeItem);
        }
        if (partitioning.isExplicit()) {
            out.append("\n");
            writeRangePartitions(partitioning.partitions());
        }
    }

    /**
     * Writes an item. Columns get backquotes; within expressions, names keep the quoting with which they were written.
     */
    void writeItem(Expression item) {
        if (item instanceof Expression.Reference reference) {
            out.appendName(reference.name());
        } else {
            queryWriter.write(item);
        }
    }

    private void writeRangePartitions(List<PartitionDefinition> partitions) {
        out.append("(").appendList(partitions, ",\n", this::writePartition).append(")");
    }

    private void writeListPartitions(List<PartitionDefinition> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            // The server omits the comma between a partition of plain values and one of rows.
            boolean omitsComma = out.isShowCreateForm()
                    && i > 0
                    && hasParenthesizedValues(partitions.get(i))
                    && !hasParenthesizedValues(partitions.get(i - 1));
            out.appendIf(i > 0 && !omitsComma, ",\n");
            out.append("  ");
            writePartition(partitions.get(i));
        }
    }

    private static boolean hasParenthesizedValues(PartitionDefinition partition) {
        return partition instanceof PartitionDefinition.ListPartition listPartition
                && listPartition.hasParenthesizedValues();
    }

    /** Writes {@code PARTITION p1 VALUES …}, or a batch without the word PARTITION. */
    void writePartition(PartitionDefinition partition) {
        if (partition instanceof PartitionDefinition.LessThanPartition lessThanPartition) {
            writePartitionStart(lessThanPartition.ifNotExists(), lessThanPartition.name())
                    .append("LESS THAN ");
            if (lessThanPartition.hasBareMaxvalue()) {
                out.append("MAXVALUE");
            } else {
                writeBounds(lessThanPartition.upperBounds());
            }
            writeProperties("", lessThanPartition.properties());
        } else if (partition instanceof PartitionDefinition.RangePartition rangePartition) {
            writePartitionStart(rangePartition.ifNotExists(), rangePartition.name())
                    .append("[");
            writeBounds(rangePartition.lowerBounds());
            out.append(", ");
            writeBounds(rangePartition.upperBounds());
            out.append(")");
            writeProperties("", rangePartition.properties());
        } else if (partition instanceof PartitionDefinition.PartitionBatch batch) {
            writeBatch(batch);
        } else if (partition instanceof PartitionDefinition.ListPartition listPartition) {
            writePartitionStart(listPartition.ifNotExists(), listPartition.name())
                    .append("IN (");
            writeListValues(listPartition);
            out.append(")");
            writeProperties(" ", listPartition.properties());
        } else {
            throw new IllegalArgumentException("Unknown partition: " + partition);
        }
    }

    private SqlTextBuilder writePartitionStart(boolean ifNotExists, Name name) {
        return out.append("PARTITION ")
                .appendIf(ifNotExists, "IF NOT EXISTS ")
                .appendBareName(name.text())
                .append(" VALUES ");
    }

    void writeBatch(PartitionDefinition.PartitionBatch batch) {
        out.append("START (").appendText(QuotingContext.RANGE_BOUND, batch.start());
        out.append(") END (")
                .appendText(QuotingContext.RANGE_BOUND, batch.end())
                .append(") EVERY (");
        if (batch.unit() == null) {
            out.append(batch.step());
        } else {
            out.append("INTERVAL ").append(batch.step()).append(" ").append(batch.unit());
        }
        out.append(")");
    }

    private void writeProperties(String separator, List<Property> properties) {
        if (!properties.isEmpty()) {
            out.append(separator).appendPropertyList(properties);
        }
    }

    private void writeBounds(List<Bound> bounds) {
        out.append("(");
        for (int i = 0; i < bounds.size(); i++) {
            // The server omits the comma after MAXVALUE.
            boolean needsComma = i > 0 && !(out.isShowCreateForm() && bounds.get(i - 1) instanceof Bound.MaximumBound);
            out.appendIf(needsComma, ", ");
            writeBound(bounds.get(i), QuotingContext.RANGE_BOUND);
        }
        out.append(")");
    }

    private void writeListValues(PartitionDefinition.ListPartition partition) {
        if (partition.hasParenthesizedValues()) {
            out.appendList(partition.values(), ", ", this::writeRow);
        } else {
            out.appendList(partition.values(), ", ", this::writeRowItems);
        }
    }

    /** Writes {@code ('a', 'b')}, or {@code (('a', '1'), ('b', '2'))} if there are several columns. */
    void writeValueRows(List<List<Bound>> values) {
        boolean hasSeveralColumns = values.stream().anyMatch(value -> value.size() > 1);
        out.append("(")
                .appendList(values, ", ", hasSeveralColumns ? this::writeRow : this::writeRowItems)
                .append(")");
    }

    private void writeRow(List<Bound> row) {
        out.append("(");
        writeRowItems(row);
        out.append(")");
    }

    private void writeRowItems(List<Bound> row) {
        for (int i = 0; i < row.size(); i++) {
            out.appendIf(i > 0, ", ");
            writeBound(row.get(i), QuotingContext.LIST_VALUE);
        }
    }

    private void writeBound(Bound bound, QuotingContext context) {
        if (bound instanceof Bound.LiteralBound literal) {
            out.appendText(context, literal.text());
        } else if (bound instanceof Bound.MaximumBound) {
            out.append("MAXVALUE");
        } else {
            // The server prints NULL in a list like the string 'NULL'.
            out.append(out.isShowCreateForm() ? "'NULL'" : "NULL");
        }
    }

    void writeDistribution(Distribution distribution) {
        if (distribution instanceof Distribution.Hash hashDistribution) {
            out.append("DISTRIBUTED BY HASH").appendNames(hashDistribution.columns());
        } else {
            out.append("DISTRIBUTED BY RANDOM");
        }
        // The count that the server chooses is no part of a written statement.
        boolean omitsBuckets = distribution.buckets() instanceof Buckets.AssumedCount && !out.isShowCreateForm();
        if (distribution.buckets() != null && !omitsBuckets) {
            out.append(" BUCKETS ");
            writeBuckets(distribution.buckets());
        }
    }

    void writeBuckets(Buckets buckets) {
        if (buckets instanceof Buckets.Count count) {
            out.append(count.value());
        } else if (buckets instanceof Buckets.PlaceholderBuckets placeholderBuckets) {
            out.append(placeholderBuckets.placeholder().toString());
        } else if (buckets instanceof Buckets.AssumedCount assumedCount) {
            out.append(assumedCount.value());
        } else {
            throw new IllegalArgumentException("Unknown number of buckets: " + buckets);
        }
    }
}
