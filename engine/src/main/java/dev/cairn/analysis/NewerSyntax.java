package dev.cairn.analysis;

import dev.cairn.catalog.Refusal;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.TableStatement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The syntax that only servers since a certain version can parse. There is one parser for all servers; this check
 * refuses what the server at hand would report as a syntax error, before anything else is analysed.
 */
public final class NewerSyntax {
    private final ServerProfile profile;

    private NewerSyntax(ServerProfile profile) {
        this.profile = profile;
    }

    /**
     * Checks a query with all queries inside of it.
     *
     * @throws Refusal if the server can't parse the query
     */
    public static void check(ServerProfile profile, Query query) {
        if (profile.version() != ServerProfile.DEFAULT.version()) {
            new NewerSyntax(profile).query(query);
        }
    }

    /**
     * Checks a statement with its query.
     *
     * @throws Refusal if the server can't parse the statement
     */
    public static void check(ServerProfile profile, Statement statement) {
        if (profile.version() != ServerProfile.DEFAULT.version()) {
            new NewerSyntax(profile).statement(statement);
        }
    }

    private void require(Version since, boolean used, Span at, String syntax) {
        if (used && !profile.atLeast(since)) {
            throw Refusal.syntax(at, SyntaxRule.NEWER_THAN_SERVER, syntax, since);
        }
    }

    private void statement(Statement statement) {
        if (statement instanceof TableStatement table) {
            partitioning(table.partitioning());
            sortKey(table.orderBy());
            if (statement instanceof Statement.CreateTableAsSelect create) {
                query(create.query().query());
            }
        } else if (statement instanceof ViewStatement.CreateView view) {
            query(view.query().query());
        } else if (statement instanceof ViewStatement.RedefineView view) {
            query(view.query().query());
        } else if (statement instanceof ViewStatement.CreateMaterializedView view) {
            sortKey(view.orderBy());
            query(view.query().query());
        } else if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            MaterializedViewChange change = alter.change();
            boolean columns = change instanceof MaterializedViewChange.AddColumn
                    || change instanceof MaterializedViewChange.DropColumn;
            require(Version.V4_0, columns, alter.span(), "ALTER MATERIALIZED VIEW … COLUMN");
        } else if (statement instanceof Statement.AlterTable alter) {
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.Optimize optimize) {
                    partitioning(optimize.partitioning());
                    sortKey(optimize.orderBy());
                }
            }
        }
    }

    private void partitioning(@Nullable PartitionClause clause) {
        boolean parenthesized = clause instanceof PartitionClause.By by && by.parenthesized();
        require(
                Version.V4_0,
                parenthesized,
                clause == null ? Span.NONE : clause.span(),
                "PARTITION BY with expressions in parentheses");
    }

    private void sortKey(List<SortItem> items) {
        for (SortItem item : items) {
            boolean plain = item.value() instanceof Expression.Reference
                    && item.ascending() == null
                    && item.nullsFirst() == null;
            require(Version.V4_0, !plain, item.value().span(), "ORDER BY with anything but columns");
        }
    }

    private void query(Query query) {
        require(Version.V4_1, query.recursive(), query.span(), "WITH RECURSIVE");
        for (Query.CommonTable table : query.with()) {
            query(table.query());
        }
        body(query.body());
        sortItems(query.orderBy());
    }

    private void body(Query.Body body) {
        if (body instanceof Query.Nested nested) {
            query(nested.query());
        } else if (body instanceof Query.SetOperation operation) {
            body(operation.left());
            body(operation.right());
        } else if (body instanceof Query.Select select) {
            select(select);
        }
    }

    private void select(Query.Select select) {
        select.items().forEach(this::item);
        select.from().forEach(this::relation);
        if (select.pivot() != null) {
            select.pivot().aggregates().forEach(this::item);
        }
        optional(select.where());
        if (select.groupBy() != null) {
            select.groupBy().sets().forEach(set -> set.forEach(this::expression));
        }
        optional(select.having());
        if (select.qualify() != null) {
            item(select.qualify().function());
        }
    }

    private void item(Query.Item item) {
        if (item instanceof Query.Item.Star star) {
            require(Version.V4_0, star.exclusion() != null, star.span(), "* " + star.exclusion());
        } else {
            expression(((Query.Item.Value) item).value());
        }
    }

    private void relation(Relation relation) {
        relation.parts().forEach(this::relation);
        if (relation instanceof Relation.Join join) {
            boolean newer = join.kind().asof() || join.kind() == Relation.Join.Kind.NULL_AWARE_LEFT_ANTI_JOIN;
            require(Version.V4_0, newer, join.span(), join.kind().text());
            optional(join.on());
        } else if (relation instanceof Relation.Derived derived) {
            require(Version.V4_0, derived.assertRows(), derived.span(), "ASSERT_ROWS");
            query(derived.query());
        } else if (relation instanceof Relation.Values values) {
            values.rows().forEach(row -> row.forEach(this::expression));
        } else if (relation instanceof Relation.Function function) {
            function.arguments().forEach(argument -> expression(argument.value()));
        }
    }

    private void sortItems(List<SortItem> items) {
        for (SortItem item : items) {
            expression(item.value());
        }
    }

    private void optional(@Nullable Expression expression) {
        if (expression != null) {
            expression(expression);
        }
    }

    private void expression(Expression expression) {
        expression.visit(part -> {
            if (part instanceof Expression.Aggregated aggregated) {
                require(Version.V4_0, aggregated.filter() != null, aggregated.span(), "FILTER");
            } else if (part instanceof Expression.AllColumns) {
                require(Version.V4_0, true, part.span(), "ORDER BY ALL");
            } else if (part instanceof Expression.Match match) {
                require(Version.V4_0, !match.word().equalsIgnoreCase("MATCH"), match.span(), match.word());
            }
            Query inner = part.query();
            if (inner != null) {
                query(inner);
            }
        });
    }
}
