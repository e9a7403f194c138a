package dev.cairn.sql.write;

import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;

/** Writes statements about materialized views in the layout of SHOW CREATE. Queries are kept as written. */
public final class MaterializedViewWriter {
    private final SqlTextBuilder out;
    private final TableWriter tableWriter;
    private final QueryWriter queryWriter;
    private final ColumnWriter columnWriter;
    private final PartitionWriter partitionWriter;

    public MaterializedViewWriter(SqlTextBuilder out) {
        this.out = out;
        tableWriter = new TableWriter(out);
        queryWriter = tableWriter.queryWriter();
        columnWriter = tableWriter.columnWriter();
        partitionWriter = tableWriter.partitionWriter();
    }

    void write(ViewStatement statement) {
        if (statement instanceof CreateMaterializedView createStatement) {
            writeCreate(createStatement);
        } else if (statement instanceof ViewStatement.AlterMaterializedView alterStatement) {
            out.append("ALTER MATERIALIZED VIEW ")
                    .appendName(alterStatement.name())
                    .append(" ");
            writeChange(alterStatement.change());
        } else if (statement instanceof ViewStatement.DropMaterializedView dropStatement) {
            out.append("DROP MATERIALIZED VIEW ")
                    .appendIf(dropStatement.ifExists(), "IF EXISTS ")
                    .appendName(dropStatement.name());
            out.appendIf(dropStatement.isForced(), " FORCE");
        } else if (statement instanceof RefreshMaterializedView refreshStatement) {
            writeRefresh(refreshStatement);
        } else if (statement instanceof ViewStatement.CancelRefresh cancelStatement) {
            out.append("CANCEL REFRESH MATERIALIZED VIEW ")
                    .appendName(cancelStatement.name())
                    .appendIf(cancelStatement.isForced(), " FORCE");
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void writeCreate(CreateMaterializedView createView) {
        out.append("CREATE MATERIALIZED VIEW ")
                .appendIf(createView.ifNotExists(), "IF NOT EXISTS ")
                .appendName(createView.name());
        if (!createView.columns().isEmpty()) {
            out.append(" (").appendList(createView.columns(), ", ", new ViewWriter(out)::writeColumn);
            for (IndexDefinition index : createView.indexes()) {
                out.append(",\n  ");
                columnWriter.writeIndex(index);
            }
            out.append(")");
        }
        for (CreateClause clause : createView.clauses()) {
            if (clause instanceof CreateClause.SortClause sortClause) {
                out.append("\nORDER BY (")
                        .appendList(sortClause.items(), ",", queryWriter::writeSortItem)
                        .append(")");
            } else {
                writeClause(clause);
            }
        }
        out.append("\nAS ").append(createView.queryText().text());
    }

    /**
     * Writes a clause of a materialized view, or any clause that {@link TableWriter#writeClause} writes, on a new line.
     */
    public void writeClause(CreateClause clause) {
        if (clause instanceof CreateClause.ViewPartitionClause partitionClause) {
            out.append("\nPARTITION BY ").appendIf(partitionClause.hasParentheses(), "(");
            out.appendList(partitionClause.items(), ",", partitionWriter::writeItem);
            out.appendIf(partitionClause.hasParentheses(), ")");
        } else if (clause instanceof ViewStatement.Refresh refreshClause) {
            out.append("\n");
            writeRefreshClause(refreshClause);
        } else {
            tableWriter.writeClause(clause);
        }
    }

    /** Writes {@code REFRESH DEFERRED ASYNC START("…") EVERY(INTERVAL 1 DAY)}. */
    public void writeRefreshClause(ViewStatement.Refresh refreshClause) {
        out.append("REFRESH ");
        if (refreshClause.isDeferred() != null) {
            out.append(refreshClause.isDeferred() ? "DEFERRED " : "IMMEDIATE ");
        }
        out.append(refreshClause.scheme().name());
        if (refreshClause.start() != null) {
            out.append(" START(")
                    .appendText(QuotingContext.RANGE_BOUND, refreshClause.start())
                    .append(")");
        }
        if (refreshClause.interval() != null) {
            out.append(" EVERY(");
            queryWriter.write(refreshClause.interval());
            out.append(")");
        }
    }

    private void writeChange(ViewStatement.MaterializedViewChange change) {
        if (change instanceof ViewStatement.MaterializedViewChange.SetRefresh setClause) {
            writeRefreshClause(setClause.refresh());
        } else if (change instanceof ViewStatement.MaterializedViewChange.RenameView renameClause) {
            out.append("RENAME ").appendName(renameClause.newName());
        } else if (change instanceof ViewStatement.MaterializedViewChange.SwapView swapClause) {
            out.append("SWAP WITH ").appendName(swapClause.otherViewName());
        } else if (change instanceof ViewStatement.MaterializedViewChange.SetViewProperties setClause) {
            out.append("SET ").appendPropertyList(setClause.properties());
        } else if (change instanceof ViewStatement.MaterializedViewChange.AddViewColumn addClause) {
            writeAddColumn(addClause);
        } else if (change instanceof ViewStatement.MaterializedViewChange.DropViewColumn dropClause) {
            out.append("DROP COLUMN ").appendName(dropClause.name());
        } else if (change instanceof ViewStatement.MaterializedViewChange.Activate) {
            out.append("ACTIVE");
        } else if (change instanceof ViewStatement.MaterializedViewChange.Deactivate) {
            out.append("INACTIVE");
        } else {
            throw new IllegalArgumentException("Unknown change: " + change);
        }
    }

    private void writeAddColumn(ViewStatement.MaterializedViewChange.AddViewColumn addClause) {
        out.append("ADD COLUMN ").appendName(addClause.name()).append(" AS ");
        queryWriter.write(addClause.aggregate());
        if (addClause.defaultValue() != null) {
            out.append(" DEFAULT ");
            columnWriter.writeDefaultValue(addClause.defaultValue());
        }
        if (addClause.comment() != null) {
            out.append(" ").appendComment(addClause.comment());
        }
    }

    private void writeRefresh(RefreshMaterializedView refreshStatement) {
        out.append("REFRESH MATERIALIZED VIEW ").appendName(refreshStatement.name());
        RefreshedPartitions refreshedPartitions = refreshStatement.partitions();
        if (refreshedPartitions.start() != null && refreshedPartitions.end() != null) {
            out.append(" PARTITION START (").appendText(QuotingContext.RANGE_BOUND, refreshedPartitions.start());
            out.append(") END (")
                    .appendText(QuotingContext.RANGE_BOUND, refreshedPartitions.end())
                    .append(")");
        } else if (!refreshedPartitions.values().isEmpty()) {
            out.append(" PARTITION ");
            partitionWriter.writeValueRows(refreshedPartitions.values());
        }
        out.appendIf(refreshStatement.isForced(), " FORCE");
        if (refreshStatement.isSynchronous() != null) {
            out.append(refreshStatement.isSynchronous() ? " WITH SYNC MODE" : " WITH ASYNC MODE");
        }
        if (refreshStatement.priority() != null) {
            out.append(" WITH PRIORITY ").append(refreshStatement.priority());
        }
    }
}
