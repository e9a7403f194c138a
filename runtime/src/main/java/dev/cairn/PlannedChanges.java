package dev.cairn;

import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.RenameHint;
import java.util.List;
import java.util.function.Function;

/**
 * The statements that change a database, in their order.
 *
 * @param steps the statements
 * @param impossible the changes that no statement can make
 * @param hints remarks that require no statement, such as an undeclared rename, or a different time of the first
 *     refresh
 */
public record PlannedChanges(List<Step> steps, List<String> impossible, List<String> hints) {
    public PlannedChanges {
        steps = List.copyOf(steps);
        impossible = List.copyOf(impossible);
        hints = List.copyOf(hints);
    }

    /** Returns whether there is nothing to change. */
    public boolean isEmpty() {
        return steps.isEmpty() && impossible.isEmpty();
    }

    /** Returns whether statements can make all changes. */
    public boolean isPossible() {
        return impossible.isEmpty();
    }

    /**
     * One statement.
     *
     * @param text the statement as in a recorded migration, below its markers
     * @param sql the statements and comments that replace it when the plan is run by hand
     * @param notes warnings: {@code orders.note: drops data}
     */
    public record Step(String text, String sql, List<String> notes) {
        public Step {
            notes = List.copyOf(notes);
        }
    }

    static PlannedChanges of(Plan plan) {
        return of(plan.steps(), plan, PlanHint::toString);
    }

    /** Returns the statements that remove the differences of a server from a schema. */
    static PlannedChanges ofRemediation(Plan plan) {
        return of(
                plan.steps().stream()
                        .map(dev.cairn.plan.step.Step::toRepairStep)
                        .toList(),
                plan,
                hint -> hint instanceof RenameHint rename ? rename.describeRepair() : hint.toString());
    }

    private static PlannedChanges of(
            List<dev.cairn.plan.step.Step> steps, Plan plan, Function<PlanHint, String> hintDescriber) {
        return new PlannedChanges(
                steps.stream()
                        .map(step -> new Step(
                                step.text(),
                                step.manualText(),
                                step.lints().stream()
                                        .map(lint -> lint.subject() + ": " + lint.message())
                                        .toList()))
                        .toList(),
                plan.impossibleChanges().stream().map(Objection::toString).toList(),
                plan.hints().stream().map(hintDescriber).toList());
    }
}
