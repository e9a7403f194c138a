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
import dev.cairn.sql.ast.AlterClause.Reorder;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ALTER TABLE: a single clause on the line of the name, several clauses on a line each. */
public final class AlterWriter {
    private static final String ELEMENT = "[*]";

    private final SqlTextBuilder out;
    private final TableWriter tables;
    private final QueryWriter expressions;
    private final TypeWriter types;
    private final ColumnWriter columns;
    private final PartitionWriter partitions;

    public AlterWriter(SqlTextBuilder out) {
        this.out = out;
        tables = new TableWriter(out);
        expressions = tables.expressions();
        types = expressions.types();
        columns = tables.columns();
        partitions = tables.partitions();
    }

    void write(Statement.AlterTable alter) {
        out.put("ALTER TABLE ").name(alter.table());
        List<AlterClause> clauses = alter.clauses();
        for (int i = 0; i < clauses.size(); i++) {
            out.put(i > 0, ",").put(clauses.size() > 1 ? "\n  " : " ");
            AlterClause clause = clauses.get(i);
            boolean repeated = i > 0 && clause.getClass() == clauses.get(i - 1).getClass();
            clause(clause, repeated);
        }
    }

    public void singleClause(AlterClause clause) {
        clause(clause, false);
    }

    /** Writes a clause; the words ADD ROLLUP and DROP ROLLUP appear only before the first of several rollups. */
    private void clause(AlterClause clause, boolean repeated) {
        if (clause instanceof AlterClause.AddRollup add) {
            out.put(!repeated, "ADD ROLLUP ");
            tables.rollup(add.rollup());
        } else if (clause instanceof AlterClause.DropRollup drop) {
            out.put(!repeated, "DROP ROLLUP ").name(drop.rollup());
        } else if (clause instanceof AddColumn add) {
            out.put("ADD COLUMN ");
            columns.column(add.column());
            position(add.position());
            rollupAndProperties(" TO ", add.rollup(), add.properties());
        } else if (clause instanceof AddColumns add) {
            out.put("ADD COLUMN (").list(add.columns(), ", ", columns::column);
            out.put(")");
            rollupAndProperties(" TO ", add.rollup(), add.properties());
        } else if (clause instanceof DropColumn drop) {
            out.put("DROP COLUMN ").name(drop.column());
            rollupAndProperties(" FROM ", drop.rollup(), drop.properties());
        } else if (clause instanceof ModifyColumn modify) {
            out.put("MODIFY COLUMN ");
            columns.column(modify.column());
            position(modify.position());
            rollupAndProperties(" FROM ", modify.rollup(), modify.properties());
        } else if (clause instanceof AlterClause.ModifyColumnComment modify) {
            out.put("MODIFY COLUMN ").name(modify.column()).put(" ").comment(modify.comment());
        } else if (clause instanceof AlterClause.RenameColumn rename) {
            out.put("RENAME COLUMN ").name(rename.oldName()).put(" TO ").name(rename.newName());
        } else if (clause instanceof Reorder reorder) {
            out.put("ORDER BY ").names(reorder.columns());
            rollupAndProperties(" FROM ", reorder.rollup(), reorder.properties());
        } else if (clause instanceof AddField add) {
            out.put("MODIFY COLUMN ").name(add.column()).put(" ADD FIELD ");
            path(add.path()).put(" ");
            types.column(add.type());
            position(add.position());
            out.propertiesBehind(add.properties());
        } else if (clause instanceof DropField drop) {
            out.put("MODIFY COLUMN ").name(drop.column()).put(" DROP FIELD ");
            path(drop.path()).propertiesBehind(drop.properties());
        } else if (clause instanceof AlterClause.AddIndex add) {
            out.put("ADD ");
            columns.index(add.index());
        } else if (clause instanceof AlterClause.DropIndex drop) {
            out.put("DROP INDEX ").name(drop.index());
        } else if (clause instanceof AlterClause.RenameTable rename) {
            out.put("RENAME ").name(rename.newName());
        } else if (clause instanceof AlterClause.Swap swap) {
            out.put("SWAP WITH ").name(swap.other());
        } else if (clause instanceof AlterClause.SetProperties set) {
            out.put("SET ").propertyList(set.properties());
        } else if (clause instanceof AlterClause.SetComment set) {
            out.put("COMMENT = ").text(QuotingContext.COMMENT, set.comment());
        } else if (clause instanceof AlterClause.SetAutoIncrement set) {
            out.put("AUTO_INCREMENT = ").put(set.value());
        } else if (clause instanceof AlterClause.RenameRollup rename) {
            out.put("RENAME ROLLUP ").name(rename.oldName()).put(" ").name(rename.newName());
        } else if (clause instanceof AlterClause.Verbatim verbatim) {
            out.put(verbatim.text());
        } else if (clause instanceof AlterClause.AddPartition add) {
            add(add);
        } else if (clause instanceof AlterClause.DropPartitions drop) {
            drop(drop);
        } else if (clause instanceof AlterClause.TruncatePartitions truncate) {
            out.put("TRUNCATE ").partitionNames(truncate.partitions());
        } else if (clause instanceof AlterClause.ModifyPartitions modify) {
            modify(modify);
        } else if (clause instanceof AlterClause.ModifyPartitionDistribution modify) {
            out.put("MODIFY PARTITION ");
            partitions.distribution(modify.distribution());
        } else if (clause instanceof AlterClause.ReplacePartitions replace) {
            out.put("REPLACE ").partitionNames(replace.partitions());
            out.put(" WITH ").partitionNames(replace.replacement());
            out.propertiesBehind(replace.properties());
        } else if (clause instanceof AlterClause.RenamePartition rename) {
            out.put("RENAME PARTITION ").name(rename.oldName()).put(" ").name(rename.newName());
        } else if (clause instanceof Optimize optimize) {
            optimize(optimize);
        } else if (clause instanceof AlterClause.DefaultBuckets buckets) {
            out.put("DISTRIBUTED BY HASH").names(buckets.distribution().columns());
            if (buckets.distribution().buckets() != null) {
                out.put(" DEFAULT BUCKETS ");
                partitions.buckets(buckets.distribution().buckets());
            }
        } else if (clause instanceof AlterClause.Compact compact) {
            out.put(compact.kind() == null ? "" : compact.kind() + " ").put("COMPACT");
            if (!compact.partitions().isEmpty()) {
                out.put(" ").names(compact.partitions());
            }
        } else if (clause instanceof AlterClause.DropPersistentIndex drop) {
            out.put("DROP PERSISTENT INDEX ON TABLETS (")
                    .list(drop.tablets(), ", ", out::put)
                    .put(")");
        } else if (clause instanceof AlterClause.PartitionColumns columns) {
            out.put(columns.add() ? "ADD" : "DROP").put(" PARTITION COLUMN ");
            out.list(columns.columns(), ", ", expressions::write);
        } else {
            throw new IllegalArgumentException("Unknown clause: " + clause);
        }
    }

