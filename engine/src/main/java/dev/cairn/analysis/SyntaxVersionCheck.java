package dev.cairn.analysis;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.CreateTableStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.token.SyntaxRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses syntax that the server is too old to parse. Cairn has one parser for all versions, so this check runs before
 * the analysis of each query and statement. The default profile has the newest version, for which there is nothing to
 * check.
 */
public final class SyntaxVersionCheck {
    private final ServerProfile profile;

    private SyntaxVersionCheck(ServerProfile profile) {
        this.profile = profile;
    }

    /**
     * Checks a query with all queries inside it.
     *
     * @throws Refusal if the server can't parse the query
     */
    public static void check(ServerProfile profile, Query query) {
        if (profile.version() != ServerProfile.DEFAULT.version()) {
            new SyntaxVersionCheck(profile).checkQuery(query);
        }
    }

    /**
     * Checks a statement with its query.
     *
     * @throws Refusal if the server can't parse the statement
     */
    public static void check(ServerProfile profile, Statement statement) {
        if (profile.version() != ServerProfile.DEFAULT.version()) {
            new SyntaxVersionCheck(profile).checkStatement(statement);
        }
    }

    private void requireVersion(Version minVersion, boolean isUsed, Span span, String syntax) {
        if (isUsed && !profile.isAtLeast(minVersion)) {
            throw Refusal.ofSyntax(span, SyntaxRule.NEWER_THAN_SERVER, syntax, minVersion);
        }
    }

    private void checkStatement(Statement statement) {
        if (statement instanceof CreateTableStatement tableStatement) {
            checkPartitioning(tableStatement.partitioning());
            checkSortKey(tableStatement.orderBy());
            if (statement instanceof Statement.CreateTableAsSelect createTable) {
                checkQuery(createTable.queryText().query());
            }
        } else if (statement instanceof ViewStatement.CreateView viewStatement) {
            checkQuery(viewStatement.queryText().query());
        } else if (statement instanceof ViewStatement.AlterViewQuery viewStatement) {
            checkQuery(viewStatement.queryText().query());
        } else if (statement instanceof ViewStatement.CreateMaterializedView viewStatement) {
            checkSortKey(viewStatement.orderBy());
            checkQuery(viewStatement.queryText().query());
        } else if (statement instanceof ViewStatement.AlterMaterializedView alterView) {
            MaterializedViewChange change = alterView.change();
            boolean changesColumns = change instanceof MaterializedViewChange.AddViewColumn
                    || change instanceof MaterializedViewChange.DropViewColumn;
            requireVersion(Version.V4_0, changesColumns, alterView.span(), "ALTER MATERIALIZED VIEW … COLUMN");
        } else if (statement instanceof AccessStatement.ChangeRoles change) {
            boolean isGroup = change.grantee() instanceof AccessStatement.Grantee.GroupGrantee;
            requireVersion(Version.V4_0, isGroup, change.span(), "EXTERNAL GROUP");
        } else if (statement instanceof Statement.AlterTable alterTable) {
            for (AlterClause clause : alterTable.clauses()) {
                if (clause instanceof AlterClause.Optimize optimize) {
                    checkPartitioning(optimize.partitioning());
                    checkSortKey(optimize.orderBy());
                }
            }
        }
    }

    private void checkPartitioning(@Nullable PartitionClause clause) {
        boolean isParenthesized = clause instanceof PartitionClause.ExpressionPartitioning expressionPartitioning
                && expressionPartitioning.isParenthesized();
        requireVersion(
                Version.V4_0,
                isParenthesized,
                clause == null ? Span.NONE : clause.span(),
                "PARTITION BY with expressions in parentheses");
    }

    private void checkSortKey(List<SortItem> items) {
        for (SortItem item : items) {
            boolean isPlainColumn = item.value() instanceof Expression.Reference
                    && item.isAscending() == null
                    && item.putsNullsFirst() == null;
            requireVersion(Version.V4_0, !isPlainColumn, item.value().span(), "ORDER BY with anything but columns");
        }
    }

    private void checkQuery(Query topQuery) {
        topQuery.visit(new Query.QueryVisitor() {
            @Override
            public void visitQuery(Query query) {
                requireVersion(Version.V4_1, query.isRecursive(), query.span(), "WITH RECURSIVE");
            }

            @Override
            public void visitSelect(Query.Select select) {
                for (Query.SelectItem item : select.items()) {
                    if (item instanceof Query.SelectItem.Star star) {
                        requireVersion(
                                Version.V4_0,
                                star.exclusionKeyword() != null,
                                star.span(),
                                "* " + star.exclusionKeyword());
                    }
                }
            }

            @Override
            public void visitRelation(Relation relation) {
                if (relation instanceof Relation.Join join) {
                    boolean isNewJoin =
                            join.kind().isAsof() || join.kind() == Relation.JoinOperator.Kind.NULL_AWARE_LEFT_ANTI_JOIN;
                    requireVersion(
                            Version.V4_0, isNewJoin, join.span(), join.kind().text());
                } else if (relation instanceof Relation.Derived derivedRelation) {
                    requireVersion(Version.V4_0, derivedRelation.assertsRows(), derivedRelation.span(), "ASSERT_ROWS");
                }
            }

            @Override
            public void visitExpression(Expression expression) {
                if (expression instanceof Expression.AggregateCall aggregateCall) {
                    requireVersion(Version.V4_0, aggregateCall.filter() != null, aggregateCall.span(), "FILTER");
                } else if (expression instanceof Expression.OrderByAll) {
                    requireVersion(Version.V4_0, true, expression.span(), "ORDER BY ALL");
                } else if (expression instanceof Expression.Match match) {
                    requireVersion(Version.V4_0, !match.word().equalsIgnoreCase("MATCH"), match.span(), match.word());
                }
            }
        });
    }
}
