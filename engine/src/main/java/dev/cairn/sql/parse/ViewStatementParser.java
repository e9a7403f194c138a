package dev.cairn.sql.parse;

import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.query.ClauseParser;
import dev.cairn.sql.query.ExpressionParser;
import dev.cairn.sql.token.Cursor;
import org.jspecify.annotations.Nullable;

/** Statements about views, told by their first words; the others are null, and then the cursor has not moved. */
final class ViewStatementParser {
    private final Cursor cursor;
    private final ViewParser views;
    private final MaterializedViewParser materialized;
    private final MaterializedChangeParser changes;

    ViewStatementParser(
            Cursor cursor,
            ExpressionParser expressions,
            ClauseParser clauses,
            ColumnParser columns,
            PartitionParser partitions) {
        this.cursor = cursor;
        RefreshParser refreshes = new RefreshParser(cursor, expressions);
        this.views = new ViewParser(cursor, clauses, expressions.queries());
        this.materialized = new MaterializedViewParser(cursor, expressions, clauses, views, refreshes);
        this.changes = new MaterializedChangeParser(cursor, expressions, clauses, columns, partitions, refreshes);
    }

    @Nullable
    Statement create(int start) {
        if (cursor.take(Keyword.CREATE, Keyword.VIEW)) {
            return views.create(false, start);
        }
        if (replacing()) {
            return views.create(true, start);
        }
        return materializedAt(1) ? materialized.create(start) : null;
    }

    /** CREATE VIEW, of whose query only the text is taken. */
    @Nullable
    Statement createUnread(int start) {
        if (cursor.take(Keyword.CREATE, Keyword.VIEW)) {
            return views.createUnread(false, start);
        }
        return replacing() ? views.createUnread(true, start) : null;
    }

    /** Takes CREATE OR REPLACE VIEW, where it stands. */
    private boolean replacing() {
        if (cursor.keyword(1) != Keyword.OR || cursor.keyword(3) != Keyword.VIEW) {
            return false;
        }
        cursor.advance();
        cursor.expect(Keyword.OR, Keyword.REPLACE);
        cursor.advance();
        return true;
    }

    @Nullable
    Statement alter(int start) {
        if (cursor.take(Keyword.ALTER, Keyword.VIEW)) {
            return views.alter(start);
        }
        return materializedAt(1) ? changes.alter(start) : null;
    }

    @Nullable
    Statement drop(int start) {
        if (cursor.take(Keyword.DROP, Keyword.VIEW)) {
            return views.drop(start);
        }
        return materializedAt(1) ? changes.drop(start) : null;
    }

    @Nullable
    Statement refresh(int start) {
        return materializedAt(1) ? changes.refresh(start) : null;
    }

    @Nullable
    Statement cancel(int start) {
        return cursor.keyword(1) == Keyword.REFRESH && materializedAt(2) ? changes.cancel(start) : null;
    }

    /** Takes all up to the words MATERIALIZED VIEW and them, where they stand that many tokens on. */
    private boolean materializedAt(int ahead) {
        boolean here = cursor.keyword(ahead) == Keyword.MATERIALIZED && cursor.keyword(ahead + 1) == Keyword.VIEW;
        for (int i = 0; here && i < ahead + 2; i++) {
            cursor.advance();
        }
        return here;
    }
}
