package dev.cairn.sql.write;

import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.util.List;

/** Writes statements about views and materialized views in the layout of SHOW CREATE. Queries are kept as written. */
public final class ViewWriter {
    private final SqlTextBuilder out;
    private final TableWriter tableWriter;
    private final QueryWriter queryWriter;
    private final ColumnWriter columnWriter;
    private final PartitionWriter partitionWriter;

    public ViewWriter(SqlTextBuilder out) {
        this.out = out;
        tableWriter = new TableWriter(out);
        queryWriter = tableWriter.queryWriter();
        columnWriter = tableWriter.columnWriter();
        partitionWriter = tableWriter.partitionWriter();
    }

    void write(ViewStatement statement) {
        if (statement instanceof CreateView create) {
            writeCreateView(create);
        } else if (statement instanceof CreateMaterializedView create) {
            writeCreateMaterializedView(create);
        } else if (statement instanceof ViewStatement.AlterViewQuery alterQuery) {
            out.append("ALTER VIEW ").appendName(alterQuery.name());
            writeColumns(alterQuery.columns());
            out.append(" AS ").append(alterQuery.queryText().text());
        } else if (statement instanceof ViewStatement.AlterViewSecurity alterSecurity) {
            out.append("ALTER VIEW ").appendName(alterSecurity.name());
            out.append(" SET SECURITY ").append(alterSecurity.security().name());
        } else if (statement instanceof ViewStatement.AlterExternalView alter) {
            out.append("ALTER VIEW ").appendName(alter.name()).append(" ").append(alter.text());
        } else if (statement instanceof ViewStatement.DropView drop) {
            out.append("DROP VIEW ").appendIf(drop.ifExists(), "IF EXISTS ").appendName(drop.name());
        } else {
            writeMaterializedViewStatement(statement);
        }
    }

