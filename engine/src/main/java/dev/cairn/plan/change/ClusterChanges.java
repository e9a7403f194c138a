package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.cluster.ClusterRules;
import dev.cairn.plan.cluster.ClusterPlanning;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Creates, changes and drops the cluster objects of a catalog, until they are as in another one. The names of those that can't be
 * changed come with the reasons.
 */
public record ClusterChanges(Simulation simulation, Catalog desired) {
    /** Does all three. */
    public SortedMap<ObjectName, String> carryOut() {
        SortedMap<ObjectName, String> problems = createAndChange();
        problems.putAll(drop());
        return problems;
    }

    /** Creates and changes objects; tables may refer to them, so they come first. */
    public SortedMap<ObjectName, String> createAndChange() {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        for (ClusterObject after : desired.cluster().objects().values()) {
            Optional<ClusterObject> before = simulation.catalog().cluster().find(after.key());
            if (before.isEmpty()) {
                report(after, simulation.attempt(after.toCreateStatement(IfExists.REFUSE)), problems);
            } else if (!before.get().equals(after)) {
                report(after, change(before.get(), after), problems);
            }
        }
        return problems;
    }

    /** Drops the objects that are not in the desired catalog. */
    public SortedMap<ObjectName, String> drop() {
        SortedMap<ObjectName, String> problems = new TreeMap<>();
        ClusterObjects present = simulation.catalog().cluster();
        for (ClusterObject object : present.objects().values()) {
            if (desired.cluster().find(object.key()).isEmpty()) {
                report(object, simulation.attempt(ClusterPlanning.drop(object)), problems);
            }
        }
        return problems;
    }

    private Optional<String> change(ClusterObject before, ClusterObject after) {
        Optional<String> reason = ClusterRules.of(after.kind()).recreationProblem();
        for (List<ClusterStatement> way : ClusterPlanning.planChange(before, after)) {
            Simulation fork = simulation.fork();
            Optional<Refusal> refusal =
                    way.stream().map(fork::attempt).flatMap(Optional::stream).findFirst();
            if (refusal.isEmpty()) {
                simulation.adopt(fork);
                return Optional.empty();
            }
            reason = refusal.map(ReasonText::format);
        }
        return reason.or(() -> Optional.of("no statement changes it"));
    }

    private static void report(ClusterObject object, Optional<?> problem, SortedMap<ObjectName, String> problems) {
        problem.ifPresent(reason -> problems.put(
                ObjectName.ofClusterObject(object.kind(), object.name()),
                reason instanceof Refusal refusal ? ReasonText.format(refusal) : String.valueOf(reason)));
    }
}
