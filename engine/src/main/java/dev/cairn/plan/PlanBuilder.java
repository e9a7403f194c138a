package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.change.AmbiguousRenameCycle;
import dev.cairn.plan.change.ClusterChanges;
import dev.cairn.plan.change.ColocationGroupDeparture;
import dev.cairn.plan.change.ColumnRenamePlanning;
import dev.cairn.plan.change.InvokerViewRebuild;
import dev.cairn.plan.change.KindChangeGrants;
import dev.cairn.plan.change.MaterializedViewRebuild;
import dev.cairn.plan.change.ObjectAlteration;
import dev.cairn.plan.change.ObjectRebuild;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.SeedPlanning;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.change.TableCreationPlanning;
import dev.cairn.plan.change.TableRebuild;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.role.RolePlanning;
import dev.cairn.plan.step.ColumnFill;
import dev.cairn.plan.step.DroppedReadHint;
import dev.cairn.plan.step.FirstRefreshHint;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Builds one plan. Its steps have this order:
 *
 * <ul>
 *   <li>Objects are renamed first, since all later steps refer to them by their new names.
 *   <li>Views that are not in the desired catalog are dropped, so that as few views as possible read a changing
 *       table.
 *   <li>Rows that are no longer declared are deleted, the tables are created and changed, and declared rows are
 *       written.
 *   <li>Views are created and changed, each after the relations that it reads.
 *   <li>Tables that are not in the desired catalog are dropped.
 * </ul>
 *
 * <p>Roles are created before all of these steps and changed after them: privileges follow their objects, so only the
 * remaining differences are granted or revoked. Cluster objects are created and changed before the tables that may
 * refer to them, and dropped at the end. Those that use tables are dropped before all changes of tables if they are not
 * desired any more or are created again, and created after the views. Those that belong to a table are paused before it
 * changes, and resumed afterwards.
 */
final class PlanBuilder {
    private static final ObjectPart REPLICATION_NUM = ObjectPart.property(KnownProperty.REPLICATION_NUM.propertyName());

    private final Simulation simulation;
    private final Catalog currentCatalog;
    private final Catalog desiredCatalog;
    private final Renames renames;
    private final List<ColumnFill> fills;
    private final Renames.ObjectRenames objectRenames;
    private final List<Objection> impossibleChanges = new ArrayList<>();
    private final Map<ObjectName, String> reasonsByObject = new HashMap<>();

    private final RolePlanning roles;

    PlanBuilder(
            Simulation simulation,
            Catalog desiredCatalog,
            Renames renames,
            List<ColumnFill> fills,
            RolePlanning roles) {
        this.roles = roles;
        this.simulation = simulation;
        this.currentCatalog = simulation.catalog();
        this.desiredCatalog = desiredCatalog;
        this.renames = renames;
        this.fills = fills;
        this.objectRenames = renames.ofObjects(currentCatalog, desiredCatalog, this::isAlike);
    }

    private boolean isAlike(ObjectName oldName, ObjectName newName) {
        Optional<SchemaObject> presentObject = SchemaObject.find(currentCatalog, oldName);
        Optional<SchemaObject> desiredObject = SchemaObject.find(desiredCatalog, newName);
        return presentObject.isPresent()
                && desiredObject.isPresent()
                && !(presentObject.get() instanceof ViewObject) // a view keeps its name, and is replaced
                && simulation
                        .differingParts(presentObject.get(), desiredObject.get())
                        .isEmpty();
    }

