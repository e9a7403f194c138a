package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.cluster.ClusterRules;
import dev.cairn.plan.cluster.ClusterPlanning;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes and drops the cluster objects of a catalog until they match those of the desired one. Each method
 * returns the names of the objects that can't be changed, with the reasons.
 *
 * @param currentCatalog the catalog before all changes
 */
public record ClusterChanges(Simulation simulation, Catalog currentCatalog, Catalog desiredCatalog) {
    private static final Marker[] CONTINUATION = {new Marker.Continues()};

    public ClusterChanges(Simulation simulation, Catalog desiredCatalog) {
        this(simulation, simulation.catalog(), desiredCatalog);
    }

    /** Creates, changes and drops all objects that differ. */
    public SortedMap<ObjectName, String> carryOut() {
        SortedMap<ObjectName, String> problems = createAndChange();
        problems.putAll(dropTableObjects());
        problems.putAll(createAndChangeTableObjects());
        problems.putAll(drop());
        return problems;
    }

    /** Creates and changes objects; tables may refer to them, so they come first. */
    public SortedMap<ObjectName, String> createAndChange() {
        return createAndChange(object -> object.table().isEmpty());
    }

    /** Creates and changes the objects of tables, and resumes those that are paused, after the tables were changed. */
    public SortedMap<ObjectName, String> createAndChangeTableObjects() {
        return createAndChange(object -> object.table().isPresent());
    }

    private SortedMap<ObjectName, String> createAndChange(Predicate<ClusterObject> filter) {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        for (ClusterObject after : filterObjects(desiredCatalog.clusterObjects(), filter)) {
            Optional<ClusterObject> before =
                    simulation.catalog().clusterObjects().find(after.key());
            if (before.isEmpty()) {
                // If it was there before, its table was rebuilt.
                Marker[] markers =
                        currentCatalog.clusterObjects().find(after.key()).isPresent() ? CONTINUATION : new Marker[0];
                recordProblem(
                        after,
                        simulation.attempt(after.toCreateStatement(IfExists.REFUSE, database()), markers),
                        problems);
            } else if (!before.get().equals(after)) {
                recordProblem(after, changeObject(before.get(), after), problems);
            }
        }
        return problems;
    }

    /** Drops the objects that are not in the desired catalog. */
    public SortedMap<ObjectName, String> drop() {
        return drop(object -> object.table().isEmpty());
    }

    /** Drops the objects of tables that are not in the desired catalog, before their tables are changed. */
    public SortedMap<ObjectName, String> dropTableObjects() {
        return drop(object -> object.table().isPresent());
    }

    /** Pauses the objects of tables that are about to change, if they can be paused. */
    public void pauseBeforeChanges() {
        for (ClusterObject object :
                filterObjects(simulation.catalog().clusterObjects(), each -> isOfChangedTable(each))) {
            if (object.kind().has(ClusterKind.Feature.PAUSABLE) && !object.isPaused()) {
                simulation.attempt(ClusterPlanning.pauseOrResume(object, false, database()));
            }
        }
    }

    private boolean isOfChangedTable(ClusterObject object) {
        ObjectName table = new ObjectName(object.database(), object.table().orElse(""));
        Optional<SchemaObject> presentTable = simulation.find(table);
        Optional<SchemaObject> desiredTable = SchemaObject.find(desiredCatalog, table);
        return presentTable.isPresent()
                && (desiredTable.isEmpty()
                        || !simulation
                                .differingParts(presentTable.get(), desiredTable.get())
                                .isEmpty());
    }

    private SortedMap<ObjectName, String> drop(Predicate<ClusterObject> filter) {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        for (ClusterObject object : filterObjects(simulation.catalog().clusterObjects(), filter)) {
            if (desiredCatalog.clusterObjects().find(object.key()).isEmpty()) {
                recordProblem(object, simulation.attempt(ClusterPlanning.drop(object, database())), problems);
            }
        }
        return problems;
    }

    private static List<ClusterObject> filterObjects(ClusterObjects objects, Predicate<ClusterObject> filter) {
        List<ClusterObject> matchingObjects = new ArrayList<>();
        objects.objects().values().forEach(object -> {
            if (filter.test(object)) {
                matchingObjects.add(object);
            }
        });
        return matchingObjects;
    }

    private @Nullable String database() {
        return simulation.session().database();
    }

    private Optional<String> changeObject(ClusterObject before, ClusterObject after) {
        Optional<String> reason = ClusterRules.of(after.kind()).findRecreationProblem(before, after);
        for (List<ClusterStatement> alternative : ClusterPlanning.planChange(before, after, database())) {
            Simulation fork = simulation.fork();
            Optional<Refusal> refusal = alternative.stream()
                    .map(statement -> fork.attempt(statement, createMarkers(statement)))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (refusal.isEmpty()) {
                simulation.adopt(fork);
                return Optional.empty();
            }
            reason = refusal.map(ReasonText::format);
        }
        return reason.or(() -> Optional.of("no statement changes it"));
    }

    /** Returns the markers of a statement: an object that can be paused continues where it was stopped. */
    private static Marker[] createMarkers(ClusterStatement statement) {
        boolean isRecreation = statement instanceof ClusterStatement.DropClusterObject
                || statement instanceof ClusterStatement.CreateClusterObject;
        return isRecreation && statement.kind().has(ClusterKind.Feature.PAUSABLE) ? CONTINUATION : new Marker[0];
    }

    private static void recordProblem(
            ClusterObject object, Optional<?> problem, SortedMap<ObjectName, String> problems) {
        problem.ifPresent(reason -> problems.put(
                ObjectName.of(object),
                reason instanceof Refusal refusal ? ReasonText.format(refusal) : String.valueOf(reason)));
    }
}
