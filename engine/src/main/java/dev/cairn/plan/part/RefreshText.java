package dev.cairn.plan.part;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ViewStatement.Refresh;

/** When a materialized view is refreshed. */
final class RefreshText {
    private RefreshText() {}

    /** Whether the first refresh was put off is past, and no ALTER changes it. */
    static String of(Refresh refresh) {
        return Sql.render(new Refresh(null, refresh.scheme(), refresh.start(), refresh.every(), refresh.span()));
    }
}