    Plan plan() {
        createDatabases();
        roles.findRolesToUnshare(currentCatalog, desiredCatalog)
                .forEach(role -> reportImpossible(
                        ObjectName.ofRole(role),
                        "other schemas may use it, because it was shared; declare another role, or leave it shared"));
        attemptRoleStatements(roles.planCreations(currentCatalog, desiredCatalog));
        ClusterChanges clusterChanges = new ClusterChanges(simulation, desiredCatalog, renames);
        clusterChanges.createAndChange().forEach(this::reportImpossible);
        objectRenames
                .ambiguousCycles()
                .forEach(names -> new AmbiguousRenameCycle(currentCatalog, desiredCatalog, names)
                        .findObjection()
                        .ifPresent(impossibleChanges::add));
        objectRenames.occupiedSteps().forEach(move -> reportImpossible(move.newName(), move.describeOccupied()));
        clusterChanges.dropUsersOfTables().forEach(this::reportImpossible);
        renameObjects();
        clusterChanges.dropObjectsBoundToTables().forEach(this::reportImpossible);
        clusterChanges.pauseBeforeChanges();
        SortedSet<ObjectName> replacedNames = ObjectName.findChangedNames(simulation.catalog(), desiredCatalog);
        List<ObjectName> droppedNames = findObjectsToDrop(replacedNames);
        List<PlanHint> hints = new ArrayList<>(
                renames.findHints(simulation.catalog(), desiredCatalog, replacedNames, objectRenames.newNames()));
        hints.addAll(clusterChanges.findRenameHints());
        droppedNames.stream()
                .filter(this::isReadAsExternal)
                .map(DroppedReadHint::new)
                .forEach(hints::add);
        hints.addAll(clusterChanges.findDroppedReadHints());
        List<KindChangeGrants> kindChanges = droppedNames.stream()
                .filter(name -> !isTable(name) && isDesiredName(name))
                .map(name -> new KindChangeGrants(simulation, name))
                .toList();
        kindChanges.forEach(KindChangeGrants::saveGrants);
        droppedNames.stream().filter(name -> !isTable(name)).forEach(this::drop);
        dropTables(droppedNames.stream().filter(this::isDesiredName).toList());
        List<SeedPlanning> seedChanges = collectSeedChanges(replacedNames);
        seedChanges.forEach(seed -> {
            if (simulation.find(seed.name()).isPresent()) {
                seed.deleteRows(renames.ofColumns(seed.name()));
            }
        });
        SortedSet<ObjectName> changedNames =
                replacedNames.stream().filter(this::isDifferent).collect(Collectors.toCollection(TreeSet::new));
        planTables(
                changedNames.stream().filter(this::isDesiredAsTable).toList(),
                droppedNames.stream().filter(name -> !isDesiredName(name)).toList());
        seedChanges.forEach(seed -> {
            if (simulation.find(seed.name()).isPresent()) {
                seed.writeRows();
            }
        });
        planViews(changedNames);
        kindChanges.forEach(KindChangeGrants::restoreGrants);
        dropTables(droppedNames.stream().filter(name -> !isDesiredName(name)).toList());
        activateViews();
        clusterChanges.createAndChangeTableObjects().forEach(this::reportImpossible);
        attemptRoleStatements(roles.planChanges(simulation.catalog(), desiredCatalog));
        clusterChanges.drop().forEach(this::reportImpossible);
        hints.addAll(collectFirstRefreshHints());
        return new Plan(simulation.steps(), impossibleChanges, hints);
    }

    /**
     * Returns a hint for each materialized view whose declared moment of the first refresh differs from the present
     * one.
     */
    private List<PlanHint> collectFirstRefreshHints() {
        List<PlanHint> hints = new ArrayList<>();
        for (ObjectName name : ObjectName.findChangedNames(simulation.catalog(), desiredCatalog)) {
            if (simulation.find(name).orElse(null) instanceof MaterializedViewObject presentView
                    && SchemaObject.find(desiredCatalog, name).orElse(null)
                            instanceof MaterializedViewObject desiredView
                    && !Objects.equals(
                            presentView.view().refresh().isDeferred(),
                            desiredView.view().refresh().isDeferred())) {
                hints.add(new FirstRefreshHint(
                        name, Boolean.TRUE.equals(desiredView.view().refresh().isDeferred())));
            }
        }
        return hints;
    }

    /** Returns the changes of declared rows. The rows of a table that is dropped go with it. */
    private List<SeedPlanning> collectSeedChanges(SortedSet<ObjectName> replacedNames) {
        List<SeedPlanning> seeds = new ArrayList<>();
        for (ObjectName name : replacedNames) {
            SchemaObject desiredObject = SchemaObject.find(desiredCatalog, name).orElse(null);
            if (desiredObject instanceof TableObject tableObject) {
                seeds.add(new SeedPlanning(simulation, name, tableObject.table()));
            }
        }
        return seeds;
    }

