package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.change.InvokerViewRebuild;
import dev.cairn.plan.change.MaterializedViewRebuild;
import dev.cairn.plan.change.ObjectAlteration;
import dev.cairn.plan.change.ObjectRebuild;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.step.ReasonFormatter;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Plans the creation and the changes of views and materialized views, each after the relations that it reads. An
 * unchanged view is only touched to activate it.
 */
final class ViewPlanner {
    private final PlanDraft draft;
    private final Simulation simulation;
    private final Catalog desiredCatalog;
    private final Map<ObjectName, ObjectName> newNameByOldName;
    private final SortedSet<ObjectName> handedOverNames;

    /**
     * @param newNameByOldName the new names of renamed objects by their old ones
     * @param handedOverNames the objects that the plan drops, and that are external afterwards. A materialized view that
     *     reads one of them can't be activated before another application creates the object.
     */
    ViewPlanner(PlanDraft draft, Map<ObjectName, ObjectName> newNameByOldName, Collection<ObjectName> handedOverNames) {
        this.draft = draft;
        this.simulation = draft.simulation();
        this.desiredCatalog = draft.desiredCatalog();
        this.newNameByOldName = newNameByOldName;
        this.handedOverNames = new TreeSet<>(handedOverNames);
        addReaders(this.handedOverNames, Collections.emptySortedSet(), name -> false);
    }

