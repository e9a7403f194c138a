package dev.cairn.engine.materialized;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.SwappedConstraintsCheck;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.InactiveReason;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.Optional;

/** Applies the following changes of ALTER MATERIALIZED VIEW: RENAME, SWAP, the refresh scheme and INACTIVE. */
record AlterMaterializedViewDdl(
        ServerState server, Database database, MaterializedView view, AlterMaterializedView statement) {
    /**
     * Changes the refresh scheme.
     *
     * @throws Refusal if the interval is not positive, if the scheme is INCREMENTAL, or if the server can't refresh the
     *     view after each load, because a base was dropped or is neither a table nor a materialized view
     */
    StatementResult changeRefresh(MaterializedViewChange.SetRefresh change) {
        new RefreshClause(change.refresh()).requirePositiveInterval();
        if (change.refresh().scheme() == Refresh.Scheme.INCREMENTAL) {
            throw Refusal.ofExecution(statement.span(), MaterializedViewRule.INCREMENTAL_UNSUPPORTED);
        }
        boolean refreshesOnEveryLoad = change.refresh().scheme() == Refresh.Scheme.ASYNC
                && change.refresh().interval() == null;
        if (refreshesOnEveryLoad) {
            requireExistingBases();
        }
        if (refreshesOnEveryLoad && readsUnfollowedSource()) {
            throw Refusal.ofExecution(statement.span(), MaterializedViewRule.INTERVAL_REQUIRED);
        }
        return server.createResult(database.withMaterializedView(
                view.withRefresh(new RefreshClause(change.refresh()).toStoredRefreshAfter(view.refresh()))));
    }

    /**
     * Requires that no direct base was dropped. The server looks for bases by their identity: a new table with the name
     * of a dropped base does not replace it, and a table that was swapped with the base does not, either.
     */
    private void requireExistingBases() {
        view.definition().baseRelations().stream()
                .filter(base -> base.isDirect() && base.isDropped())
                .findFirst()
                .ifPresent(base -> {
                    throw Refusal.ofAnalysis(statement.span(), CommonRule.NOT_FOUND, RuleSubject.TABLE, base.name());
                });
    }

    /**
     * Returns whether the view directly reads a source that is neither a table nor a materialized view. The server
     * can follow loads only into these two kinds of sources.
     */
    private boolean readsUnfollowedSource() {
        return view.definition().baseRelations().stream()
                .filter(BaseRelation::isDirect)
                .anyMatch(base -> server.catalog()
                        .findDatabase(base.database())
                        .filter(baseDatabase ->
                                baseDatabase.findTable(base.name()).isPresent()
                                        || baseDatabase
                                                .findMaterializedView(base.name())
                                                .isPresent())
                        .isEmpty());
    }

    StatementResult rename(MaterializedViewChange.RenameView change) {
        Name newName = change.newName();
        if (view.name().equals(newName.text())) {
            throw Refusal.ofAnalysis(newName.span(), CommonRule.RENAMED_TO_ITSELF, RuleSubject.TABLE, newName);
        }
        NameValidation.requireValidTableName(newName.text(), newName.span());
        if (database.hasObject(newName.text())) {
            throw Refusal.ofAnalysis(newName.span(), CommonRule.ALREADY_EXISTS, RuleSubject.MATERIALIZED_VIEW, newName);
        }
        Catalog renamedCatalog = server.catalog()
                .withDatabase(
                        database.withoutMaterializedView(view).withMaterializedView(view.withName(newName.text())));
        return server.createResult(DependentMaterializedViews.of(renamedCatalog)
                .followRename(database.name(), view.name(), newName.text()));
    }

    /**
     * Swaps the names of two views. The views that read one of the two are deactivated, and from then on read the
     * swapped view under its new name.
     */
    StatementResult swap(MaterializedViewChange.SwapView change) {
        Name otherName = change.otherViewName();
        boolean isTableName = database.tables().contains(otherName.text());
        Optional<MaterializedView> foundView = database.findMaterializedView(otherName.text());
        if (!isTableName && foundView.isEmpty()) {
            throw Refusal.ofExecution(otherName.span(), CommonRule.NOT_FOUND, RuleSubject.TABLE, otherName);
        }
        if (otherName.text().equals(view.name())) {
            throw Refusal.ofExecution(otherName.span(), CommonRule.ALREADY_EXISTS, RuleSubject.ROLLUP, otherName);
        }
        MaterializedView otherView =
                foundView.orElseThrow(() -> Refusal.ofExecution(otherName.span(), NameRule.VIEW_SWAPPED_WITH_TABLE));
        SwappedConstraintsCheck.requireSameCounts(view.properties(), otherView.properties(), otherName);
        DependentMaterializedViews dependentViews = DependentMaterializedViews.of(server.catalog());
        dependentViews.deactivateAllReaders(database.name(), view.name(), InactiveReason.baseSwapped(view.name()));
        dependentViews.deactivateAllReaders(
                database.name(), otherView.name(), InactiveReason.baseSwapped(otherView.name()));
        Catalog newCatalog = dependentViews.detachReadersOfSwapped(database.name(), view.name(), otherView.name());
        Database newDatabase = newCatalog.findDatabase(database.name()).orElseThrow();
        MaterializedView updatedView =
                newDatabase.findMaterializedView(view.name()).orElseThrow();
        MaterializedView updatedOtherView =
                newDatabase.findMaterializedView(otherView.name()).orElseThrow();
        return server.createResult(newCatalog.withDatabase(newDatabase
                .withMaterializedView(updatedView.withName(updatedOtherView.name()))
                .withMaterializedView(updatedOtherView.withName(updatedView.name()))));
    }

    StatementResult deactivate() {
        return view.isActive()
                ? server.createResult(DependentMaterializedViews.of(server.catalog())
                        .deactivateView(database.name(), view, MaterializedView.MANUAL_DEACTIVATION_REASON))
                : server.unchangedResult();
    }
}