    private void createDatabases() {
        desiredCatalog.databases().forEach(entry -> {
            if (currentCatalog.database(entry.getKey()).isEmpty()) {
                attempt(
                        new ObjectName(entry.getKey(), ""),
                        new Statement.CreateDatabase(
                                false,
                                QualifiedName.of(entry.getKey()),
                                entry.getValue().properties(),
                                Span.NONE));
            }
        });
    }

    /**
     * Renames all objects but views: a view can't be renamed, so it is created again, and the old one is dropped
     * later.
     */
    private void renameObjects() {
        objectRenames.steps().forEach(move -> {
            ObjectName oldName = move.oldName();
            ObjectName newName = move.newName();
            SchemaObject object = simulation.find(oldName).orElseThrow();
            if (!(object instanceof ViewObject)) {
                simulation.clearForeignKeysTo(oldName);
                attempt(newName, simulation.statements().rename(oldName, object, newName.name()));
            }
        });
    }

    /** A role that inherits from another one may be refused until that one no longer inherits from it. */
    private void attemptRoleStatements(List<AccessStatement> statements) {
        List<AccessStatement> refusedStatements = statements.stream()
                .filter(statement -> simulation.attempt(statement).isPresent())
                .toList();
        refusedStatements.forEach(
                statement -> attempt(SimulatedAction.findRole(statement).orElseThrow(), statement));
    }

    private void attempt(ObjectName name, Statement statement) {
        simulation.attempt(statement).ifPresent(refusal -> reportImpossible(name, ReasonText.format(refusal)));
    }

    /**
     * Returns the objects to drop, each before the objects that it reads: the desired catalog does not contain them,
     * or contains an object of another kind under the name.
     */
    private List<ObjectName> findObjectsToDrop(SortedSet<ObjectName> replacedNames) {
        List<ObjectName> droppedNames = new ArrayList<>();
        for (ObjectName name : replacedNames) {
            boolean exists = simulation.find(name).isPresent();
            boolean isRenamed = objectRenames.newNames().containsKey(name);
            if (exists && !isRenamed && !isOfDesiredKind(name)) {
                droppedNames.add(name);
            }
        }
        List<ObjectName> dropOrder = new ArrayList<>(
                DependencyOrder.of(simulation.catalog(), droppedNames).order());
        Collections.reverse(dropOrder);
        return dropOrder;
    }

    private boolean isOfDesiredKind(ObjectName name) {
        return simulation
                .find(name)
                .flatMap(presentObject -> SchemaObject.find(desiredCatalog, name)
                        .filter(desiredObject -> desiredObject.kind().equals(presentObject.kind())))
                .isPresent();
    }

    private boolean isTable(ObjectName name) {
        return simulation.find(name).filter(TableObject.class::isInstance).isPresent();
    }

    private boolean isDesiredAsTable(ObjectName name) {
        return SchemaObject.find(desiredCatalog, name)
                .filter(TableObject.class::isInstance)
                .isPresent();
    }

    private boolean isReadAsExternal(ObjectName name) {
        return desiredCatalog.externalObject(null, name.database(), name.name()).isPresent();
    }

    private boolean isDesiredName(ObjectName name) {
        return SchemaObject.find(desiredCatalog, name).isPresent();
    }

    private boolean isDifferent(ObjectName name) {
        return SchemaObject.find(desiredCatalog, name)
                .filter(desiredObject -> simulation
                        .find(name)
                        .filter(presentObject -> presentObject.equals(desiredObject)
                                || simulation
                                        .differingParts(presentObject, desiredObject)
                                        .isEmpty())
                        .isEmpty())
                .isPresent();
    }

