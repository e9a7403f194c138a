package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.change.AmbiguousRenameCycle;
import dev.cairn.plan.change.ClusterChangePlanner;
import dev.cairn.plan.change.HeldGrants;
import dev.cairn.plan.change.RenameDetector;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.SeedPlanner;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.DroppedExternalObjectHint;
import dev.cairn.plan.step.FirstRefreshHint;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Builds one plan. The steps have this order:
 *
 * <ul>
 *   <li>Objects are renamed first, since all later steps refer to them by their new names. Objects of other kinds that
 *       have these names are dropped before.
 *   <li>Views that are not in the desired catalog are dropped, so that as few views as possible read a changing table.
 *   <li>Rows that are no longer declared are deleted, the tables are created and changed, and declared rows are
 *       written.
 *   <li>Views are created and changed, each after the relations that it reads.
 *   <li>Tables that are not in the desired catalog are dropped.
 * </ul>
 *
 * <p>Roles are created before all of these steps and changed after them: privileges follow their objects, so only the
 * remaining differences are granted or revoked.
 *
 * <p>Cluster objects are created and changed before the tables that may refer to them, and dropped at the end. Cluster
 * objects that use tables have another order: if they are no longer desired or must be created again, they are dropped
 * before tables change. They are created after the views; only dictionaries of tables are created before the views,
 * whose queries may call them. Cluster objects that belong to a table are paused before the table changes, and resumed
 * afterwards.
 */
final class PlanBuilder {
    private final Simulation simulation;
    private final Catalog currentCatalog;
    private final Catalog desiredCatalog;
    private final Renames renames;
    private final List<ColumnFill> fills;
    private final PlanDraft draft;
    private final Renames.ObjectRenames objectRenames;
    private final RolePlanner rolePlanner;

    PlanBuilder(
            Simulation simulation,
            Catalog desiredCatalog,
            Renames renames,
            List<ColumnFill> fills,
            RolePlanner rolePlanner) {
        this.rolePlanner = rolePlanner;
        this.simulation = simulation;
        this.currentCatalog = simulation.catalog();
        this.desiredCatalog = desiredCatalog;
        this.renames = renames;
        this.fills = fills;
        this.draft = new PlanDraft(simulation, desiredCatalog);
        this.objectRenames = renames.selectObjectRenames(currentCatalog, desiredCatalog, this::differOnlyInNames);
    }

    /**
     * Returns whether the old and the new object differ only in their names; false for views, which are created again.
     */
    private boolean differOnlyInNames(ObjectName oldName, ObjectName newName) {
        Optional<SchemaObject> currentObject = SchemaObject.find(currentCatalog, oldName);
        Optional<SchemaObject> desiredObject = SchemaObject.find(desiredCatalog, newName);
        return currentObject.isPresent()
                && desiredObject.isPresent()
                && !(currentObject.get() instanceof ViewObject) // a view can't be renamed
                && simulation
                        .findDifferingParts(currentObject.get(), desiredObject.get())
                        .isEmpty();
    }

