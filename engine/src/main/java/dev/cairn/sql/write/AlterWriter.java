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

    void write(Statement.AlterTable alterStatement) {
        out.append("ALTER TABLE ").appendName(alterStatement.table());
        List<AlterClause> clauses = alterStatement.clauses();
        for (int i = 0; i < clauses.size(); i++) {
            out.appendIf(i > 0, ",").append(clauses.size() > 1 ? "\n  " : " ");
            AlterClause clause = clauses.get(i);
            boolean isRepeated =
                    i > 0 && clause.getClass() == clauses.get(i - 1).getClass();
            writeClause(clause, isRepeated);
        }
    }

    /** Writes a clause without ALTER TABLE: {@code ADD COLUMN `c` int(11)}. */
    public void writeSingleClause(AlterClause clause) {
        writeClause(clause, false);
    }

    /** Writes a clause; the words ADD ROLLUP and DROP ROLLUP appear only before the first of several rollups. */
    private void writeClause(AlterClause clause, boolean isRepeated) {
        if (clause instanceof AlterClause.AddRollup addClause) {
            out.appendIf(!isRepeated, "ADD ROLLUP ");
            tableWriter.writeRollup(addClause.rollup());
        } else if (clause instanceof AlterClause.DropRollup dropClause) {
            out.appendIf(!isRepeated, "DROP ROLLUP ").appendName(dropClause.rollup());
        } else if (clause instanceof AddColumn addClause) {
            out.append("ADD COLUMN ");
            columnWriter.writeColumn(addClause.column());
            writePosition(addClause.position());
            writeRollupAndProperties(" TO ", addClause.rollup(), addClause.properties());
        } else if (clause instanceof AddColumns addClause) {
            out.append("ADD COLUMN (").appendList(addClause.columns(), ", ", columnWriter::writeColumn);
            out.append(")");
            writeRollupAndProperties(" TO ", addClause.rollup(), addClause.properties());
        } else if (clause instanceof DropColumn dropClause) {
            out.append("DROP COLUMN ").appendName(dropClause.column());
            writeRollupAndProperties(" FROM ", dropClause.rollup(), dropClause.properties());
        } else if (clause instanceof ModifyColumn modifyClause) {
            out.append("MODIFY COLUMN ");
            columnWriter.writeColumn(modifyClause.column());
            writePosition(modifyClause.position());
            writeRollupAndProperties(" FROM ", modifyClause.rollup(), modifyClause.properties());
        } else if (clause instanceof AlterClause.ModifyColumnComment modifyClause) {
            out.append("MODIFY COLUMN ")
                    .appendName(modifyClause.column())
                    .append(" ")
                    .appendComment(modifyClause.comment());
        } else if (clause instanceof AlterClause.RenameColumn renameClause) {
            out.append("RENAME COLUMN ")
                    .appendName(renameClause.oldName())
                    .append(" TO ")
                    .appendName(renameClause.newName());
        } else if (clause instanceof ReorderColumns reorderClause) {
            out.append("ORDER BY ").appendNames(reorderClause.columns());
            writeRollupAndProperties(" FROM ", reorderClause.rollup(), reorderClause.properties());
        } else if (clause instanceof AddField addClause) {
            out.append("MODIFY COLUMN ").appendName(addClause.column()).append(" ADD FIELD ");
            writePath(addClause.path()).append(" ");
            typeWriter.writeColumnType(addClause.type());
            writePosition(addClause.position());
            out.appendPropertyClause(addClause.properties());
        } else if (clause instanceof DropField dropClause) {
            out.append("MODIFY COLUMN ").appendName(dropClause.column()).append(" DROP FIELD ");
            writePath(dropClause.path()).appendPropertyClause(dropClause.properties());
        } else if (clause instanceof AlterClause.AddIndex addClause) {
            out.append("ADD ");
            columnWriter.writeIndex(addClause.index());
        } else if (clause instanceof AlterClause.DropIndex dropClause) {
            out.append("DROP INDEX ").appendName(dropClause.index());
        } else if (clause instanceof AlterClause.RenameTable renameClause) {
            out.append("RENAME ").appendName(renameClause.newName());
        } else if (clause instanceof AlterClause.SwapTable swapClause) {
            out.append("SWAP WITH ").appendName(swapClause.otherTableName());
        } else if (clause instanceof AlterClause.SetProperties setClause) {
            out.append("SET ").appendPropertyList(setClause.properties());
        } else if (clause instanceof AlterClause.SetComment setClause) {
            out.append("COMMENT = ").appendText(QuotingContext.COMMENT, setClause.comment());
        } else if (clause instanceof AlterClause.SetAutoIncrement setClause) {
            out.append("AUTO_INCREMENT = ").append(setClause.value());
        } else if (clause instanceof AlterClause.RenameRollup renameClause) {
            out.append("RENAME ROLLUP ")
                    .appendName(renameClause.oldName())
                    .append(" ")
                    .appendName(renameClause.newName());
        } else if (clause instanceof AlterClause.VerbatimClause verbatimClause) {
            out.append(verbatimClause.text());
        } else if (clause instanceof AlterClause.AddPartition addClause) {
            writeAddPartition(addClause);
        } else if (clause instanceof AlterClause.DropPartitions dropClause) {
            writeDropPartitions(dropClause);
        } else if (clause instanceof AlterClause.TruncatePartitions truncateClause) {
            out.append("TRUNCATE ").appendPartitionNames(truncateClause.partitions());
        } else if (clause instanceof AlterClause.ModifyPartitions modifyClause) {
            writeModifyPartitions(modifyClause);
        } else if (clause instanceof AlterClause.ModifyPartitionDistribution modifyClause) {
            out.append("MODIFY PARTITION ");
            partitionWriter.writeDistribution(modifyClause.distribution());
        } else if (clause instanceof AlterClause.ReplacePartitions replaceClause) {
            out.append("REPLACE ").appendPartitionNames(replaceClause.oldPartitions());
            out.append(" WITH ").appendPartitionNames(replaceClause.newPartitions());
            out.appendPropertyClause(replaceClause.properties());
        } else if (clause instanceof AlterClause.RenamePartition renameClause) {
            out.append("RENAME PARTITION ")
                    .appendName(renameClause.oldName())
                    .append(" ")
                    .appendName(renameClause.newName());
        } else if (clause instanceof Optimize optimizeClause) {
            writeOptimize(optimizeClause);
        } else if (clause instanceof AlterClause.SetDefaultBuckets defaultBuckets) {
            out.append("DISTRIBUTED BY HASH")
                    .appendNames(defaultBuckets.distribution().columns());
            if (defaultBuckets.distribution().buckets() != null) {
                out.append(" DEFAULT BUCKETS ");
                partitionWriter.writeBuckets(defaultBuckets.distribution().buckets());
            }
        } else if (clause instanceof AlterClause.Compact compactClause) {
            out.append(compactClause.kind() == null ? "" : compactClause.kind() + " ")
                    .append("COMPACT");
            if (!compactClause.partitions().isEmpty()) {
                out.append(" ").appendNames(compactClause.partitions());
            }
        } else if (clause instanceof AlterClause.DropPersistentIndex dropClause) {
            out.append("DROP PERSISTENT INDEX ON TABLETS (")
                    .appendList(dropClause.tabletIds(), ", ", out::append)
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

    private void writeAddPartition(AlterClause.AddPartition addClause) {
        out.append("ADD ").appendIf(addClause.isTemporary(), "TEMPORARY ");
        out.appendIf(addClause.partition() instanceof PartitionDefinition.PartitionBatch, "PARTITIONS ");
        partitionWriter.writePartition(addClause.partition());
        if (addClause.distribution() != null) {
            out.append(" ");
            partitionWriter.writeDistribution(addClause.distribution());
        }
        out.appendPropertyClause(addClause.properties());
    }

    private void writeDropPartitions(AlterClause.DropPartitions dropClause) {
        out.append("DROP ");
        if (dropClause.selection() instanceof PartitionSelection.AllTemporaryPartitions) {
            out.append("ALL TEMPORARY PARTITIONS");
        } else {
            out.appendIf(dropClause.isTemporary(), "TEMPORARY ");
            out.append(
                    dropClause.selection() instanceof PartitionSelection.SinglePartition
                            ? "PARTITION "
                            : "PARTITIONS ");
            out.appendIf(dropClause.ifExists(), "IF EXISTS ");
            writePartitionSelection(dropClause.selection());
        }
        out.appendIf(dropClause.isForced(), " FORCE");
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

    private void writeModifyPartitions(AlterClause.ModifyPartitions modifyClause) {
        out.append("MODIFY PARTITION ");
        if (modifyClause.partitions().isEmpty()) {
            out.append("(*)");
        } else if (modifyClause.partitions().size() == 1) {
            out.appendName(modifyClause.partitions().get(0));
        } else {
            out.appendNames(modifyClause.partitions());
        }
        out.append(" SET ").appendPropertyList(modifyClause.properties());
    }

    private void writeOptimize(Optimize optimizeClause) {
        int startLength = out.length();
        if (optimizeClause.rows().partitions() != null) {
            out.appendPartitionNames(optimizeClause.rows().partitions());
        }
        if (optimizeClause.key() != null) {
            writeBlankAfterClauses(startLength);
            tableWriter.writeKey(optimizeClause.key());
        }
        if (optimizeClause.partitioning() != null) {
            writeBlankAfterClauses(startLength);
            partitionWriter.writeClause(optimizeClause.partitioning());
        }
        if (!optimizeClause.orderBy().isEmpty()) {
            writeBlankAfterClauses(startLength)
                    .append("ORDER BY (")
                    .appendList(optimizeClause.orderBy(), ", ", tableWriter::writeSortItem);
            out.append(")");
        }
        if (optimizeClause.distribution() != null) {
            writeBlankAfterClauses(startLength);
            partitionWriter.writeDistribution(optimizeClause.distribution());
        }
        if (optimizeClause.rows().timeRange() != null) {
            writeBlankAfterClauses(startLength)
                    .append("BETWEEN ")
                    .appendText(
                            QuotingContext.RANGE_BOUND,
                            optimizeClause.rows().timeRange().start());
            out.append(" AND ")
                    .appendText(
                            QuotingContext.RANGE_BOUND,
                            optimizeClause.rows().timeRange().end());
        }
    }

    /** Writes a space, unless nothing has been written since the text had the given length. */
    private SqlTextBuilder writeBlankAfterClauses(int startLength) {
        return out.appendIf(out.length() > startLength, " ");
    }
}
