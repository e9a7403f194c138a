package dev.cairn.sql.write;

import dev.cairn.sql.ast.CreateClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import java.util.List;

/** Writes statements about views and materialized views in the layout of SHOW CREATE. Queries are kept as written. */
public final class ViewWriter {
    private final SqlTextBuilder out;
    private final TableWriter tables;
    private final QueryWriter expressions;
    private final ColumnWriter columns;
    private final PartitionWriter partitions;

    public ViewWriter(SqlTextBuilder out) {
        this.out = out;
        tables = new TableWriter(out);
        expressions = tables.expressions();
        columns = tables.columns();
        partitions = tables.partitions();
    }

    void write(ViewStatement statement) {
        if (statement instanceof CreateView create) {
            create(create);
        } else if (statement instanceof CreateMaterializedView create) {
            createMaterialized(create);
        } else if (statement instanceof ViewStatement.RedefineView redefine) {
            out.put("ALTER VIEW ").name(redefine.name());
            columns(redefine.columns());
            out.put(" AS ").put(redefine.query().text());
        } else if (statement instanceof ViewStatement.SecureView secure) {
            out.put("ALTER VIEW ").name(secure.name());
            out.put(" SET SECURITY ").put(secure.security().name());
        } else if (statement instanceof ViewStatement.AlterForeignView alter) {
            out.put("ALTER VIEW ").name(alter.name()).put(" ").put(alter.text());
        } else if (statement instanceof ViewStatement.DropView drop) {
            out.put("DROP VIEW ").put(drop.ifExists(), "IF EXISTS ").name(drop.name());
        } else {
            writeMaterialized(statement);
        }
    }

    private void writeMaterialized(ViewStatement statement) {
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            out.put("ALTER MATERIALIZED VIEW ").name(alter.name()).put(" ");
            change(alter.change());
        } else if (statement instanceof ViewStatement.DropMaterializedView drop) {
            out.put("DROP MATERIALIZED VIEW ")
                    .put(drop.ifExists(), "IF EXISTS ")
                    .name(drop.name());
            out.put(drop.force(), " FORCE");
        } else if (statement instanceof RefreshMaterializedView refresh) {
            refresh(refresh);
        } else if (statement instanceof ViewStatement.CancelRefresh cancel) {
            out.put("CANCEL REFRESH MATERIALIZED VIEW ").name(cancel.name()).put(cancel.force(), " FORCE");
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void create(CreateView view) {
        out.put("CREATE ").put(view.isOrReplace(), "OR REPLACE ").put("VIEW ");
        out.put(view.ifNotExists(), "IF NOT EXISTS ").name(view.name());
        columns(view.columns());
        if (view.comment() != null) {
            out.put("\n").comment(view.comment());
        }
        if (view.security() != null) {
            out.put(" SECURITY ").put(view.security().name());
        }
        out.propertiesBehind(view.properties());
        out.put(" AS ").put(view.query().text());
    }

    private void columns(List<ViewColumn> columns) {
        if (!columns.isEmpty()) {
            out.put(" (").list(columns, ", ", this::column).put(")");
        }
    }

    private void column(ViewColumn column) {
        out.name(column.name());
        if (column.comment() != null) {
            out.put(" ").comment(column.comment());
        }
    }

    private void createMaterialized(CreateMaterializedView view) {
        out.put("CREATE MATERIALIZED VIEW ")
                .put(view.ifNotExists(), "IF NOT EXISTS ")
                .name(view.name());
        if (!view.columns().isEmpty()) {
            out.put(" (").list(view.columns(), ", ", this::column);
            for (IndexDefinition index : view.indexes()) {
                out.put(",\n  ");
                columns.index(index);
            }
            out.put(")");
        }
        for (CreateClause clause : view.clauses()) {
            if (clause instanceof CreateClause.SortClause order) {
                out.put("\nORDER BY (")
                        .list(order.items(), ",", expressions::sortItem)
                        .put(")");
            } else {
                clause(clause);
            }
        }
        out.put("\nAS ").put(view.query().text());
    }

    /** Writes a clause on a line of its own; the indexes are written with the columns. */
    public void clause(CreateClause clause) {
        if (clause instanceof CreateClause.ViewPartitionClause partitioning) {
            out.put("\nPARTITION BY ").put(partitioning.parentheses(), "(");
            out.list(partitioning.items(), ",", partitions::item);
            out.put(partitioning.parentheses(), ")");
        } else if (clause instanceof ViewStatement.Refresh refresh) {
            out.put("\n");
            refreshScheme(refresh);
        } else {
            tables.clause(clause);
        }
    }

    public void refreshScheme(ViewStatement.Refresh refresh) {
        out.put("REFRESH ");
        if (refresh.deferred() != null) {
            out.put(refresh.deferred() ? "DEFERRED " : "IMMEDIATE ");
        }
        out.put(refresh.scheme().name());
        if (refresh.start() != null) {
            out.put(" START(").text(QuotingContext.RANGE_BOUND, refresh.start()).put(")");
        }
        if (refresh.every() != null) {
            out.put(" EVERY(");
            expressions.write(refresh.every());
            out.put(")");
        }
    }

    private void change(ViewStatement.MaterializedViewChange change) {
        if (change instanceof ViewStatement.MaterializedViewChange.SetRefresh set) {
            refreshScheme(set.refresh());
        } else if (change instanceof ViewStatement.MaterializedViewChange.Rename rename) {
            out.put("RENAME ").name(rename.newName());
        } else if (change instanceof ViewStatement.MaterializedViewChange.Swap swap) {
            out.put("SWAP WITH ").name(swap.other());
        } else if (change instanceof ViewStatement.MaterializedViewChange.SetProperties set) {
            out.put("SET ").propertyList(set.properties());
        } else if (change instanceof ViewStatement.MaterializedViewChange.AddColumn add) {
            addColumn(add);
        } else if (change instanceof ViewStatement.MaterializedViewChange.DropColumn drop) {
            out.put("DROP COLUMN ").name(drop.name());
        } else {
            out.put(change instanceof ViewStatement.MaterializedViewChange.Activate ? "ACTIVE" : "INACTIVE");
        }
    }

    private void addColumn(ViewStatement.MaterializedViewChange.AddColumn add) {
        out.put("ADD COLUMN ").name(add.name()).put(" AS ");
        expressions.write(add.aggregate());
        if (add.defaultValue() != null) {
            out.put(" DEFAULT ");
            columns.defaultValue(add.defaultValue());
        }
        if (add.comment() != null) {
            out.put(" ").comment(add.comment());
        }
    }

    private void refresh(RefreshMaterializedView refresh) {
        out.put("REFRESH MATERIALIZED VIEW ").name(refresh.name());
        RefreshedPartitions refreshed = refresh.partitions();
        if (refreshed.start() != null && refreshed.end() != null) {
            out.put(" PARTITION START (").text(QuotingContext.RANGE_BOUND, refreshed.start());
            out.put(") END (").text(QuotingContext.RANGE_BOUND, refreshed.end()).put(")");
        } else if (!refreshed.values().isEmpty()) {
            out.put(" PARTITION ");
            partitions.valueRows(refreshed.values());
        }
        out.put(refresh.force(), " FORCE");
        if (refresh.synchronous() != null) {
            out.put(refresh.synchronous() ? " WITH SYNC MODE" : " WITH ASYNC MODE");
        }
        if (refresh.priority() != null) {
            out.put(" WITH PRIORITY ").put(refresh.priority());
        }
    }
}
