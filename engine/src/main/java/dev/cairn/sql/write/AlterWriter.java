package dev.cairn.sql.write;

import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.AddColumn;
import dev.cairn.sql.ast.AlterClause.AddColumns;
import dev.cairn.sql.ast.AlterClause.AddField;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.AlterClause.DropField;
import dev.cairn.sql.ast.AlterClause.DropPartitions.PartitionSelection;
import dev.cairn.sql.ast.AlterClause.ModifyColumn;
import dev.cairn.sql.ast.AlterClause.Optimize;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.AlterClause.ReorderColumns;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes ALTER TABLE: a single clause on the line of the name, several clauses on separate lines. Parsing the result
 * gives an equal statement.
 */
public final class AlterWriter {
    private final SqlTextBuilder out;
    private final TableWriter tableWriter;
    private final QueryWriter queryWriter;
    private final TypeWriter typeWriter;
    private final ColumnWriter columnWriter;
    private final PartitionWriter partitionWriter;

    public AlterWriter(SqlTextBuilder out) {
        this.out = out;
        tableWriter = new TableWriter(out);
        queryWriter = tableWriter.queryWriter();
        typeWriter = queryWriter.typeWriter();
        columnWriter = tableWriter.columnWriter();
        partitionWriter = tableWriter.partitionWriter();
    }

    void write(Statement.AlterTable alter) {
        out.append("ALTER TABLE ").appendName(alter.table());
        List<AlterClause> clauses = alter.clauses();
        for (int i = 0; i < clauses.size(); i++) {
            out.appendIf(i > 0, ",").append(clauses.size() > 1 ? "\n  " : " ");
            AlterClause clause = clauses.get(i);
            boolean isRepeated =
                    i > 0 && clause.getClass() == clauses.get(i - 1).getClass();
            writeClause(clause, isRepeated);
        }
    }

    public void writeSingleClause(AlterClause clause) {
        writeClause(clause, false);
    }

