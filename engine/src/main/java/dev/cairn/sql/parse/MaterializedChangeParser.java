package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Default;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import java.util.List;

/** Parses ALTER, DROP, REFRESH and CANCEL REFRESH of materialized views. */
final class MaterializedChangeParser {
    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final ClauseParser clauses;
    private final ColumnParser columns;
    private final PartitionParser partitions;
    private final RefreshParser refreshes;

    MaterializedChangeParser(
            Cursor cursor,
            ExpressionParser expressions,
            ClauseParser clauses,
            ColumnParser columns,
            PartitionParser partitions,
            RefreshParser refreshes) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.clauses = clauses;
        this.columns = columns;
        this.partitions = partitions;
        this.refreshes = refreshes;
    }

    /** Parses the statement; the cursor is behind ALTER MATERIALIZED VIEW. */
    Statement alter(int start) {
        QualifiedName name = cursor.qualifiedName();
        MaterializedViewChange change = change();
        return new ViewStatement.AlterMaterializedView(name, change, cursor.since(start));
    }

    private MaterializedViewChange change() {
        if (cursor.at(Keyword.REFRESH)) {
            return new MaterializedViewChange.SetRefresh(refreshes.refresh());
        }
        if (cursor.take(Keyword.RENAME)) {
            return new MaterializedViewChange.Rename(cursor.name());
        }
        if (cursor.take(Keyword.SET)) {
            return new MaterializedViewChange.SetProperties(clauses.propertyList());
        }
        if (cursor.take(Keyword.SWAP)) {
            cursor.expect(Keyword.WITH);
            return new MaterializedViewChange.Swap(cursor.name());
        }
        if (cursor.take(Keyword.ADD)) {
            return addColumn();
        }
        if (cursor.take(Keyword.DROP)) {
            cursor.expect(Keyword.COLUMN);
            return new MaterializedViewChange.DropColumn(cursor.name());
        }
        if (cursor.take(Keyword.ACTIVE)) {
            return new MaterializedViewChange.Activate();
        }
        cursor.expect(Keyword.INACTIVE);
        return new MaterializedViewChange.Deactivate();
    }

    private MaterializedViewChange addColumn() {
        cursor.expect(Keyword.COLUMN);
        Name name = cursor.name();
        cursor.expect(Keyword.AS);
        Expression aggregate = expressions.expression();
        Default defaultValue = cursor.take(Keyword.DEFAULT) ? columns.defaultValue() : null;
        return new MaterializedViewChange.AddColumn(name, aggregate, defaultValue, clauses.comment());
    }

    /** Parses the statement; the cursor is behind DROP MATERIALIZED VIEW. */
    Statement drop(int start) {
        boolean ifExists = cursor.ifExists();
        QualifiedName name = cursor.qualifiedName();
        boolean force = cursor.take(Keyword.FORCE);
        return new ViewStatement.DropMaterializedView(ifExists, name, force, cursor.since(start));
    }

    /** Parses the statement; the cursor is behind REFRESH MATERIALIZED VIEW. */
    Statement refresh(int start) {
        QualifiedName name = cursor.qualifiedName();
        String from = null;
        String to = null;
        List<List<Bound>> values = List.of();
        if (cursor.take(Keyword.PARTITION)) {
            if (cursor.take(Keyword.START)) {
                from = cursor.textInParentheses();
                cursor.expect(Keyword.END);
                to = cursor.textInParentheses();
            } else {
                values = partitions.listValues();
            }
        }
        boolean force = cursor.take(Keyword.FORCE);
        Boolean synchronous = null;
        if (cursor.at(Keyword.WITH) && cursor.keyword(1) != Keyword.PRIORITY) {
            synchronous = mode();
        }
        Integer priority = cursor.take(Keyword.WITH, Keyword.PRIORITY) ? cursor.integer() : null;
        return new ViewStatement.RefreshMaterializedView(
                name, from, to, values, force, synchronous, priority, cursor.since(start));
    }

    private boolean mode() {
        cursor.expect(Keyword.WITH);
        boolean synchronous = cursor.take(Keyword.SYNC);
        if (!synchronous) {
            cursor.expect(Keyword.ASYNC);
        }
        cursor.expect(Keyword.MODE);
        return synchronous;
    }

    /** Parses the statement; the cursor is behind CANCEL REFRESH MATERIALIZED VIEW. */
    Statement cancel(int start) {
        QualifiedName name = cursor.qualifiedName();
        boolean force = cursor.take(Keyword.FORCE);
        return new ViewStatement.CancelRefresh(name, force, cursor.since(start));
    }
}
