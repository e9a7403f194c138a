package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The result of an attempt to activate all inactive materialized views of a catalog.
 *
 * @param activationOrder the views that can be activated, each after the views that it reads
 * @param refusalReasonByView the views that can't be activated, with the server's reasons
 */
record ActivationAttempt(List<ObjectName> activationOrder, SortedMap<ObjectName, String> refusalReasonByView) {
    /** Activates the inactive views of a catalog repeatedly, until no more of them can be activated. */
    static ActivationAttempt of(ServerProfile profile, Catalog catalog) {
        Engine engine = new Engine(profile);
        Catalog activatedCatalog = catalog;
        List<ObjectName> activationOrder = new ArrayList<>();
        SortedMap<ObjectName, String> refusalReasonByView = new TreeMap<>();
        SortedSet<ObjectName> inactiveViews = ObjectName.findInactiveMaterializedViews(catalog);
        for (int previousCount = -1; previousCount != inactiveViews.size(); ) {
            previousCount = inactiveViews.size();
            for (ObjectName viewName : List.copyOf(inactiveViews)) {
                AlterMaterializedView activationStatement = new AlterMaterializedView(
                        QualifiedName.of(viewName.database(), viewName.name()),
                        new MaterializedViewChange.Activate(),
                        Span.NONE);
                try {
                    activatedCatalog = engine.apply(
                                    activatedCatalog, new Session(viewName.database()), activationStatement)
                            .catalog();
                    activationOrder.add(viewName);
                    inactiveViews.remove(viewName);
                    refusalReasonByView.remove(viewName);
                } catch (Refusal refusal) {
                    refusalReasonByView.put(viewName, refusal.innermostDetail());
                }
            }
        }
        return new ActivationAttempt(List.copyOf(activationOrder), refusalReasonByView);
    }
}