    /** Builds the plan. Must be called only once, because it adds the statements to the simulation. */
    Plan build() {
        createDatabases();
        rolePlanner
                .findRolesToUnshare(currentCatalog, desiredCatalog)
                .forEach(role -> draft.reportImpossible(
                        ObjectName.ofRole(role),
                        "other schemas may use it, because it was shared; declare another role, or leave it shared"));
        attemptRoleStatements(rolePlanner.planCreations(currentCatalog, desiredCatalog));
        ClusterChangePlanner clusterChangePlanner = new ClusterChangePlanner(simulation, desiredCatalog, renames);
        clusterChangePlanner.createAndChangeIndependentObjects().forEach(draft::reportImpossible);
        objectRenames
                .ambiguousCycles()
                .forEach(cycle -> new AmbiguousRenameCycle(currentCatalog, desiredCatalog, cycle)
                        .findObjection()
                        .ifPresent(draft::addImpossibleChange));
        objectRenames
                .blockedSteps()
                .forEach(renameStep -> draft.reportImpossible(renameStep.newName(), renameStep.describeOccupiedName()));
        clusterChangePlanner.dropObjectsUsingTables().forEach(draft::reportImpossible);
        List<HeldGrants> heldGrants = objectRenames.displacedViewNames().stream()
                .map(name -> new HeldGrants(simulation, name, requireNewName(name)))
                .collect(Collectors.toCollection(ArrayList::new));
        heldGrants.forEach(HeldGrants::save);
        objectRenames.displacedViewNames().forEach(this::dropObject);
        dropTables(objectRenames.replacedNames());
        renameObjects();
        clusterChangePlanner.dropObjectsBoundToTables().forEach(draft::reportImpossible);
        clusterChangePlanner.pauseObjectsOfChangedTables();
        SortedSet<ObjectName> possiblyChangedNames = ObjectName.findChangedNames(simulation.catalog(), desiredCatalog);
        heldGrants.forEach(grants -> possiblyChangedNames.remove(grants.temporaryViewName()));
        List<ObjectName> namesToDrop = determineDropOrder(possiblyChangedNames);
        List<PlanHint> hints = new ArrayList<>(
                new RenameDetector(simulation.catalog(), desiredCatalog, renames, simulation.definitionStatements())
                        .findHints(possiblyChangedNames, objectRenames.newNameByOldName()));
        hints.addAll(clusterChangePlanner.findRenameHints());
        List<ObjectName> handedOverNames =
                namesToDrop.stream().filter(this::isDesiredAsExternalObject).toList();
        handedOverNames.stream().map(DroppedExternalObjectHint::new).forEach(hints::add);
        hints.addAll(clusterChangePlanner.findDroppedExternalObjectHints());
        List<HeldGrants> grantsOfChangedKinds = namesToDrop.stream()
                .filter(this::passesOnGrants)
                .map(name -> new HeldGrants(simulation, name, name))
                .toList();
        grantsOfChangedKinds.forEach(HeldGrants::save);
        heldGrants.addAll(grantsOfChangedKinds);
        namesToDrop.stream()
                .filter(name -> !SchemaObject.isTable(simulation.catalog(), name))
                .forEach(this::dropObject);
        dropTables(namesToDrop.stream().filter(this::isDesiredName).toList());
        List<SeedPlanner> seedPlanners = createSeedPlanners(possiblyChangedNames);
        seedPlanners.forEach(seedPlanner -> {
            if (simulation.find(seedPlanner.name()).isPresent()) {
                seedPlanner.planDeletes(renames.findColumnRenames(seedPlanner.name()));
            }
        });
        SortedSet<ObjectName> changedNames = possiblyChangedNames.stream()
                .filter(draft::isMissingOrDifferent)
                .collect(Collectors.toCollection(TreeSet::new));
        new TablePlanner(draft, renames, fills)
                .planTables(
                        changedNames.stream().filter(draft::isDesiredTable).toList(),
                        namesToDrop.stream()
                                .filter(name -> !isDesiredName(name))
                                .toList());
        seedPlanners.forEach(seedPlanner -> {
            if (simulation.find(seedPlanner.name()).isPresent()) {
                seedPlanner.planInserts();
            }
        });
        clusterChangePlanner.createAndChangeDictionaries().forEach(draft::reportImpossible);
        ViewPlanner viewPlanner = new ViewPlanner(draft, objectRenames.newNameByOldName(), handedOverNames);
        viewPlanner.planViews(changedNames);
        heldGrants.forEach(HeldGrants::restore);
        dropTables(namesToDrop.stream().filter(name -> !isDesiredName(name)).toList());
        viewPlanner.activateMaterializedViews();
        clusterChangePlanner.createAndChangeDependentObjects().forEach(draft::reportImpossible);
        attemptRoleStatements(rolePlanner.planChanges(simulation.catalog(), desiredCatalog));
        clusterChangePlanner.dropIndependentObjects().forEach(draft::reportImpossible);
        hints.addAll(collectFirstRefreshHints());
        return new Plan(simulation.steps(), draft.impossibleChanges(), hints);
    }

    /**
     * Returns a hint for each materialized view whose declared time of the first refresh differs from the current one.
     */
    private List<PlanHint> collectFirstRefreshHints() {
        List<PlanHint> hints = new ArrayList<>();
        for (ObjectName name : ObjectName.findChangedNames(simulation.catalog(), desiredCatalog)) {
            if (simulation.find(name).orElse(null) instanceof MaterializedViewObject currentView
                    && SchemaObject.find(desiredCatalog, name).orElse(null)
                            instanceof MaterializedViewObject desiredView
                    && !Objects.equals(
                            currentView.view().refresh().isDeferred(),
                            desiredView.view().refresh().isDeferred())) {
                hints.add(new FirstRefreshHint(
                        name, Boolean.TRUE.equals(desiredView.view().refresh().isDeferred())));
            }
        }
        return hints;
    }

    /** Returns a planner of the declared rows for each desired table. Rows of dropped tables need no statements. */
    private List<SeedPlanner> createSeedPlanners(SortedSet<ObjectName> possiblyChangedNames) {
        List<SeedPlanner> seedPlanners = new ArrayList<>();
        for (ObjectName name : possiblyChangedNames) {
            SchemaObject desiredObject = SchemaObject.find(desiredCatalog, name).orElse(null);
            if (desiredObject instanceof TableObject tableObject) {
                seedPlanners.add(new SeedPlanner(simulation, name, tableObject.table()));
            }
        }
        return seedPlanners;
    }