    /** Writes a clause; the words ADD ROLLUP and DROP ROLLUP appear only before the first of several rollups. */
    private void writeClause(AlterClause clause, boolean isRepeated) {
        if (clause instanceof AlterClause.AddRollup add) {
            out.appendIf(!isRepeated, "ADD ROLLUP ");
            tableWriter.writeRollup(add.rollup());
        } else if (clause instanceof AlterClause.DropRollup drop) {
            out.appendIf(!isRepeated, "DROP ROLLUP ").appendName(drop.rollup());
        } else if (clause instanceof AddColumn add) {
            out.append("ADD COLUMN ");
            columnWriter.writeColumn(add.column());
            writePosition(add.position());
            writeRollupAndProperties(" TO ", add.rollup(), add.properties());
        } else if (clause instanceof AddColumns add) {
            out.append("ADD COLUMN (").appendList(add.columns(), ", ", columnWriter::writeColumn);
            out.append(")");
            writeRollupAndProperties(" TO ", add.rollup(), add.properties());
        } else if (clause instanceof DropColumn drop) {
            out.append("DROP COLUMN ").appendName(drop.column());
            writeRollupAndProperties(" FROM ", drop.rollup(), drop.properties());
        } else if (clause instanceof ModifyColumn modify) {
            out.append("MODIFY COLUMN ");
            columnWriter.writeColumn(modify.column());
            writePosition(modify.position());
            writeRollupAndProperties(" FROM ", modify.rollup(), modify.properties());
        } else if (clause instanceof AlterClause.ModifyColumnComment modify) {
            out.append("MODIFY COLUMN ").appendName(modify.column()).append(" ").appendComment(modify.comment());
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            out.append("RENAME COLUMN ")
                    .appendName(rename.oldName())
                    .append(" TO ")
                    .appendName(rename.newName());
        } else if (clause instanceof ReorderColumns reorder) {
            out.append("ORDER BY ").appendNames(reorder.columns());
            writeRollupAndProperties(" FROM ", reorder.rollup(), reorder.properties());
        } else if (clause instanceof AddField add) {
            out.append("MODIFY COLUMN ").appendName(add.column()).append(" ADD FIELD ");
            writePath(add.path()).append(" ");
            typeWriter.writeColumnType(add.type());
            writePosition(add.position());
            out.appendPropertyClause(add.properties());
        } else if (clause instanceof DropField drop) {
            out.append("MODIFY COLUMN ").appendName(drop.column()).append(" DROP FIELD ");
            writePath(drop.path()).appendPropertyClause(drop.properties());
        } else if (clause instanceof AlterClause.AddIndex add) {
            out.append("ADD ");
            columnWriter.writeIndex(add.index());
        } else if (clause instanceof AlterClause.DropIndex drop) {
            out.append("DROP INDEX ").appendName(drop.index());
        } else if (clause instanceof AlterClause.RenameTable rename) {
            out.append("RENAME ").appendName(rename.newName());
        } else if (clause instanceof AlterClause.SwapTable swap) {
            out.append("SWAP WITH ").appendName(swap.otherTableName());
        } else if (clause instanceof AlterClause.SetProperties set) {
            out.append("SET ").appendPropertyList(set.properties());
        } else if (clause instanceof AlterClause.SetComment set) {
            out.append("COMMENT = ").appendText(QuotingContext.COMMENT, set.comment());
        } else if (clause instanceof AlterClause.SetAutoIncrement set) {
            out.append("AUTO_INCREMENT = ").append(set.value());
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            out.append("RENAME ROLLUP ")
                    .appendName(rename.oldName())
                    .append(" ")
                    .appendName(rename.newName());
        } else if (clause instanceof AlterClause.VerbatimClause verbatim) {
            out.append(verbatim.text());
        } else if (clause instanceof AlterClause.AddPartition add) {
            writeAddPartition(add);
        } else if (clause instanceof AlterClause.DropPartitions drop) {
            writeDropPartitions(drop);
        } else if (clause instanceof AlterClause.TruncatePartitions truncate) {
            out.append("TRUNCATE ").appendPartitionNames(truncate.partitions());
        } else if (clause instanceof AlterClause.ModifyPartitions modify) {
            writeModifyPartitions(modify);
        } else if (clause instanceof AlterClause.ModifyPartitionDistribution modify) {
            out.append("MODIFY PARTITION ");
            partitionWriter.writeDistribution(modify.distribution());
        } else if (clause instanceof AlterClause.ReplacePartitions replace) {
            out.append("REPLACE ").appendPartitionNames(replace.oldPartitions());
            out.append(" WITH ").appendPartitionNames(replace.newPartitions());
            out.appendPropertyClause(replace.properties());
        } else if (clause instanceof AlterClause.RenamePartition rename) {
            out.append("RENAME PARTITION ")
                    .appendName(rename.oldName())
                    .append(" ")
                    .appendName(rename.newName());
        } else if (clause instanceof Optimize optimize) {
            writeOptimize(optimize);
        } else if (clause instanceof AlterClause.SetDefaultBuckets defaultBuckets) {
            out.append("DISTRIBUTED BY HASH")
                    .appendNames(defaultBuckets.distribution().columns());
            if (defaultBuckets.distribution().buckets() != null) {
                out.append(" DEFAULT BUCKETS ");
                partitionWriter.writeBuckets(defaultBuckets.distribution().buckets());
            }
        } else if (clause instanceof AlterClause.Compact compact) {
            out.append(compact.kind() == null ? "" : compact.kind() + " ").append("COMPACT");
            if (!compact.partitions().isEmpty()) {
                out.append(" ").appendNames(compact.partitions());
            }
        } else if (clause instanceof AlterClause.DropPersistentIndex drop) {
            out.append("DROP PERSISTENT INDEX ON TABLETS (")
                    .appendList(drop.tabletIds(), ", ", out::append)
                    .append(")");
        } else if (clause instanceof AlterClause.ChangePartitionColumns columnChange) {
            out.append(columnChange.isAddition() ? "ADD" : "DROP").append(" PARTITION COLUMN ");
            out.appendList(columnChange.columns(), ", ", queryWriter::write);
        } else {
            throw new IllegalArgumentException("Unknown clause: " + clause);
        }
    }

    private SqlTextBuilder writePath(List<String> path) {
        return out.appendList(path, ".", this::writePathStep);
    }

    private void writePathStep(String step) {
        if (step.equals(AlterClause.EACH_ELEMENT)) {
            out.append(AlterClause.EACH_ELEMENT);
        } else {
            out.appendName(step);
        }
    }