    /**
     * Drops an object. A table or a materialized view is first renamed to a name that is never reused, so that a
     * delayed statement does not find it; a view can't be renamed.
     */
    private void drop(ObjectName name) {
        SchemaObject object = simulation.find(name).orElse(null);
        if (object == null) {
            return;
        }
        simulation.leaveColocationGroup(name);
        ObjectName retiredName = StagingName.retiredName(name);
        boolean isRenamed = !(object instanceof ViewObject)
                && simulation
                        .attempt(simulation.statements().rename(name, object, retiredName.name()))
                        .isEmpty();
        attempt(name, simulation.statements().drop(isRenamed ? retiredName : name, object));
    }

    /** Drops tables, each after those of them that refer to it; the foreign keys of other tables are cleared first. */
    private void dropTables(List<ObjectName> names) {
        Set<ObjectName> remainingNames = new LinkedHashSet<>(names);
        names.forEach(name -> dropTable(name, remainingNames));
    }

    private void dropTable(ObjectName name, Set<ObjectName> remainingNames) {
        if (remainingNames.remove(name)) {
            simulation.tablesReferringTo(name).forEach(table -> dropTable(table, remainingNames));
            simulation.clearForeignKeysTo(name);
            drop(name);
        }
    }

    /**
     * New tables come first. A table may refer to one that comes after it, so refused tables are retried as long as
     * another one succeeded; if tables refer to one another, one of them is first created without the references.
     *
     * @param namesLeavingGroup the tables that are dropped later
     */
    private void planTables(List<ObjectName> names, List<ObjectName> namesLeavingGroup) {
        List<ObjectName> remainingNames = new ArrayList<>(names);
        remainingNames.sort(Comparator.comparing(name -> simulation.find(name).isPresent()));
        namesLeavingGroup.stream()
                .filter(new ColocationGroupDeparture(simulation, desiredCatalog)::mustPrecedeJoins)
                .forEach(simulation::leaveColocationGroup);
        remainingNames.stream().filter(this::mustLeaveGroup).forEach(simulation::leaveColocationGroup);
        remainingNames.stream().filter(simulation::hasDanglingForeignKey).forEach(simulation::clearForeignKeys);
        remainingNames = retryTables(remainingNames);
        remainingNames.forEach(this::createIncompleteTable);
        remainingNames = retryTables(remainingNames);
        remainingNames.forEach(name -> reportImpossible(name, reasonsByObject.getOrDefault(name, "")));
        planClearedForeignKeys(remainingNames);
    }

    /** Sets the foreign keys again that were cleared because the table changed to which they refer. */
    private void planClearedForeignKeys(List<ObjectName> impossibleTables) {
        List<ObjectName> tablesToRestore = ObjectName.findChangedNames(simulation.catalog(), desiredCatalog).stream()
                .filter(name -> isDesiredAsTable(name) && !impossibleTables.contains(name))
                .filter(name -> KnownProperty.FOREIGN_KEY_CONSTRAINTS.isIn(
                        desiredTable(name).properties()))
                .filter(this::isDifferent)
                .toList();
        retryTables(tablesToRestore).forEach(name -> reportImpossible(name, reasonsByObject.getOrDefault(name, "")));
    }

    private List<ObjectName> retryTables(List<ObjectName> names) {
        List<ObjectName> remainingNames = names;
        int previousCount;
        do {
            previousCount = remainingNames.size();
            remainingNames = remainingNames.stream()
                    .filter(name -> !createOrChangeTable(name))
                    .toList();
        } while (!remainingNames.isEmpty() && remainingNames.size() < previousCount);
        return remainingNames;
    }

    private boolean createOrChangeTable(ObjectName name) {
        Table desiredTable = desiredTable(name);
        Optional<String> problem =
                simulation.find(name).isEmpty() ? createTable(name, desiredTable) : changeTable(name, desiredTable);
        problem.ifPresent(reason -> reasonsByObject.put(name, ReasonText.toOneLine(reason)));
        return problem.isEmpty();
    }

    private Table desiredTable(ObjectName name) {
        return ((TableObject) SchemaObject.find(desiredCatalog, name).orElseThrow()).table();
    }

