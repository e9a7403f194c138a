package dev.cairn.engine.query;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.QueryText;

/** The names in the query of a view, whose text the server stores. */
public final class ViewQueryNames {
    private ViewQueryNames() {}

    /**
     * Refuses names that make the stored text of the view unreadable for the server. The server writes an unnamed
     * expression as the name of its column between backquotes, without escaping backquotes in it, and writes the names
     * in PIVOT without backquotes.
     */
    public static void requireReadable(QueryText queryText) {
        queryText.query().visit(new Query.QueryVisitor() {
            @Override
            public void visitSelect(Query.Select select) {
                if (select.pivot() != null) {
                    requirePlainNames(queryText, select.pivot());
                }
                select.items().forEach(item -> requireReadableName(queryText, item));
            }
        });
    }

    /** Refuses a backquote in an unnamed expression; in an alias, the server escapes backquotes. */
    private static void requireReadableName(QueryText queryText, Query.SelectItem item) {
        if (item instanceof Query.SelectItem.Value value
                && value.alias() == null
                && value.value()
                        .contains(subexpression -> subexpression instanceof Expression.StringLiteral literal
                                && literal.value().indexOf('`') >= 0)) {
            throw Refusal.ofExecution(queryText.span(), ViewRule.COLUMN_WITHOUT_NAME, Sql.render(value.value()));
        }
    }

    private static void requirePlainNames(QueryText queryText, Query.Pivot pivot) {
        pivot.names()
                .filter(name -> !Name.needsNoBackquotes(name.text()))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.ofExecution(queryText.span(), ViewRule.PIVOT_NAME_NOT_PLAIN, name.text());
                });
    }
}
