package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Deactivate;
import dev.cairn.upgrade.Progress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Activates materialized views that a migration made inactive, in the order of their dependencies. The server would
 * try this by itself, but not in all cases, and only after a minute.
 */
public final class ViewActivation {
    private final RunContext context;
    private final StepConnection connection;

    public ViewActivation(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Activates the views that the migration has made inactive; views that it deactivates explicitly stay inactive. */
    public void run() {
        Set<ObjectName> affectedViews = findAffectedViews();
        Set<String> databases = new TreeSet<>();
        affectedViews.forEach(view -> databases.add(view.database()));
        Set<ObjectName> inactiveViews = new TreeSet<>();
        for (String database : databases) {
            inactiveViews.addAll(findInactiveViews(database));
        }
        inactiveViews.retainAll(affectedViews);
        for (ObjectName view : DependencyOrder.of(context.preparedMigration().after(), inactiveViews)
                .order()) {
            activate(view);
        }
    }

    /**
     * Returns the views that are inactive after the migration according to the model of the server, except those that
     * it deactivates explicitly.
     */
    private Set<ObjectName> findAffectedViews() {
        Set<ObjectName> affectedViews = new TreeSet<>();
        for (RunStep step : context.preparedMigration().steps()) {
            if (step instanceof RunStep.StatementStep statementStep) {
                for (TouchedPart touchedPart : statementStep.step().touchedParts()) {
                    if (touchedPart.part().kind() == ObjectPart.Kind.ACTIVITY
                            || touchedPart.part().kind() == ObjectPart.Kind.OBJECT) {
                        affectedViews.add(touchedPart.object());
                    }
                }
                findDeactivatedViews(statementStep).forEach(affectedViews::remove);
            }
        }
        affectedViews.removeIf(name -> !isInactive(name));
        return affectedViews;
    }

    private static List<ObjectName> findDeactivatedViews(RunStep.StatementStep statementStep) {
        ObjectName object = statementStep.step().object();
        boolean deactivatesView = statementStep.step().action().statement() instanceof AlterMaterializedView alter
                && alter.change() instanceof Deactivate;
        return deactivatesView && object != null ? List.of(object) : List.of();
    }

    private boolean isInactive(ObjectName name) {
        MaterializedView view = findView(name);
        return view != null && !view.isActive();
    }

    private @Nullable MaterializedView findView(ObjectName name) {
        Catalog finalCatalog = context.preparedMigration().after();
        return finalCatalog.materializedView(name.database(), name.name()).orElse(null);
    }

    /** Returns the materialized views of a database that are inactive now. */
    public Set<ObjectName> findInactiveViews(String database) {
        return connection.runIdempotent(context::createBackoff, server -> findInactiveViews(server, database));
    }

    private static Set<ObjectName> findInactiveViews(ServerConnection server, String database) {
        Set<ObjectName> inactiveViews = new TreeSet<>();
        for (NamedRow row : server.fetchNamedRows(
                "SELECT TABLE_SCHEMA, TABLE_NAME, IS_ACTIVE FROM information_schema.materialized_views"
                        + " WHERE TABLE_SCHEMA = " + SqlQuoting.quoteText(database))) {
            if (database.equals(row.text("TABLE_SCHEMA"))
                    && row.text("IS_ACTIVE").equalsIgnoreCase("false")) {
                inactiveViews.add(new ObjectName(database, row.text("TABLE_NAME")));
            }
        }
        return inactiveViews;
    }

    /** Activates a view. If the server refuses this, a warning is published. */
    public void activate(ObjectName view) {
        context.ledger().requireHeld();
        try {
            connection.runIdempotent(context::createBackoff, server -> {
                server.execute("ALTER MATERIALIZED VIEW " + SqlQuoting.quoteName(view) + " ACTIVE");
                return server;
            });
            context.publish(new Progress.ViewActivated(context.migration(), view.toString()));
        } catch (ServerRefusalException refusal) {
            context.warn(view + " is inactive, and the server can't activate it: " + refusal.getMessage()
                    + ". Recreate it, or change its query");
        }
    }
}
