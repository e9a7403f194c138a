package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.engine.cluster.ClusterChangeLimit;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.materialized.IcebergTableReaders;
import dev.cairn.plan.cluster.ClusterStatementPlanner;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.DroppedExternalObjectHint;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonFormatter;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Plans the statements that create, change and drop the cluster objects of a catalog, so that they match the objects of
 * the desired catalog. The methods that create, change or drop objects return the names of the objects for which this
 * is impossible, with the reasons.
 *
 * @param initialCatalog the catalog before all changes
 * @param renames the declared renames; only renames of columns of cluster objects apply
 */
public record ClusterChangePlanner(
        Simulation simulation, Catalog initialCatalog, Catalog desiredCatalog, Renames renames) {
    private static final Marker[] CONTINUATION_MARKERS = {new Marker.Continuation()};
    private static final Marker[] NO_MARKERS = {};

    /** An external catalog is created before the objects in it, and dropped after them. */
    private static final Comparator<ClusterObject> CATALOGS_BEFORE_CONTENTS =
            Comparator.comparing(object -> object.externalCatalog().isPresent());

    public ClusterChangePlanner(Simulation simulation, Catalog desiredCatalog, Renames renames) {
        this(simulation, simulation.catalog(), desiredCatalog, renames);
    }

    /** Plans the statements for all objects that differ, without a pause for changed tables. */
    public SortedMap<ObjectName, String> planStatements() {
        SortedMap<ObjectName, String> problems = createAndChangeIndependentObjects();
        problems.putAll(dropObjectsUsingTables());
        problems.putAll(dropObjectsBoundToTables());
        problems.putAll(createAndChangeDependentObjects());
        problems.putAll(dropIndependentObjects());
        return problems;
    }

    /**
     * Creates and changes the objects that do not depend on tables or views. They come first, because tables may refer
     * to them.
     */
    public SortedMap<ObjectName, String> createAndChangeIndependentObjects() {
        return createAndChangeObjects(object -> !isDependentOnRelations(object));
    }

    /**
     * Creates and changes the dictionaries of relations that no later statement changes. They follow the changes of
     * tables, and precede the changes of views, whose queries may call them.
     */
    public SortedMap<ObjectName, String> createAndChangeDictionaries() {
        return createAndChangeObjects(object -> object.kind().hasTable()
                && !object.isBoundToTable()
                && simulation.find(tableName(object)).isPresent()
                && !belongsToChangedTable(object));
    }

    /**
     * Creates and changes the objects that depend on tables or views, and resumes the paused ones, after all changes of
     * tables.
     */
    public SortedMap<ObjectName, String> createAndChangeDependentObjects() {
        return createAndChangeObjects(ClusterChangePlanner::isDependentOnRelations);
    }

    /** Returns whether an object belongs to a table, or has a statement that reads tables and views. */
    private static boolean isDependentOnRelations(ClusterObject object) {
        return object.kind().hasTable() || object.kind().hasStatement();
    }

    private SortedMap<ObjectName, String> createAndChangeObjects(Predicate<ClusterObject> isIncluded) {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        List<ClusterObject> desiredObjects = filterObjects(desiredCatalog.clusterObjects(), isIncluded);
        desiredObjects.sort(CATALOGS_BEFORE_CONTENTS);
        for (ClusterObject desiredObject : desiredObjects) {
            Optional<ClusterObject> currentObject =
                    simulation.catalog().clusterObjects().find(desiredObject.key());
            if (currentObject.isEmpty()) {
                addProblem(desiredObject, createObject(desiredObject).map(ReasonFormatter::format), problems);
            } else if (!currentObject.get().equals(desiredObject)) {
                addProblem(desiredObject, changeObject(currentObject.get(), desiredObject), problems);
            }
        }
        return problems;
    }

    /**
     * Creates an object. If the object existed before the plan, it was dropped because its table changes; the new
     * object continues where the old one ended.
     */
    private Optional<Refusal> createObject(ClusterObject object) {
        ClusterStatement createStatement = object.toCreateStatement(ExistingObjectPolicy.REFUSE, sessionDatabase());
        boolean isRecreated = initialCatalog.clusterObjects().find(object.key()).isPresent();
        Optional<Refusal> refusal = simulation.attempt(
                createStatement, isRecreated ? createContinuationMarkers(createStatement) : NO_MARKERS);
        if (refusal.isEmpty() && object.isPaused()) {
            return simulation.attempt(ClusterStatementPlanner.createPauseStatement(object, sessionDatabase()));
        }
        return refusal;
    }

    /** Drops the objects that do not depend on tables or views, if the desired catalog does not contain them. */
    public SortedMap<ObjectName, String> dropIndependentObjects() {
        return dropObjects(object -> !isDependentOnRelations(object), object -> false);
    }

    /**
     * Drops objects that use tables or views by their names, before the tables and views are renamed or changed. An
     * object is dropped if the desired catalog does not have it, or if it is created again because it can't be altered.
     */
    public SortedMap<ObjectName, String> dropObjectsUsingTables() {
        return dropObjects(object -> isDependentOnRelations(object) && !object.isBoundToTable(), this::mustBeRecreated);
    }

    /**
     * Drops the objects that are bound to a table, if they are not desired or are created again. They are dropped after
     * tables are renamed, and before tables change.
     */
    public SortedMap<ObjectName, String> dropObjectsBoundToTables() {
        return dropObjects(ClusterObject::isBoundToTable, this::mustBeRecreated);
    }

    private boolean mustBeRecreated(ClusterObject currentObject) {
        return desiredCatalog
                .clusterObjects()
                .find(currentObject.key())
                .filter(desiredObject -> ClusterStatementPlanner.mustBeRecreated(currentObject, desiredObject))
                .isPresent();
    }

    /** Pauses the objects of tables that are about to change, if they can be paused. */
    public void pauseObjectsOfChangedTables() {
        for (ClusterObject object : filterObjects(
                simulation.catalog().clusterObjects(), clusterObject -> belongsToChangedTable(clusterObject))) {
            if (object.kind().hasFeature(ClusterObjectKind.Feature.PAUSABLE) && !object.isPaused()) {
                simulation.attempt(ClusterStatementPlanner.createPauseStatement(object, sessionDatabase()));
            }
        }
    }

    private boolean belongsToChangedTable(ClusterObject object) {
        ObjectName tableName = tableName(object);
        Optional<SchemaObject> currentTable = simulation.find(tableName);
        Optional<SchemaObject> desiredTable = SchemaObject.find(desiredCatalog, tableName);
        return currentTable.isPresent()
                && (desiredTable.isEmpty()
                        || !simulation
                                .findDifferingParts(currentTable.get(), desiredTable.get())
                                .isEmpty());
    }

    /** Returns the name of the table that an object uses; an empty name in its database if it uses none. */
    private static ObjectName tableName(ClusterObject object) {
        return new ObjectName(object.database(), object.tableName().orElse(""));
    }

    /**
     * Drops the included objects that the desired catalog does not have, or that must be recreated.
     *
     * @param mustBeRecreated returns whether an object of the desired catalog is also dropped, because it is created
     *     again
     */
    private SortedMap<ObjectName, String> dropObjects(
            Predicate<ClusterObject> isIncluded, Predicate<ClusterObject> mustBeRecreated) {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        List<ClusterObject> currentObjects = filterObjects(simulation.catalog().clusterObjects(), isIncluded);
        currentObjects.sort(CATALOGS_BEFORE_CONTENTS.reversed());
        for (ClusterObject object : currentObjects) {
            ClusterStatement dropStatement = ClusterStatementPlanner.createDropStatement(object, sessionDatabase());
            if (desiredCatalog.clusterObjects().find(object.key()).isEmpty()) {
                addProblem(object, simulation.attempt(dropStatement).map(ReasonFormatter::format), problems);
            } else if (mustBeRecreated.test(object)) {
                addProblem(
                        object,
                        simulation
                                .attempt(dropStatement, createContinuationMarkers(dropStatement))
                                .map(ReasonFormatter::format),
                        problems);
            }
        }
        return problems;
    }

    private static List<ClusterObject> filterObjects(ClusterObjects objects, Predicate<ClusterObject> isIncluded) {
        List<ClusterObject> matchingObjects = new ArrayList<>();
        objects.objects().values().forEach(object -> {
            if (isIncluded.test(object)) {
                matchingObjects.add(object);
            }
        });
        return matchingObjects;
    }

    private @Nullable String sessionDatabase() {
        return simulation.session().databaseName();
    }

    /**
     * Plans the change of an object: the first alternative whose statements the server accepts, or else every single
     * change that it accepts. Returns what remains impossible; empty if the object gets its desired state.
     */
    private Optional<String> changeObject(ClusterObject currentObject, ClusterObject desiredObject) {
        List<Rename.ColumnRename> columnRenames = renames.findColumnRenames(ObjectName.of(desiredObject));
        RenameOrder renameOrder = ColumnRenamePlanner.createOrder(
                columnRenames,
                name -> ClusterStatementPlanner.findColumnDefinition(currentObject, name),
                name -> ClusterStatementPlanner.findColumnDefinition(desiredObject, name));
        Optional<String> ambiguity = ColumnRenamePlanner.findProblem(
                renameOrder,
                name -> ClusterStatementPlanner.findColumnDefinition(currentObject, name),
                name -> ClusterStatementPlanner.findColumnDefinition(desiredObject, name));
        if (ambiguity.isPresent()) {
            return ambiguity;
        }
        Simulation renameFork = simulation.fork();
        // If the server refuses, the column keeps its name, and the difference is a dropped and an added column.
        renameOrder
                .steps()
                .forEach(step -> renameFork.attempt(ClusterStatementPlanner.createColumnRenameStatement(
                        desiredObject, step.oldName(), step.newName(), sessionDatabase())));
        ClusterObject renamedObject =
                renameFork.catalog().clusterObjects().find(desiredObject.key()).orElse(currentObject);
        ClusterObjectRules rules = ClusterObjectRules.of(desiredObject.kind());
        ClusterChangeLimit changeLimit =
                rules.determineChangeLimit(renamedObject, desiredObject, findReadingMaterializedViews(desiredObject));
        List<String> problems = new ArrayList<>(changeLimit.problems());
        Optional<String> lastReason = rules.findRecreationProblem(renamedObject, desiredObject);
        for (List<ClusterStatement> alternativeStatements :
                ClusterStatementPlanner.planChange(renamedObject, changeLimit.reachableObject(), sessionDatabase())) {
            Simulation fork = renameFork.fork();
            Optional<Refusal> refusal = alternativeStatements.stream()
                    .map(statement -> fork.attempt(statement, createMarkers(statement, desiredObject)))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (refusal.isEmpty()) {
                simulation.adopt(renameFork);
                simulation.adopt(fork);
                return joinProblems(problems);
            }
            lastReason = refusal.map(ReasonFormatter::format);
        }
        SortedSet<String> reasons = changePartially(renameFork, renamedObject, changeLimit.reachableObject());
        simulation.adopt(renameFork);
        if (reasons.isEmpty()) {
            problems.add(lastReason.orElse("no statement changes it"));
        }
        problems.addAll(reasons);
        return joinProblems(problems);
    }

    /** Plans each change that the server accepts in the fork, and returns why it refuses the others. */
    private SortedSet<String> changePartially(
            Simulation fork, ClusterObject currentObject, ClusterObject desiredObject) {
        NavigableSet<String> reasons = new TreeSet<>();
        for (ClusterStatement statement :
                ClusterStatementPlanner.planPartialChange(currentObject, desiredObject, sessionDatabase())) {
            fork.attempt(statement, createContinuationMarkers(statement))
                    .map(ReasonFormatter::format)
                    .ifPresent(reasons::add);
        }
        return reasons;
    }

    /**
     * Returns the materialized views that read this table of an external catalog in the desired state; empty for other
     * kinds of objects.
     */
    private List<String> findReadingMaterializedViews(ClusterObject object) {
        if (!object.kind().isNamedInExternalDatabase()) {
            return List.of();
        }
        IcebergTableReaders readers = new IcebergTableReaders(simulation.profile(), desiredCatalog);
        return desiredCatalog
                .findExternalObject(object.toSqlName(sessionDatabase()))
                .map(readers::findMaterializedViewNames)
                .orElse(List.of());
    }

    private static Optional<String> joinProblems(List<String> problems) {
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    /**
     * Returns hints at undeclared renames of columns: one column is gone, and another one with the same definition is
     * new.
     */
    public List<RenameHint> findRenameHints() {
        List<RenameHint> hints = new ArrayList<>();
        for (String objectKey : initialCatalog
                .clusterObjects()
                .objects()
                .findChangedKeys(desiredCatalog.clusterObjects().objects())) {
            Optional<ClusterObject> currentObject =
                    initialCatalog.clusterObjects().find(objectKey);
            Optional<ClusterObject> desiredObject =
                    desiredCatalog.clusterObjects().find(objectKey);
            if (currentObject.isPresent() && desiredObject.isPresent()) {
                addRenameHints(currentObject.get(), desiredObject.get(), hints);
            }
        }
        return hints;
    }

    /**
     * Returns a hint for each object that the desired catalog no longer manages, although the schema still declares
     * that it reads the object.
     */
    public List<DroppedExternalObjectHint> findDroppedExternalObjectHints() {
        List<ClusterObject> droppedObjects = filterObjects(
                initialCatalog.clusterObjects(),
                object -> object.kind().isNamedInExternalDatabase()
                        && desiredCatalog.clusterObjects().find(object.key()).isEmpty());
        return droppedObjects.stream()
                .filter(object -> desiredCatalog
                        .findExternalObject(object.toSqlName(sessionDatabase()))
                        .filter(externalObject -> !externalObject.isManagedBySchema())
                        .isPresent())
                .map(object -> new DroppedExternalObjectHint(ObjectName.of(object)))
                .toList();
    }

    private void addRenameHints(ClusterObject currentObject, ClusterObject desiredObject, List<RenameHint> hints) {
        ObjectName name = ObjectName.of(desiredObject);
        List<String> currentNames = ClusterStatementPlanner.columnNames(currentObject);
        List<String> addedNames = new ArrayList<>(ClusterStatementPlanner.columnNames(desiredObject));
        List<String> missingNames = new ArrayList<>(currentNames);
        missingNames.removeAll(addedNames);
        addedNames.removeAll(currentNames);
        renames.findColumnRenames(name).forEach(rename -> addedNames.remove(rename.newName()));
        for (String missingName : missingNames) {
            Optional<String> definition = ClusterStatementPlanner.findColumnDefinition(currentObject, missingName);
            addedNames.stream()
                    .filter(candidate -> ClusterStatementPlanner.findColumnDefinition(desiredObject, candidate)
                            .equals(definition))
                    .findFirst()
                    .ifPresent(candidate -> {
                        hints.add(new RenameHint(name, missingName, candidate));
                        addedNames.remove(candidate);
                    });
        }
    }

    /**
     * Returns the markers of a statement that drops an object in order to create it again, or that creates it again.
     */
    private static Marker[] createContinuationMarkers(ClusterStatement statement) {
        return Marker.Continuation.isPossibleFor(statement) ? CONTINUATION_MARKERS : NO_MARKERS;
    }

    /** Returns the markers of a statement that changes an object. */
    private static Marker[] createMarkers(ClusterStatement statement, ClusterObject object) {
        boolean dropsPrivileges = statement instanceof ClusterStatement.CreateClusterObject create
                && create.onExistingObject() == ExistingObjectPolicy.REPLACE
                && create.kind().securedKind().isPresent();
        return dropsPrivileges
                ? new Marker[] {
                    new Marker.Note("the server ends all privileges on " + ObjectName.of(object)
                            + "; grant those again that other roles and users have")
                }
                : createContinuationMarkers(statement);
    }

    private static void addProblem(
            ClusterObject object, Optional<String> problem, SortedMap<ObjectName, String> problems) {
        problem.ifPresent(reason -> problems.put(ObjectName.of(object), reason));
    }
}