    private SqlTextBuilder path(List<String> path) {
        return out.list(path, ".", this::pathPart);
    }

    private void pathPart(String part) {
        if (part.equals(ELEMENT)) {
            out.put(ELEMENT);
        } else {
            out.name(part);
        }
    }

    private void position(@Nullable Position position) {
        if (position instanceof Position.First) {
            out.put(" FIRST");
        } else if (position instanceof Position.After after) {
            out.put(" AFTER ").name(after.column());
        }
    }

    private void rollupAndProperties(String word, @Nullable Name rollup, List<Property> properties) {
        if (rollup != null) {
            out.put(word).name(rollup);
        }
        out.propertiesBehind(properties);
    }

    private void add(AlterClause.AddPartition add) {
        out.put("ADD ").put(add.temporary(), "TEMPORARY ");
        out.put(add.partition() instanceof PartitionDefinition.Every, "PARTITIONS ");
        partitions.partition(add.partition());
        if (add.distribution() != null) {
            out.put(" ");
            partitions.distribution(add.distribution());
        }
        out.propertiesBehind(add.properties());
    }

    private void drop(AlterClause.DropPartitions drop) {
        out.put("DROP ");
        if (drop.selection() instanceof PartitionSelection.All) {
            out.put("ALL TEMPORARY PARTITIONS");
        } else {
            out.put(drop.temporary(), "TEMPORARY ");
            out.put(drop.selection() instanceof PartitionSelection.One ? "PARTITION " : "PARTITIONS ");
            out.put(drop.ifExists(), "IF EXISTS ");
            partitions(drop.selection());
        }
        out.put(drop.force(), " FORCE");
    }

    private void partitions(PartitionSelection selection) {
        if (selection instanceof PartitionSelection.One one) {
            out.name(one.name());
        } else if (selection instanceof PartitionSelection.Listed listed) {
            out.names(listed.names());
        } else if (selection instanceof PartitionSelection.Every every) {
            partitions.everyClause(every.range());
        } else if (selection instanceof PartitionSelection.Where where) {
            out.put("WHERE ");
            expressions.write(where.condition());
        }
    }

    private void modify(AlterClause.ModifyPartitions modify) {
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

    private void optimize(Optimize optimize) {
        int start = out.length();
        if (optimize.rows().partitions() != null) {
            out.partitionNames(optimize.rows().partitions());
        }
        if (optimize.key() != null) {
            blank(start);
            tables.key(optimize.key());
        }
        if (optimize.partitioning() != null) {
            blank(start);
            partitions.clause(optimize.partitioning());
        }
        if (!optimize.orderBy().isEmpty()) {
            blank(start).put("ORDER BY (").list(optimize.orderBy(), ", ", tables::sortItem);
            out.put(")");
        }
        if (optimize.distribution() != null) {
            blank(start);
            partitions.distribution(optimize.distribution());
        }
        if (optimize.rows().between() != null) {
            blank(start)
                    .put("BETWEEN ")
                    .text(QuotingContext.RANGE_BOUND, optimize.rows().between().start());
            out.put(" AND ")
                    .text(QuotingContext.RANGE_BOUND, optimize.rows().between().end());
        }
    }

    private SqlTextBuilder blank(int start) {
        return out.put(out.length() > start, " ");
    }
}