    private Optional<String> createTable(ObjectName name, Table desiredTable) {
        Simulation fork = simulation.fork();
        Optional<Refusal> refusal = new TableCreationPlanning(fork, name, desiredTable).createTable();
        if (refusal.isPresent()) {
            return refusal.map(ReasonText::format);
        }
        // Some properties and rollups can only be added by ALTER.
        SortedMap<ObjectPart, String> remainingParts =
                ObjectAlteration.of(fork, name, new TableObject(desiredTable)).planStatements();
        if (remainingParts.isEmpty()) {
            simulation.adopt(fork);
        }
        return remainingParts.isEmpty() ? Optional.empty() : Optional.of(ReasonText.format(name, remainingParts));
    }

    private void createIncompleteTable(ObjectName name) {
        if (simulation.find(name).isEmpty()) {
            new TableCreationPlanning(simulation, name, desiredTable(name)).createTable();
        }
    }

    private Optional<String> changeTable(ObjectName name, Table desiredTable) {
        List<Rename.ColumnRename> declaredRenames = renames.ofColumns(name);
        Table presentTable = ((TableObject) simulation.find(name).orElseThrow()).table();
        Optional<String> problem = ColumnRenamePlanning.findProblem(declaredRenames, presentTable, desiredTable);
        if (problem.isPresent()) {
            return problem;
        }
        return ObjectRebuild.alterOrRebuild(
                simulation,
                name,
                new TableObject(desiredTable),
                fork -> new ColumnRenamePlanning(fork, name, desiredTable).planRenames(declaredRenames),
                fork -> new TableRebuild(
                        fork,
                        name,
                        desiredTable,
                        collectOldNames(name, desiredTable, declaredRenames),
                        collectFills(name),
                        desiredCatalog.clusterObjects()));
    }

    private Map<String, Expression> collectFills(ObjectName name) {
        Map<String, Expression> values = new HashMap<>();
        fills.stream()
                .filter(fill -> fill.isOf(name))
                .forEach(fill -> values.put(ColumnFill.key(fill.column()), fill.value()));
        return values;
    }

    private Map<String, String> collectOldNames(
            ObjectName name, Table desiredTable, List<Rename.ColumnRename> declaredRenames) {
        Table presentTable = ((TableObject) simulation.find(name).orElseThrow()).table();
        Map<String, String> oldNames = new LinkedHashMap<>();
        ColumnRenamePlanning.createOrder(declaredRenames, presentTable, desiredTable)
                .applicableRenames()
                .forEach((oldName, newName) -> oldNames.put(
                        desiredTable.column(newName).map(Column::name).orElse(newName), oldName));
        return oldNames;
    }

    /**
     * Returns whether the distribution of a table in a colocation group changes. The tables of a group share their
     * distribution, so such a table leaves the group first, and joins it again when it matches.
     */
    private boolean mustLeaveGroup(ObjectName name) {
        Optional<SchemaObject> presentTable =
                simulation.find(name).filter(table -> simulation.isInColocationGroup(name));
        if (presentTable.isEmpty()) {
            return false;
        }
        SortedSet<ObjectPart> differingParts =
                simulation.differingParts(presentTable.get(), new TableObject(desiredTable(name)));
        return differingParts.contains(ObjectPart.of(ObjectPart.Kind.DISTRIBUTION))
                || differingParts.contains(REPLICATION_NUM);
    }