    private void writePosition(@Nullable Position position) {
        if (position instanceof Position.First) {
            out.append(" FIRST");
        } else if (position instanceof Position.After after) {
            out.append(" AFTER ").appendName(after.column());
        }
    }

    private void writeRollupAndProperties(String preposition, @Nullable Name rollup, List<Property> properties) {
        if (rollup != null) {
            out.append(preposition).appendName(rollup);
        }
        out.appendPropertyClause(properties);
    }

    private void writeAddPartition(AlterClause.AddPartition add) {
        out.append("ADD ").appendIf(add.isTemporary(), "TEMPORARY ");
        out.appendIf(add.partition() instanceof PartitionDefinition.PartitionBatch, "PARTITIONS ");
        partitionWriter.writePartition(add.partition());
        if (add.distribution() != null) {
            out.append(" ");
            partitionWriter.writeDistribution(add.distribution());
        }
        out.appendPropertyClause(add.properties());
    }

    private void writeDropPartitions(AlterClause.DropPartitions drop) {
        out.append("DROP ");
        if (drop.selection() instanceof PartitionSelection.AllTemporaryPartitions) {
            out.append("ALL TEMPORARY PARTITIONS");
        } else {
            out.appendIf(drop.isTemporary(), "TEMPORARY ");
            out.append(drop.selection() instanceof PartitionSelection.SinglePartition ? "PARTITION " : "PARTITIONS ");
            out.appendIf(drop.ifExists(), "IF EXISTS ");
            writePartitionSelection(drop.selection());
        }
        out.appendIf(drop.isForced(), " FORCE");
    }

    private void writePartitionSelection(PartitionSelection selection) {
        if (selection instanceof PartitionSelection.SinglePartition singlePartition) {
            out.appendName(singlePartition.name());
        } else if (selection instanceof PartitionSelection.ListedPartitions listedPartitions) {
            out.appendNames(listedPartitions.names());
        } else if (selection instanceof PartitionSelection.BatchSelection batchSelection) {
            partitionWriter.writeBatch(batchSelection.batch());
        } else if (selection instanceof PartitionSelection.ConditionalSelection conditionalSelection) {
            out.append("WHERE ");
            queryWriter.write(conditionalSelection.condition());
        }
    }

    private void writeModifyPartitions(AlterClause.ModifyPartitions modify) {
        out.append("MODIFY PARTITION ");
        if (modify.partitions().isEmpty()) {
            out.append("(*)");
        } else if (modify.partitions().size() == 1) {
            out.appendName(modify.partitions().get(0));
        } else {
            out.appendNames(modify.partitions());
        }
        out.append(" SET ").appendPropertyList(modify.properties());
    }

    private void writeOptimize(Optimize optimize) {
        int start = out.length();
        if (optimize.rows().partitions() != null) {
            out.appendPartitionNames(optimize.rows().partitions());
        }
        if (optimize.key() != null) {
            writeBlankAfterClauses(start);
            tableWriter.writeKey(optimize.key());
        }
        if (optimize.partitioning() != null) {
            writeBlankAfterClauses(start);
            partitionWriter.writeClause(optimize.partitioning());
        }
        if (!optimize.orderBy().isEmpty()) {
            writeBlankAfterClauses(start)
                    .append("ORDER BY (")
                    .appendList(optimize.orderBy(), ", ", tableWriter::writeSortItem);
            out.append(")");
        }
        if (optimize.distribution() != null) {
            writeBlankAfterClauses(start);
            partitionWriter.writeDistribution(optimize.distribution());
        }
        if (optimize.rows().timeRange() != null) {
            writeBlankAfterClauses(start)
                    .append("BETWEEN ")
                    .appendText(
                            QuotingContext.RANGE_BOUND,
                            optimize.rows().timeRange().start());
            out.append(" AND ")
                    .appendText(
                            QuotingContext.RANGE_BOUND,
                            optimize.rows().timeRange().end());
        }
    }

    /** Writes a blank if a clause has been written since the text had the given length. */
    private SqlTextBuilder writeBlankAfterClauses(int start) {
        return out.appendIf(out.length() > start, " ");
    }
}
