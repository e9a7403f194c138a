package dev.cairn.internal.run;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.Touched;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Staging and doomed objects of those who held the ledger before. They get the name that carries this take-over: a statement
 * of an earlier one that arrives late finds nothing under the name that it knows.
 */
final class StagingTakeover {
    private final RunContext course;
    private final StepConnection lane;

    StagingTakeover(RunContext course, StepConnection lane) {
        this.course = course;
        this.lane = lane;
    }

    /** Those of all steps that are to be run. */
    void take(List<RunStep> steps) {
        for (RunStep step : steps) {
            if (step instanceof RunStep.OfStatement statement) {
                take(statement);
            }
        }
    }

    /**
     * Drops those of the way that is given up: what it has made is of no use on the way back, and would be taken for what
     * the way back makes. Before it swapped, they are copies; behind it, all their rows were copied.
     */
    void drop(List<RunStep> steps) {
        Map<ObjectName, SchemaObject> all = new HashMap<>();
        for (RunStep step : steps) {
            if (step instanceof RunStep.OfStatement statement) {
                all.putAll(own(statement));
            }
        }
        all.forEach((own, object) -> {
            for (String name : lane.ask(course::backoff, link -> like(link, own))) {
                course.protection().look();
                lane.ask(course::backoff, link -> isTaken(link, drop(own.named(name), object)));
            }
        });
    }

    /** Whether there were any that have to do with the step. */
    boolean take(RunStep.OfStatement step) {
        boolean any = false;
        for (Map.Entry<ObjectName, SchemaObject> own : own(step).entrySet()) {
            any |= take(own.getKey(), own.getValue());
        }
        return any;
    }

    private Map<ObjectName, SchemaObject> own(RunStep.OfStatement step) {
        Map<ObjectName, SchemaObject> own = new HashMap<>();
        for (Touched touched : step.step().touched()) {
            ObjectName name = touched.object();
            if (StagingName.number(name.name()).stream()
                    .anyMatch(number -> number == course.protection().takenOver())) {
                SchemaObject.find(step.after(), name)
                        .or(() -> SchemaObject.find(step.before(), name))
                        .ifPresent(object -> own.put(name, object));
            }
        }
        return own;
    }

    private boolean take(ObjectName own, SchemaObject object) {
        List<String> found = lane.ask(course::backoff, link -> like(link, own));
        boolean there = found.remove(own.name());
        for (String name : found) {
            course.protection().look();
            String change = there ? drop(own.named(name), object) : rename(own.named(name), own, object);
            // What was made under an older name after the younger one was there is empty: its statement came late.
            there = lane.ask(course::backoff, link -> isTaken(link, change)) || there;
        }
        return !found.isEmpty();
    }

    /**
     * All of the same object, the youngest first. LIKE takes an underscore for any character. A number beyond this take-over is
     * of an earlier ledger in the same database, and nothing of this run.
     */
    private List<String> like(ServerConnection link, ObjectName own) {
        String plain = plain(own.name());
        List<String> names = new ArrayList<>();
        link.rows("SHOW TABLES FROM " + SqlQuoting.name(own.database()) + " LIKE "
                        + SqlQuoting.text(plain + "__cairn_%"))
                .forEach(row -> names.add(String.valueOf(row.get(0))));
        names.removeIf(name -> !plain(name).equals(plain)
                || StagingName.number(name).orElse(Long.MAX_VALUE)
                        > course.protection().takenOver());
        names.sort(Comparator.comparingLong(
                        (String name) -> StagingName.number(name).orElse(0))
                .reversed());
        return names;
    }

    private static String plain(String name) {
        return name.substring(0, name.lastIndexOf("__cairn_"));
    }

    private static boolean isTaken(ServerConnection link, String change) {
        try {
            link.execute(change);
            return true;
        } catch (ServerRefusalException gone) {
            if (gone.passing().isPresent()) {
                throw gone;
            }
            // The look at the step tells what there is.
            return false;
        }
    }

    private static String rename(ObjectName from, ObjectName to, SchemaObject object) {
        return "ALTER " + kind(object) + " " + SqlQuoting.name(from) + " RENAME " + SqlQuoting.name(to.name());
    }

    private static String drop(ObjectName name, SchemaObject object) {
        return "DROP " + kind(object) + " " + SqlQuoting.name(name);
    }

    private static String kind(SchemaObject object) {
        return object instanceof SchemaObject.OfMaterializedView ? "MATERIALIZED VIEW" : "TABLE";
    }
}