    /**
     * Plans views and materialized views, each after the relations that it reads. An unchanged view is never touched,
     * except to activate it.
     */
    private void planViews(SortedSet<ObjectName> changedNames) {
        SortedSet<ObjectName> affectedViews = changedNames.stream()
                .filter(name -> SchemaObject.find(desiredCatalog, name)
                        .filter(object -> !(object instanceof TableObject))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        addReaders(affectedViews, changedNames);
        planViewsInOrder(affectedViews);
        objectRenames.newNames().forEach(this::dropRenamedView);
    }

    /** Activates the views that a dropped table has deactivated, although they do not read it any more. */
    private void activateViews() {
        SortedSet<ObjectName> affectedViews = new TreeSet<>();
        addReaders(affectedViews, Collections.emptySortedSet());
        impossibleChanges.forEach(objection -> affectedViews.remove(objection.object()));
        planViewsInOrder(affectedViews);
    }

    private void planViewsInOrder(SortedSet<ObjectName> affectedViews) {
        DependencyOrder order = DependencyOrder.of(desiredCatalog, affectedViews);
        order.cycles()
                .forEach(cycle -> reportImpossible(
                        cycle.get(0),
                        "views read each other in a circle: "
                                + cycle.stream().map(ObjectName::toString).collect(Collectors.joining(" reads "))));
        order.order().stream()
                .filter(name -> order.cycles().stream().noneMatch(cycle -> cycle.contains(name)))
                .forEach(this::planView);
    }

    /**
     * Adds the materialized views that are inactive or read a changed relation, and those that read one of the added
     * views: they may be inactive or become inactive.
     */
    private void addReaders(SortedSet<ObjectName> affectedViews, SortedSet<ObjectName> changedNames) {
        int previousCount;
        do {
            previousCount = affectedViews.size();
            for (Database database : desiredCatalog.databases().values()) {
                for (MaterializedView view : database.materializedViews().values()) {
                    ObjectName name = new ObjectName(database.name(), view.name());
                    boolean isReader = view.definition().bases().stream()
                            .map(ObjectName::of)
                            .anyMatch(base -> changedNames.contains(base) || affectedViews.contains(base));
                    if (isReader || isInactive(name)) {
                        affectedViews.add(name);
                    }
                }
            }
        } while (affectedViews.size() > previousCount);
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
        Optional<SchemaObject> presentView = simulation.find(name);
        if (presentView.isEmpty()) {
            createView(name, desiredObject);
        } else if (desiredObject instanceof ViewObject && presentView.get() instanceof ViewObject) {
            alterView(name, desiredObject);
        } else if (desiredObject instanceof MaterializedViewObject viewObject
                && presentView.get() instanceof MaterializedViewObject) {
            ObjectRebuild.alterOrRebuild(
                            simulation,
                            name,
                            desiredObject,
                            fork -> {},
                            fork -> new MaterializedViewRebuild(fork, name, viewObject.view()))
                    .ifPresent(reason -> reportImpossible(name, reason));
        }
    }

    private void alterView(ObjectName name, SchemaObject desiredObject) {
        if (desiredObject instanceof ViewObject viewObject) {
            InvokerViewRebuild rebuild = new InvokerViewRebuild(simulation, name, viewObject.view());
            if (rebuild.isNeeded()) {
                rebuild.planStatements().ifPresent(refusal -> reportImpossible(name, ReasonText.format(refusal)));
                return;
            }
        }
        ObjectAlteration.of(simulation, name, desiredObject)
                .planStatements()
                .forEach((part, reason) -> reportImpossible(name, part + ": " + reason));
    }

    private void createView(ObjectName name, SchemaObject desiredObject) {
        attempt(name, simulation.statements().create(name, desiredObject));
        if (desiredObject instanceof MaterializedViewObject
                && simulation.find(name).isPresent()) {
            alterView(name, desiredObject);
        }
    }

    /**
     * Transfers the grants of a renamed view to the new one, which already exists, and drops the old one once nothing
     * reads it.
     */
    private void dropRenamedView(ObjectName oldName, ObjectName newName) {
        Optional<SchemaObject> view = simulation.find(oldName).filter(ViewObject.class::isInstance);
        if (view.isPresent()
                && simulation.find(newName).isPresent()
                && SchemaObject.find(desiredCatalog, oldName).isEmpty()) {
            simulation.apply(new MigrationAction(
                    List.of(new Marker.TransfersGrants(
                            oldName.toSqlName(simulation.session()).toString(),
                            newName.toSqlName(simulation.session()).toString())),
                    null));
            attempt(oldName, simulation.statements().drop(oldName, view.get()));
        }
    }

    private void reportImpossible(ObjectName name, String reason) {
        impossibleChanges.add(new Objection(Kind.IMPOSSIBLE, name, ReasonText.toOneLine(reason)));
    }
}
