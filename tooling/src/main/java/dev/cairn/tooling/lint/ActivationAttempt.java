package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Determines which inactive materialized views of a catalog can be activated.
 *
 * @param activationOrder the views that can be activated, each after those that it reads
 * @param refusals the views that can't be activated, with the server's reasons
 */
record ActivationAttempt(List<ObjectName> activationOrder, SortedMap<ObjectName, String> refusals) {
    private static final String DETAIL = "Detail message: ";

    static ActivationAttempt of(ServerProfile profile, Catalog catalog) {
        Engine engine = new Engine(profile);
        Catalog activated = catalog;
        List<ObjectName> order = new ArrayList<>();
        SortedMap<ObjectName, String> refusals = new TreeMap<>();
        List<ObjectName> waiting = findInactiveViews(catalog);
        for (int tried = -1; tried != waiting.size(); ) {
            tried = waiting.size();
            for (ObjectName name : List.copyOf(waiting)) {
                AlterMaterializedView activate = new AlterMaterializedView(
                        QualifiedName.of(name.database(), name.name()),
                        new MaterializedViewChange.Activate(),
                        Span.NONE);
                try {
                    activated = engine.apply(activated, new Session(name.database()), activate)
                            .catalog();
                    order.add(name);
                    waiting.remove(name);
                    refusals.remove(name);
                } catch (Refusal refusal) {
                    refusals.put(name, extractReason(refusal));
                }
            }
        }
        return new ActivationAttempt(List.copyOf(order), refusals);
    }

    /** Returns the last part of the server's message: the definition of a view may precede it. */
    static String extractReason(Refusal refusal) {
        String message = refusal.detail();
        int last = message.lastIndexOf(DETAIL);
        String reason = last < 0 ? message : message.substring(last + DETAIL.length());
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    private static List<ObjectName> findInactiveViews(Catalog catalog) {
        List<ObjectName> inactive = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (!view.isActive()) {
                    inactive.add(new ObjectName(database.name(), view.name()));
                }
            }
        }
        return inactive;
    }
}
