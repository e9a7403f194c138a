package dev.cairn.engine.materialized;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.source.ViewSourceResolver;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Applies ACTIVE: the view's statement is analyzed again as if it were new, and must produce the same columns. */
final class MaterializedViewActivator {
    private final ServerState server;
    private final MaterializedView view;
    private final Span span;

    /** Analyzes the view as if its database were selected, whatever database the session has selected. */
    private MaterializedViewActivator(ServerState server, Database database, MaterializedView view, Span span) {
        this.server = new ServerState(server.profile(), server.catalog(), new Session(database.name()));
        this.view = view;
        this.span = span;
    }

    /**
     * Returns the result of ACTIVE; an unchanged one if the view is active, or if its reason for being inactive is
     * permanent.
     */
    static StatementResult activate(ServerState server, Database database, MaterializedView view, Span span) {
        String reason = view.inactiveReason();
        if (reason == null || InactiveReason.isPermanent(reason)) {
            return server.unchangedResult();
        }
        return server.createResult(database.withMaterializedView(
                new MaterializedViewActivator(server, database, view, span).createActiveView()));
    }

    /**
     * Returns the active view. The view remains inactive, for another reason, if it no longer reads any of the tables
     * that its partitions follow.
     *
     * @throws Refusal if the query is no longer valid, or has other columns
     */
    private MaterializedView createActiveView() {
        MaterializedView reanalyzedView;
        try {
            reanalyzedView = reanalyze();
            requireCompatibleColumns(reanalyzedView);
        } catch (Refusal refusal) {
            Refusal activationRefusal = Refusal.ofAnalysis(
                            span,
                            MaterializedViewRule.CANNOT_ACTIVATE,
                            view.name(),
                            ShowCreate.render(server.profile(), view),
                            refusal.getMessage())
                    .withCause(refusal);
            // The server has replaced * by column names. If such a column is missing, the server reports the column and
            // not the number of columns, so the error number of the refusal does not apply.
            throw refusal.hasRule(ServerError.VIEW_COLUMN_COUNT_DIFFERS)
                    ? activationRefusal
                    : activationRefusal.withErrorNumberOf(refusal);
        }
        ViewDefinition definition =
                reanalyzedView.definition().withFormerBases(view.definition().baseRelations());
        return view.withQuery(view.columns(), definition)
                .withInactiveReason(
                        hasLostFollowedTables(reanalyzedView)
                                ? InactiveReason.partitionsLost(view.name(), baseTableNames(reanalyzedView))
                                : null);
    }

    /**
     * Returns whether a partitioned view no longer reads any of the tables that its partitions follow. The server looks
     * for these tables under the names that they had when the view was created.
     */
    private boolean hasLostFollowedTables(MaterializedView reanalyzedView) {
        Set<String> partitionBaseTableNames = view.layout().partitionBaseTableNames();
        return !partitionBaseTableNames.isEmpty()
                && reanalyzedView.definition().baseRelations().stream()
                        .noneMatch(base -> partitionBaseTableNames.contains(base.name()) && isPartitioned(base));
    }

    private boolean isPartitioned(BaseRelation base) {
        return server.catalog()
                .findDatabase(base.database())
                .filter(database -> isPartitioned(database, base.name()))
                .isPresent();
    }

    private static boolean isPartitioned(Database database, String name) {
        return database.findTable(name)
                        .filter(table -> !(table.partitioning() instanceof Partitioning.None))
                        .isPresent()
                || database.findMaterializedView(name)
                        .filter(view -> view.partitioningKind() != PartitioningKind.UNPARTITIONED)
                        .isPresent();
    }

    /** Returns the full names of the tables and materialized views that the view reads, without logical views. */
    private List<String> baseTableNames(MaterializedView reanalyzedView) {
        return reanalyzedView.definition().baseRelations().stream()
                .filter(base ->
                        server.catalog().findView(base.database(), base.name()).isEmpty())
                .map(base -> InternalCatalog.PREFIX + base.database() + "." + base.name())
                .toList();
    }

    private MaterializedView reanalyze() {
        CreateMaterializedView statement = ShowCreate.shownStatement(server.profile(), view);
        ViewDefinition oldDefinition = view.definition();
        DefiningQuery query = DefiningQuery.of(
                server,
                oldDefinition.query(),
                oldDefinition.defaultDatabaseName(),
                new ViewSourceResolver(
                        new CatalogSourceResolver(server.profile(), server.catalog()),
                        oldDefinition.baseRelations(),
                        false));
        return MaterializedViewCreator.reanalyze(server, statement, query);
    }

    private void requireCompatibleColumns(MaterializedView reanalyzedView) {
        if (reanalyzedView.columns().size() != view.columns().size()) {
            throw Refusal.ofAnalysis(span, MaterializedViewRule.COLUMN_CHANGED, "", "");
        }
        Comparator<ViewColumn> byName = Comparator.comparing(ViewColumn::name);
        List<ViewColumn> oldColumns = view.columns().stream().sorted(byName).toList();
        List<ViewColumn> newColumns =
                reanalyzedView.columns().stream().sorted(byName).toList();
        for (int i = 0; i < oldColumns.size(); i++) {
            if (!isCompatible(oldColumns.get(i), newColumns.get(i))) {
                throw Refusal.ofAnalysis(
                        span,
                        MaterializedViewRule.COLUMN_CHANGED,
                        describeColumn(oldColumns.get(i)),
                        describeColumn(newColumns.get(i)));
            }
        }
    }

    /** Returns whether the columns are equal; servers since 4.0 ignore nullability and the parameters of the type. */
    private boolean isCompatible(ViewColumn oldColumn, ViewColumn newColumn) {
        Type oldType = oldColumn.type();
        Type newType = newColumn.type();
        if (oldType == null || newType == null) {
            return oldColumn.isNamed(newColumn.name());
        }
        boolean comparesExactly = !server.profile().isAtLeast(Version.V4_0);
        boolean hasCompatibleType = comparesExactly
                ? oldType.equals(newType) && oldColumn.isNullable() == newColumn.isNullable()
                : PrimitiveType.of(oldType) == PrimitiveType.of(newType);
        return oldColumn.isNamed(newColumn.name()) && hasCompatibleType;
    }

    private static String describeColumn(ViewColumn column) {
        String type = column.type() == null ? "" : TypeFormat.formatForShowCreate(column.type());
        return "`" + column.name() + "` " + type + (column.isNullable() ? " NULL" : " NOT NULL") + " COMMENT \""
                + column.comment() + "\"";
    }
}