    private void createDatabases() {
        desiredCatalog.databases().forEach(databaseEntry -> {
            if (currentCatalog.findDatabase(databaseEntry.getKey()).isEmpty()) {
                draft.attempt(
                        new ObjectName(databaseEntry.getKey(), ""),
                        new Statement.CreateDatabase(
                                false,
                                QualifiedName.of(databaseEntry.getKey()),
                                databaseEntry.getValue().properties(),
                                Span.NONE));
            }
        });
    }

    /**
     * Renames all objects except views: a view can't be renamed, so it is created again, and the old one is dropped
     * later.
     */
    private void renameObjects() {
        objectRenames.steps().forEach(renameStep -> {
            ObjectName oldName = renameStep.oldName();
            ObjectName newName = renameStep.newName();
            SchemaObject object = simulation.find(oldName).orElseThrow();
            if (!(object instanceof ViewObject)) {
                simulation.clearConstraintsBeforeRename(oldName);
                draft.attempt(newName, simulation.definitionStatements().buildRename(oldName, object, newName.name()));
            }
        });
    }

    /**
     * Attempts the statements, and attempts the refused ones once more at the end. The server may refuse that a role
     * inherits from another role until the other role no longer inherits from it. Reports a statement that is refused
     * twice as an impossible change.
     */
    private void attemptRoleStatements(List<AccessStatement> roleStatements) {
        List<AccessStatement> refusedStatements = roleStatements.stream()
                .filter(statement -> simulation.attempt(statement).isPresent())
                .toList();
        refusedStatements.forEach(statement ->
                draft.attempt(SimulatedAction.findFirstRole(statement).orElseThrow(), statement));
    }

    /**
     * Returns the objects to drop, each before the objects that it reads: the desired catalog does not contain them,
     * or contains an object of another kind under the name.
     */
    private List<ObjectName> determineDropOrder(SortedSet<ObjectName> possiblyChangedNames) {
        List<ObjectName> namesToDrop = new ArrayList<>();
        for (ObjectName name : possiblyChangedNames) {
            boolean exists = simulation.find(name).isPresent();
            boolean isRenamed = objectRenames.newNameByOldName().containsKey(name);
            if (exists && !isRenamed && !isOfDesiredKind(name)) {
                namesToDrop.add(name);
            }
        }
        List<ObjectName> dropOrder = new ArrayList<>(
                DependencyOrder.of(simulation.catalog(), namesToDrop).sortedNames());
        Collections.reverse(dropOrder);
        return dropOrder;
    }

    private boolean isOfDesiredKind(ObjectName name) {
        return simulation
                .find(name)
                .flatMap(currentObject -> SchemaObject.find(desiredCatalog, name)
                        .filter(desiredObject -> desiredObject.kind().equals(currentObject.kind())))
                .isPresent();
    }

    private boolean isDesiredAsExternalObject(ObjectName name) {
        return desiredCatalog
                .findExternalObject(null, name.database(), name.name())
                .isPresent();
    }

    private boolean isDesiredName(ObjectName name) {
        return SchemaObject.find(desiredCatalog, name).isPresent();
    }

    /**
     * Returns whether the grants of an object to drop belong to the object of another kind that takes its name: neither
     * is a table, and the successor is not a renamed object, which has grants already.
     */
    private boolean passesOnGrants(ObjectName name) {
        return !SchemaObject.isTable(simulation.catalog(), name)
                && isDesiredName(name)
                && !SchemaObject.isTable(desiredCatalog, name)
                && !objectRenames.newNameByOldName().containsValue(name);
    }

    private ObjectName requireNewName(ObjectName oldName) {
        return Objects.requireNonNull(objectRenames.newNameByOldName().get(oldName));
    }

    /**
     * Drops an object; does nothing if it does not exist. A table or a materialized view is first renamed to a name
     * that is never reused, so that a delayed statement does not find it; a view can't be renamed.
     */
    private void dropObject(ObjectName name) {
        SchemaObject object = simulation.find(name).orElse(null);
        if (object == null) {
            return;
        }
        simulation.leaveColocationGroup(name);
        ObjectName retiredName = TemporaryName.ofRetired(name);
        boolean isRenamed = !(object instanceof ViewObject)
                && simulation
                        .attempt(simulation.definitionStatements().buildRename(name, object, retiredName.name()))
                        .isEmpty();
        draft.attempt(name, simulation.definitionStatements().buildDrop(isRenamed ? retiredName : name, object));
    }

    /** Drops tables, each after the tables that refer to it; foreign keys of other tables are cleared first. */
    private void dropTables(List<ObjectName> names) {
        Set<ObjectName> remainingNames = new LinkedHashSet<>(names);
        names.forEach(name -> dropTable(name, remainingNames));
    }

    private void dropTable(ObjectName name, Set<ObjectName> remainingNames) {
        if (remainingNames.remove(name)) {
            simulation.findReferringTables(name).forEach(table -> dropTable(table, remainingNames));
            simulation.clearConstraintsBeforeRename(name);
            dropObject(name);
        }
    }
}