    private void writeMaterializedViewStatement(ViewStatement statement) {
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            out.append("ALTER MATERIALIZED VIEW ").appendName(alter.name()).append(" ");
            writeChange(alter.change());
        } else if (statement instanceof ViewStatement.DropMaterializedView drop) {
            out.append("DROP MATERIALIZED VIEW ")
                    .appendIf(drop.ifExists(), "IF EXISTS ")
                    .appendName(drop.name());
            out.appendIf(drop.isForced(), " FORCE");
        } else if (statement instanceof RefreshMaterializedView refresh) {
            writeRefresh(refresh);
        } else if (statement instanceof ViewStatement.CancelRefresh cancel) {
            out.append("CANCEL REFRESH MATERIALIZED VIEW ")
                    .appendName(cancel.name())
                    .appendIf(cancel.isForced(), " FORCE");
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void writeCreateView(CreateView createView) {
        out.append("CREATE ")
                .appendIf(createView.replacesExistingView(), "OR REPLACE ")
                .append("VIEW ");
        out.appendIf(createView.ifNotExists(), "IF NOT EXISTS ").appendName(createView.name());
        writeColumns(createView.columns());
        if (createView.comment() != null) {
            out.append("\n").appendComment(createView.comment());
        }
        if (createView.security() != null) {
            out.append(" SECURITY ").append(createView.security().name());
        }
        out.appendPropertyClause(createView.properties());
        out.append(" AS ").append(createView.queryText().text());
    }

    private void writeColumns(List<DeclaredViewColumn> columns) {
        if (!columns.isEmpty()) {
            out.append(" (").appendList(columns, ", ", this::writeColumn).append(")");
        }
    }

    private void writeColumn(DeclaredViewColumn column) {
        out.appendName(column.name());
        if (column.comment() != null) {
            out.append(" ").appendComment(column.comment());
        }
    }

    private void writeCreateMaterializedView(CreateMaterializedView createView) {
        out.append("CREATE MATERIALIZED VIEW ")
                .appendIf(createView.ifNotExists(), "IF NOT EXISTS ")
                .appendName(createView.name());
        if (!createView.columns().isEmpty()) {
            out.append(" (").appendList(createView.columns(), ", ", this::writeColumn);
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

    /** Writes a clause on a new line. The indexes are written with the columns. */
    public void writeClause(CreateClause clause) {
        if (clause instanceof CreateClause.ViewPartitionClause partitionClause) {
            out.append("\nPARTITION BY ").appendIf(partitionClause.hasParentheses(), "(");
            out.appendList(partitionClause.items(), ",", partitionWriter::writeItem);
            out.appendIf(partitionClause.hasParentheses(), ")");
        } else if (clause instanceof ViewStatement.Refresh refresh) {
            out.append("\n");
            writeRefreshScheme(refresh);
        } else {
            tableWriter.writeClause(clause);
        }
    }

    public void writeRefreshScheme(ViewStatement.Refresh refresh) {
        out.append("REFRESH ");
        if (refresh.isDeferred() != null) {
            out.append(refresh.isDeferred() ? "DEFERRED " : "IMMEDIATE ");
        }
        out.append(refresh.scheme().name());
        if (refresh.start() != null) {
            out.append(" START(")
                    .appendText(QuotingContext.RANGE_BOUND, refresh.start())
                    .append(")");
        }
        if (refresh.interval() != null) {
            out.append(" EVERY(");
            queryWriter.write(refresh.interval());
            out.append(")");
        }
    }

    private void writeChange(ViewStatement.MaterializedViewChange change) {
        if (change instanceof ViewStatement.MaterializedViewChange.SetRefresh set) {
            writeRefreshScheme(set.refresh());
        } else if (change instanceof ViewStatement.MaterializedViewChange.RenameView rename) {
            out.append("RENAME ").appendName(rename.newName());
        } else if (change instanceof ViewStatement.MaterializedViewChange.SwapView swap) {
            out.append("SWAP WITH ").appendName(swap.otherViewName());
        } else if (change instanceof ViewStatement.MaterializedViewChange.SetViewProperties set) {
            out.append("SET ").appendPropertyList(set.properties());
        } else if (change instanceof ViewStatement.MaterializedViewChange.AddViewColumn add) {
            writeAddColumn(add);
        } else if (change instanceof ViewStatement.MaterializedViewChange.DropViewColumn drop) {
            out.append("DROP COLUMN ").appendName(drop.name());
        } else {
            out.append(change instanceof ViewStatement.MaterializedViewChange.Activate ? "ACTIVE" : "INACTIVE");
        }
    }

    private void writeAddColumn(ViewStatement.MaterializedViewChange.AddViewColumn add) {
        out.append("ADD COLUMN ").appendName(add.name()).append(" AS ");
        queryWriter.write(add.aggregate());
        if (add.defaultValue() != null) {
            out.append(" DEFAULT ");
            columnWriter.writeDefaultValue(add.defaultValue());
        }
        if (add.comment() != null) {
            out.append(" ").appendComment(add.comment());
        }
    }

    private void writeRefresh(RefreshMaterializedView refresh) {
        out.append("REFRESH MATERIALIZED VIEW ").appendName(refresh.name());
        RefreshedPartitions refreshedPartitions = refresh.partitions();
        if (refreshedPartitions.start() != null && refreshedPartitions.end() != null) {
            out.append(" PARTITION START (").appendText(QuotingContext.RANGE_BOUND, refreshedPartitions.start());
            out.append(") END (")
                    .appendText(QuotingContext.RANGE_BOUND, refreshedPartitions.end())
                    .append(")");
        } else if (!refreshedPartitions.values().isEmpty()) {
            out.append(" PARTITION ");
            partitionWriter.writeValueRows(refreshedPartitions.values());
        }
        out.appendIf(refresh.isForced(), " FORCE");
        if (refresh.isSynchronous() != null) {
            out.append(refresh.isSynchronous() ? " WITH SYNC MODE" : " WITH ASYNC MODE");
        }
        if (refresh.priority() != null) {
            out.append(" WITH PRIORITY ").append(refresh.priority());
        }
    }
}