    /**
     * Plans the changed views, and the materialized views that have to be activated afterwards; then drops the old
     * views of renamed ones.
     */
    void planViews(SortedSet<ObjectName> changedNames) {
        newNameByOldName.forEach(this::requireFreeName);
        SortedSet<ObjectName> affectedViewNames = changedNames.stream()
                .filter(name -> SchemaObject.find(desiredCatalog, name)
                        .filter(object -> !(object instanceof TableObject))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        addPossiblyInactiveViews(affectedViewNames, changedNames);
        planViewsInOrder(affectedViewNames);
        newNameByOldName.forEach(this::dropRenamedView);
    }

    /** Activates the materialized views that a dropped table has deactivated, although they no longer read it. */
    void activateMaterializedViews() {
        SortedSet<ObjectName> affectedViewNames = new TreeSet<>();
        addPossiblyInactiveViews(affectedViewNames, Collections.emptySortedSet());
        draft.impossibleChanges().forEach(objection -> affectedViewNames.remove(objection.object()));
        planViewsInOrder(affectedViewNames);
    }

    private void planViewsInOrder(SortedSet<ObjectName> affectedViewNames) {
        DependencyOrder dependencyOrder = DependencyOrder.of(desiredCatalog, affectedViewNames);
        dependencyOrder
                .cycles()
                .forEach(cycle -> draft.reportImpossible(
                        cycle.get(0),
                        "views read each other in a circle: "
                                + cycle.stream().map(ObjectName::toString).collect(Collectors.joining(" reads "))));
        dependencyOrder.sortedNames().stream()
                .filter(name -> dependencyOrder.cycles().stream().noneMatch(cycle -> cycle.contains(name)))
                .forEach(this::planView);
    }

    /**
     * Adds the materialized views that are inactive or read a changed relation, and the materialized views that read
     * one of the added views. All of them may be or become inactive.
     */
    private void addPossiblyInactiveViews(SortedSet<ObjectName> affectedViewNames, SortedSet<ObjectName> changedNames) {
        addReaders(affectedViewNames, changedNames, this::isInactive);
    }

    /** Adds the materialized views that match a condition or read one of the names, directly or indirectly. */
    private void addReaders(
            SortedSet<ObjectName> names, SortedSet<ObjectName> readNames, Predicate<ObjectName> condition) {
        int previousCount;
        do {
            previousCount = names.size();
            for (Database database : desiredCatalog.databases().values()) {
                for (MaterializedView view : database.materializedViews().values()) {
                    ObjectName name = new ObjectName(database.name(), view.name());
                    boolean isReader = view.definition().baseRelations().stream()
                            .map(ObjectName::of)
                            .anyMatch(base -> readNames.contains(base) || names.contains(base));
                    if (isReader || condition.test(name)) {
                        names.add(name);
                    }
                }
            }
        } while (names.size() > previousCount);
    }

    private boolean isInactive(ObjectName name) {
        return simulation
                .find(name)
                .filter(object -> object instanceof MaterializedViewObject viewObject
                        && !viewObject.view().isActive())
                .isPresent();
    }

    private void planView(ObjectName name) {
        SchemaObject desiredObject = SchemaObject.find(desiredCatalog, name).orElseThrow();
        if (desiredObject instanceof TableObject) {
            return;
        }
        Optional<SchemaObject> currentObject = simulation.find(name);
        if (currentObject.isEmpty()) {
            createView(name, desiredObject);
        } else if (desiredObject instanceof ViewObject && currentObject.get() instanceof ViewObject) {
            changeView(name, desiredObject);
        } else if (desiredObject instanceof MaterializedViewObject viewObject
                && currentObject.get() instanceof MaterializedViewObject currentViewObject) {
            MaterializedView desiredView = handedOverNames.contains(name)
                    ? viewObject
                            .view()
                            .withInactiveReason(currentViewObject.view().inactiveReason())
                    : viewObject.view();
            ObjectRebuild.planChange(
                            simulation,
                            name,
                            new MaterializedViewObject(desiredView),
                            fork -> {},
                            fork -> new MaterializedViewRebuild(fork, name, desiredView))
                    .ifPresent(reason -> draft.reportImpossible(name, reason));
        }
    }

    private void changeView(ObjectName name, SchemaObject desiredObject) {
        if (desiredObject instanceof ViewObject viewObject) {
            InvokerViewRebuild rebuild = new InvokerViewRebuild(simulation, name, viewObject.view());
            if (rebuild.isNeeded()) {
                rebuild.planStatements()
                        .ifPresent(refusal -> draft.reportImpossible(name, ReasonFormatter.format(refusal)));
                return;
            }
        }
        ObjectAlteration.of(simulation, name, desiredObject)
                .planStatements()
                .forEach((part, reason) -> draft.reportImpossible(name, part + ": " + reason));
    }

    private void createView(ObjectName name, SchemaObject desiredObject) {
        draft.attempt(name, simulation.buildCreateStatement(name, desiredObject));
        if (desiredObject instanceof MaterializedViewObject
                && simulation.find(name).isPresent()) {
            changeView(name, desiredObject);
        }
    }

    /**
     * Reports a renamed view whose new name another view has. No statement renames a view: the new view would get the
     * grants of both.
     */
    private void requireFreeName(ObjectName oldName, ObjectName newName) {
        boolean isView =
                simulation.find(oldName).filter(ViewObject.class::isInstance).isPresent();
        if (isView && simulation.find(newName).isPresent()) {
            draft.reportImpossible(
                    newName,
                    "@RenamedFrom(\"" + oldName.name() + "\") gives a view the name of another view, and no statement"
                            + " renames views, so the grants of both would be mixed; rename the views in two migrations,"
                            + " by way of a third name; if a migration has renamed them, remove @RenamedFrom");
        }
    }

    /**
     * Transfers the grants of a renamed view to the new view, and drops the old one; does nothing if the new view could
     * not be created. The caller has planned all views before, so none of them still reads the old one.
     */
    private void dropRenamedView(ObjectName oldName, ObjectName newName) {
        Optional<SchemaObject> view = simulation.find(oldName).filter(ViewObject.class::isInstance);
        if (view.isPresent()
                && simulation.find(newName).isPresent()
                && SchemaObject.find(desiredCatalog, oldName).isEmpty()) {
            simulation.transferGrants(oldName, newName);
            draft.attempt(oldName, simulation.definitionStatements().buildDrop(oldName, view.get()));
        }
    }
}
