package dev.cairn.internal.run.step;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Activate;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Deactivate;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.upgrade.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Activates materialized views that a migration made inactive, in the order of their dependencies. A view that the
 * server can't activate causes a warning. The server would also try this by itself, but not in all cases, and only
 * after a minute.
 *
 * <p>If a migration is reverted before it was complete, steps whose results already exist are not sent. A view that
 * such a step would have recreated or activated may therefore be inactive. Such views are activated as soon as a
 * statement requires it, and otherwise after the migration.
 */
public final class ViewActivator {
    private final RunContext context;
    private final StepConnection connection;

    public ViewActivator(RunContext context, StepConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    /** Activates the views that the migration has made inactive; views that it deactivates explicitly stay inactive. */
    public void activateAffectedViews() {
        Catalog finalCatalog = context.preparedMigration().catalogAfter();
        List<RunStep> steps = context.preparedMigration().steps();
        Set<ObjectName> affectedViews = findTouchedObjects(steps);
        affectedViews.removeIf(name -> !isInactive(finalCatalog, name));
        if (mayRevertSteps()) {
            Set<ObjectName> activeViews =
                    findTouchedObjects(Stream.concat(context.ledger().oppositeSteps().stream(), steps.stream())
                            .toList());
            activeViews.removeIf(name -> !isActive(finalCatalog, name));
            affectedViews.addAll(activeViews);
        }
        affectedViews.addAll(findViewsOfFormerBases(steps, finalCatalog));
        activateInactiveViews(affectedViews, finalCatalog);
    }

    /**
     * Returns the views that are inactive because of an object that the steps rename, replace or drop, although the
     * views do not read it: the server remembers which relations a view has read before, and after a downgrade, these
     * may differ from Cairn's model of the server. Views that read one of these views are inactive, too.
     */
    private Set<ObjectName> findViewsOfFormerBases(List<RunStep> steps, Catalog finalCatalog) {
        Set<ObjectName> changedObjects = findTouchedObjects(steps);
        Catalog initialCatalog = context.preparedMigration().catalogBefore();
        changedObjects.removeIf(name -> SchemaObject.find(initialCatalog, name).isEmpty());
        Set<ObjectName> viewNames = new TreeSet<>();
        finalCatalog
                .databases()
                .values()
                .forEach(database -> database.materializedViews()
                        .forEach(entry -> viewNames.add(new ObjectName(database.name(), entry.getKey()))));
        viewNames.removeIf(name -> !isActive(finalCatalog, name));
        if (changedObjects.isEmpty() || viewNames.isEmpty()) {
            return Set.of();
        }
        Map<ObjectName, String> reasonByInactiveView = new TreeMap<>();
        viewNames.stream()
                .map(ObjectName::database)
                .distinct()
                .forEach(databaseName -> reasonByInactiveView.putAll(fetchInactiveViews(databaseName)));
        reasonByInactiveView.keySet().retainAll(viewNames);
        Set<ObjectName> viewsOfFormerBases = new TreeSet<>();
        reasonByInactiveView.forEach((viewName, reason) -> {
            if (changedObjects.stream().anyMatch(object -> reason.endsWith(": " + object.name()))) {
                viewsOfFormerBases.add(viewName);
            }
        });
        return collectWithReaders(viewsOfFormerBases, reasonByInactiveView.keySet(), finalCatalog);
    }

    /** Returns views together with the candidates that read one of them, directly or through other views. */
    private static Set<ObjectName> collectWithReaders(
            Set<ObjectName> views, Set<ObjectName> candidates, Catalog catalog) {
        Set<ObjectName> viewsAndReaders = new TreeSet<>(views);
        boolean hasGrown = true;
        while (hasGrown) {
            Set<ObjectName> readers = candidates.stream()
                    .filter(candidate -> requireView(catalog, candidate).definition().baseRelations().stream()
                            .map(ObjectName::of)
                            .anyMatch(viewsAndReaders::contains))
                    .collect(Collectors.toSet());
            hasGrown = viewsAndReaders.addAll(readers);
        }
        return viewsAndReaders;
    }

    private static MaterializedView requireView(Catalog catalog, ObjectName name) {
        return catalog.findMaterializedView(name.database(), name.name()).orElseThrow();
    }

    /**
     * Activates the views that a statement requires to be active, and that are active before it according to the model
     * of the server.
     */
    void activateRequiredViews(StatementStep step) {
        ObjectName objectName = step.simulatedStep().object();
        if (objectName == null || !requiresActiveViews(step.requireStatement()) || !mayRevertSteps()) {
            return;
        }
        Set<ObjectName> requiredViews =
                SchemaObject.collectNamesWithBases(step.catalogAfter(), objectName, BaseRelation::isDirect);
        requiredViews.removeIf(name -> !isActive(step.catalogBefore(), name));
        activateInactiveViews(requiredViews, step.catalogBefore());
    }

    /** Returns whether the run reverts the other direction, or may continue a run that did so. */
    private boolean mayRevertSteps() {
        return context.ledger().isContinued()
                && !context.ledger().oppositeSteps().isEmpty();
    }

    /** Returns whether the server may refuse a statement because a materialized view is inactive. */
    private static boolean requiresActiveViews(Statement statement) {
        return statement instanceof CreateMaterializedView
                || statement instanceof RefreshMaterializedView
                || (statement instanceof AlterMaterializedView alter && alter.change() instanceof Activate);
    }

    /** Activates the views that are inactive on the server, in the order of their dependencies. */
    private void activateInactiveViews(Set<ObjectName> viewNames, Catalog catalog) {
        Set<String> databaseNames = new TreeSet<>();
        viewNames.forEach(view -> databaseNames.add(view.database()));
        Set<ObjectName> inactiveViews = new TreeSet<>();
        for (String databaseName : databaseNames) {
            inactiveViews.addAll(findInactiveViews(databaseName));
        }
        inactiveViews.retainAll(viewNames);
        DependencyOrder.of(catalog, inactiveViews).sortedNames().forEach(this::activate);
    }

    /** Returns the objects that the steps create, activate or make inactive, without explicitly deactivated views. */
    private static Set<ObjectName> findTouchedObjects(List<RunStep> steps) {
        Set<ObjectName> touchedObjects = new TreeSet<>();
        for (RunStep step : steps) {
            if (step instanceof StatementStep statementStep) {
                for (TouchedPart touchedPart : statementStep.simulatedStep().touchedParts()) {
                    if (touchedPart.part().kind() == ObjectPart.Kind.ACTIVITY
                            || touchedPart.part().kind() == ObjectPart.Kind.OBJECT) {
                        touchedObjects.add(touchedPart.object());
                    }
                }
                findDeactivatedViews(statementStep).forEach(touchedObjects::remove);
            }
        }
        return touchedObjects;
    }

    private static List<ObjectName> findDeactivatedViews(StatementStep statementStep) {
        ObjectName objectName = statementStep.simulatedStep().object();
        boolean deactivatesView =
                statementStep.simulatedStep().action().statement() instanceof AlterMaterializedView alter
                        && alter.change() instanceof Deactivate;
        return deactivatesView && objectName != null ? List.of(objectName) : List.of();
    }

    private static boolean isActive(Catalog catalog, ObjectName name) {
        return catalog.findMaterializedView(name.database(), name.name())
                .filter(MaterializedView::isActive)
                .isPresent();
    }

    private static boolean isInactive(Catalog catalog, ObjectName name) {
        return catalog.findMaterializedView(name.database(), name.name())
                .filter(view -> !view.isActive())
                .isPresent();
    }

    /** Returns the materialized views of a database that are inactive now. */
    public Set<ObjectName> findInactiveViews(String databaseName) {
        return fetchInactiveViews(databaseName).keySet();
    }

    /** Returns the reasons of the server by the names of the inactive views. */
    private SortedMap<ObjectName, String> fetchInactiveViews(String databaseName) {
        return connection.runIdempotent(context::createBackoff, server -> fetchInactiveViews(server, databaseName));
    }

    private static SortedMap<ObjectName, String> fetchInactiveViews(ServerConnection server, String databaseName) {
        SortedMap<ObjectName, String> reasonByName = new TreeMap<>();
        for (NamedRow row : server.fetchNamedRows(
                "SELECT TABLE_SCHEMA, TABLE_NAME, IS_ACTIVE, INACTIVE_REASON FROM information_schema.materialized_views"
                        + " WHERE TABLE_SCHEMA = " + SqlQuoting.quoteText(databaseName))) {
            if (databaseName.equals(row.text("TABLE_SCHEMA"))
                    && row.text("IS_ACTIVE").equalsIgnoreCase("false")) {
                reasonByName.put(new ObjectName(databaseName, row.text("TABLE_NAME")), row.text("INACTIVE_REASON"));
            }
        }
        return reasonByName;
    }

    /** Activates a view. If the server refuses this, a warning is published. */
    public void activate(ObjectName viewName) {
        context.ledger().requireHeld();
        try {
            connection.executeIdempotent(
                    context::createBackoff, "ALTER MATERIALIZED VIEW " + SqlQuoting.quoteName(viewName) + " ACTIVE");
            context.publish(new Progress.ViewActivated(context.migration(), viewName.toString()));
        } catch (ServerRefusalException refusal) {
            context.warn(viewName + " is inactive, and the server can't activate it: " + refusal.getMessage()
                    + ". Recreate it, or change its query");
        }
    }
}
