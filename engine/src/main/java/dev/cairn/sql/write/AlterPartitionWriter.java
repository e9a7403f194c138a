package dev.cairn.sql.write;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.DropPartitions.Which;
import dev.cairn.sql.ast.AlterClause.Optimize;
import dev.cairn.sql.ast.PartitionDefinition;

/** Writes the clauses of ALTER TABLE that concern partitions and buckets, or rewrite the whole table. */
final class AlterPartitionWriter {
    private AlterPartitionWriter() {}

    static void write(SqlTextBuilder out, AlterClause clause) {
        if (clause instanceof AlterClause.AddPartition add) {
            add(out, add);
        } else if (clause instanceof AlterClause.DropPartitions drop) {
            drop(out, drop);
        } else if (clause instanceof AlterClause.TruncatePartitions truncate) {
            StatementWriter.partitionNames(out.put("TRUNCATE "), truncate.partitions());
        } else if (clause instanceof AlterClause.ModifyPartitions modify) {
            modify(out, modify);
        } else if (clause instanceof AlterClause.ModifyPartitionDistribution modify) {
            PartitionWriter.distribution(out.put("MODIFY PARTITION "), modify.distribution());
        } else if (clause instanceof AlterClause.ReplacePartitions replace) {
            StatementWriter.partitionNames(out.put("REPLACE "), replace.partitions());
            StatementWriter.partitionNames(out.put(" WITH "), replace.replacement());
            out.propertiesBehind(replace.properties());
        } else if (clause instanceof AlterClause.RenamePartition rename) {
            out.put("RENAME PARTITION ").name(rename.from()).put(" ").name(rename.to());
        } else if (clause instanceof Optimize optimize) {
            optimize(out, optimize);
        } else {
            other(out, clause);
        }
    }

    private static void other(SqlTextBuilder out, AlterClause clause) {
        if (clause instanceof AlterClause.DefaultBuckets buckets) {
            out.put("DISTRIBUTED BY HASH").names(buckets.distribution().columns());
            if (buckets.distribution().buckets() != null) {
                PartitionWriter.buckets(
                        out.put(" DEFAULT BUCKETS "), buckets.distribution().buckets());
            }
        } else if (clause instanceof AlterClause.Compact compact) {
            out.put(compact.kind() == null ? "" : compact.kind() + " ").put("COMPACT");
            if (!compact.partitions().isEmpty()) {
                out.put(" ").names(compact.partitions());
            }
        } else if (clause instanceof AlterClause.DropPersistentIndex drop) {
            out.put("DROP PERSISTENT INDEX ON TABLETS (")
                    .list(drop.tablets(), ", ", SqlTextBuilder::put)
                    .put(")");
        } else if (clause instanceof AlterClause.PartitionColumns columns) {
            out.put(columns.add() ? "ADD" : "DROP").put(" PARTITION COLUMN ");
            out.list(columns.columns(), ", ", ExpressionWriter::write);
        } else {
            throw new IllegalArgumentException("No way to write " + clause);
        }
    }

    private static void add(SqlTextBuilder out, AlterClause.AddPartition add) {
        out.put("ADD ").put(add.temporary(), "TEMPORARY ");
        out.put(add.partition() instanceof PartitionDefinition.Every, "PARTITIONS ");
        PartitionWriter.partition(out, add.partition());
        if (add.distribution() != null) {
            PartitionWriter.distribution(out.put(" "), add.distribution());
        }
        out.propertiesBehind(add.properties());
    }

    private static void drop(SqlTextBuilder out, AlterClause.DropPartitions drop) {
        out.put("DROP ");
        if (drop.which() instanceof Which.All) {
            out.put("ALL TEMPORARY PARTITIONS");
        } else {
            out.put(drop.temporary(), "TEMPORARY ");
            out.put(drop.which() instanceof Which.One ? "PARTITION " : "PARTITIONS ");
            which(out.put(drop.ifExists(), "IF EXISTS "), drop.which());
        }
        out.put(drop.force(), " FORCE");
    }

    private static void which(SqlTextBuilder out, Which which) {
        if (which instanceof Which.One one) {
            out.name(one.name());
        } else if (which instanceof Which.Listed listed) {
            out.names(listed.names());
        } else if (which instanceof Which.Every every) {
            PartitionWriter.every(out, every.range());
        } else if (which instanceof Which.Where where) {
            ExpressionWriter.write(out.put("WHERE "), where.condition());
        }
    }

    private static void modify(SqlTextBuilder out, AlterClause.ModifyPartitions modify) {
        out.put("MODIFY PARTITION ");
        if (modify.partitions().isEmpty()) {
            out.put("(*)");
        } else if (modify.partitions().size() == 1) {
            out.name(modify.partitions().get(0));
        } else {
            out.names(modify.partitions());
        }
        out.put(" SET ").propertyList(modify.properties());
    }

    private static void optimize(SqlTextBuilder out, Optimize optimize) {
        int start = out.length();
        if (optimize.partitions() != null) {
            StatementWriter.partitionNames(out, optimize.partitions());
        }
        if (optimize.key() != null) {
            TableWriter.key(blank(out, start), optimize.key());
        }
        if (optimize.partitioning() != null) {
            PartitionWriter.clause(blank(out, start), optimize.partitioning());
        }
        if (!optimize.orderBy().isEmpty()) {
            blank(out, start).put("ORDER BY (").list(optimize.orderBy(), ", ", TableWriter::sortItem);
            out.put(")");
        }
        if (optimize.distribution() != null) {
            PartitionWriter.distribution(blank(out, start), optimize.distribution());
        }
        if (optimize.between() != null) {
            blank(out, start)
                    .put("BETWEEN ")
                    .text(QuotingContext.RANGE_BOUND, optimize.between().start());
            out.put(" AND ").text(QuotingContext.RANGE_BOUND, optimize.between().end());
        }
    }

    private static SqlTextBuilder blank(SqlTextBuilder out, int start) {
        return out.put(out.length() > start, " ");
    }
}
