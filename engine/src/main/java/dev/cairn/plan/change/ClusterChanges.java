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
 * @param present the catalog before all changes
 */
public record ClusterChanges(Simulation simulation, Catalog present, Catalog desired) {
    private static final Marker[] CONTINUATION = {new Marker.Continues()};

    public ClusterChanges(Simulation simulation, Catalog desired) {
        this(simulation, simulation.catalog(), desired);
    }

    /** Creates, changes and drops all objects that differ. */
    public SortedMap<ObjectName, String> carryOut() {
        SortedMap<ObjectName, String> problems = createAndChange();
        problems.putAll(dropOfTables());
        problems.putAll(createAndChangeOfTables());
        problems.putAll(drop());
        return problems;
    }

    /** Creates and changes objects; tables may refer to them, so they come first. */
    public SortedMap<ObjectName, String> createAndChange() {
        return createAndChange(object -> object.table().isEmpty());
    }

    /** Creates and changes the objects of tables, and resumes those that are paused, after the tables were changed. */
    public SortedMap<ObjectName, String> createAndChangeOfTables() {
        return createAndChange(object -> object.table().isPresent());
    }

    private SortedMap<ObjectName, String> createAndChange(Predicate<ClusterObject> filter) {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        for (ClusterObject after : select(desired.cluster(), filter)) {
            Optional<ClusterObject> before = simulation.catalog().cluster().find(after.key());
            if (before.isEmpty()) {
                // If it was there before, its table was rebuilt.
                Marker[] markers = present.cluster().find(after.key()).isPresent() ? CONTINUATION : new Marker[0];
                report(
                        after,
                        simulation.attempt(after.toCreateStatement(IfExists.REFUSE, database()), markers),
                        problems);
            } else if (!before.get().equals(after)) {
                report(after, change(before.get(), after), problems);
            }
        }
        return problems;
    }

    /** Drops the objects that are not in the desired catalog. */
    public SortedMap<ObjectName, String> drop() {
        return drop(object -> object.table().isEmpty());
    }

    /** Drops the objects of tables that are not in the desired catalog, before their tables are changed. */
    public SortedMap<ObjectName, String> dropOfTables() {
        return drop(object -> object.table().isPresent());
    }

    /** Pauses the objects of tables that are about to change. */
    public void pauseBeforeChanges() {
        for (ClusterObject object : select(simulation.catalog().cluster(), each -> isOfChangedTable(each))) {
            if (!object.isPaused()) {
                simulation.attempt(ClusterPlanning.pause(object, false, database()));
            }
        }
    }

    private boolean isOfChangedTable(ClusterObject object) {
        ObjectName table = new ObjectName(object.database(), object.table().orElse(""));
        Optional<SchemaObject> present = simulation.find(table);
        Optional<SchemaObject> wanted = SchemaObject.find(desired, table);
        return present.isPresent()
                && (wanted.isEmpty()
                        || !simulation
                                .differingParts(present.get(), wanted.get())
                                .isEmpty());
    }

    private SortedMap<ObjectName, String> drop(Predicate<ClusterObject> filter) {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        for (ClusterObject object : select(simulation.catalog().cluster(), filter)) {
            if (desired.cluster().find(object.key()).isEmpty()) {
                report(object, simulation.attempt(ClusterPlanning.drop(object, database())), problems);
            }
        }
        return problems;
    }

    private static List<ClusterObject> select(ClusterObjects objects, Predicate<ClusterObject> filter) {
        List<ClusterObject> selected = new ArrayList<>();
        objects.objects().values().forEach(object -> {
            if (filter.test(object)) {
                selected.add(object);
            }
        });
        return selected;
    }

    private @Nullable String database() {
        return simulation.session().database();
    }

    private Optional<String> change(ClusterObject before, ClusterObject after) {
        Optional<String> reason = ClusterRules.of(after.kind()).recreationProblem(before, after);
        for (List<ClusterStatement> way : ClusterPlanning.planChange(before, after, database())) {
            Simulation fork = simulation.fork();
            Optional<Refusal> refusal = way.stream()
                    .map(statement -> fork.attempt(statement, markers(statement)))
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
    private static Marker[] markers(ClusterStatement statement) {
        boolean isRecreation = statement instanceof ClusterStatement.DropClusterObject
                || statement instanceof ClusterStatement.CreateClusterObject;
        return isRecreation && statement.kind().has(ClusterKind.Feature.PAUSABLE) ? CONTINUATION : new Marker[0];
    }

    private static void report(ClusterObject object, Optional<?> problem, SortedMap<ObjectName, String> problems) {
        problem.ifPresent(reason -> problems.put(
                ObjectName.of(object),
                reason instanceof Refusal refusal ? ReasonText.format(refusal) : String.valueOf(reason)));
    }
}
