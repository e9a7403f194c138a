package dev.cairn.sql.write;

import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DeclaredViewColumn;
import java.util.List;

/**
 * Writes statements about views in the layout of SHOW CREATE, and delegates those about materialized views. Queries are
 * kept as written.
 */
final class ViewWriter {
    private final SqlTextBuilder out;

    ViewWriter(SqlTextBuilder out) {
        this.out = out;
    }

    void write(ViewStatement statement) {
        if (statement instanceof CreateView createStatement) {
            writeCreateView(createStatement);
        } else if (statement instanceof ViewStatement.AlterViewQuery alterStatement) {
            out.append("ALTER VIEW ").appendName(alterStatement.name());
            writeColumns(alterStatement.columns());
            out.append(" AS ").append(alterStatement.queryText().text());
        } else if (statement instanceof ViewStatement.AlterViewSecurity alterStatement) {
            out.append("ALTER VIEW ").appendName(alterStatement.name());
            out.append(" SET SECURITY ").append(alterStatement.security().name());
        } else if (statement instanceof ViewStatement.AlterExternalView alterStatement) {
            out.append("ALTER VIEW ")
                    .appendName(alterStatement.name())
                    .append(" ")
                    .append(alterStatement.text());
        } else if (statement instanceof ViewStatement.DropView dropStatement) {
            out.append("DROP VIEW ")
                    .appendIf(dropStatement.ifExists(), "IF EXISTS ")
                    .appendName(dropStatement.name());
        } else {
            new MaterializedViewWriter(out).write(statement);
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

    /** Writes a column with its comment. */
    void writeColumn(DeclaredViewColumn column) {
        out.appendName(column.name());
        if (column.comment() != null) {
            out.append(" ").appendComment(column.comment());
        }
    }
}
