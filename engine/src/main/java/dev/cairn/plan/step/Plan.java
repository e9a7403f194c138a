package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that lead from one catalog to another.
 *
 * @param steps the steps in the order in which they are sent, including steps that need confirmation
 * @param impossibleChanges the changes that no statement makes, so they have no steps
 * @param hints advice about the plan, which does not prevent it
 */
public record Plan(List<Step> steps, List<Objection> impossibleChanges, List<PlanHint> hints) {
    public Plan {
        steps = List.copyOf(steps);
        impossibleChanges = List.copyOf(impossibleChanges);
        hints = List.copyOf(hints);
    }

    /** Returns whether there are neither steps nor impossible changes. */
    public boolean isEmpty() {
        return steps.isEmpty() && impossibleChanges.isEmpty();
    }

    public boolean isPossible() {
        return impossibleChanges.isEmpty();
    }

    /** Returns the plan with additional hints. */
    public Plan withHints(List<? extends PlanHint> additionalHints) {
        List<PlanHint> allHints = new ArrayList<>(hints);
        allHints.addAll(additionalHints);
        return new Plan(steps, impossibleChanges, allHints);
    }

    /** Returns the objections that remain if these kinds of changes are allowed; impossible changes always remain. */
    public List<Objection> findObjections(AllowedChanges allowedChanges) {
        List<Objection> objections = new ArrayList<>(impossibleChanges);
        for (Step step : steps) {
            for (Marker marker : step.action().markers()) {
                Objection objection = findObjection(step.object(), marker, allowedChanges);
                if (objection != null) {
                    objections.add(objection);
                }
            }
        }
        return objections;
    }

    /** Returns the columns of rebuilt tables that lack a required value, such as {@code orders.region}. */
    public List<String> collectUnfilledColumns() {
        List<String> columns = new ArrayList<>();
        for (Step step : steps) {
            for (Marker marker : step.action().markers()) {
                if (marker instanceof Marker.UnfilledColumns unfilledMarker) {
                    columns.addAll(List.of(unfilledMarker.columnList().split(", ")));
                }
            }
        }
        return columns;
    }

    /** Returns the objection because of a marker; null if the marker needs no confirmation, or is confirmed. */
    private static @Nullable Objection findObjection(
            @Nullable ObjectName object, Marker marker, AllowedChanges allowedChanges) {
        ObjectName objectName =
                object == null ? ObjectName.NONE : object.withName(TemporaryName.removePlannedSuffix(object.name()));
        if (marker instanceof Marker.Destructive destructive && !allowedChanges.allowsDestruction()) {
            return new Objection(Objection.Kind.DESTRUCTIVE, objectName, destructive.reason());
        }
        return marker instanceof Marker.Rebuild rebuild && !allowedChanges.allowsRebuild()
                ? new Objection(Objection.Kind.REBUILD, objectName, rebuild.reason())
                : null;
    }
}
