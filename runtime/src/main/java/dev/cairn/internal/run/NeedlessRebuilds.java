package dev.cairn.internal.run;

import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rebuilds of a way back that have nothing to do: the way there stopped before it swapped, so the object that they would
 * make is still in its place.
 */
final class NeedlessRebuilds {
    private final RunContext course;
    private final StepConnection lane;

    NeedlessRebuilds(RunContext course, StepConnection lane) {
        this.course = course;
        this.lane = lane;
    }

    /** All steps of them: what makes the copy, fills it, swaps it and drops it. */
    List<RunStep> of(List<RunStep> steps) {
        List<RunStep> needless = new ArrayList<>();
        for (RunStep step : steps) {
            if (step instanceof RunStep.OfStatement statement && CompletionEvidence.isSwap(statement)) {
                staging(statement)
                        .filter(name -> isOnlyOne(steps, name) && isThere(statement))
                        .ifPresent(name -> {
                            needless.add(step);
                            steps.stream().filter(other -> isAbout(other, name)).forEach(needless::add);
                        });
            }
        }
        return needless;
    }

    private static Optional<ObjectName> staging(RunStep.OfStatement swap) {
        return swap.step().touched().stream()
                .map(Touched::object)
                .filter(name -> StagingName.number(name.name()).isPresent())
                .findFirst();
    }

    /** What somebody swaps twice was meant so. */
    private static boolean isOnlyOne(List<RunStep> steps, ObjectName staging) {
        return steps.stream()
                        .filter(step ->
                                step instanceof RunStep.OfStatement statement && CompletionEvidence.isSwap(statement))
                        .filter(step -> staging((RunStep.OfStatement) step).equals(Optional.of(staging)))
                        .count()
                == 1;
    }

    private boolean isThere(RunStep.OfStatement swap) {
        return lane.ask(course::backoff, link -> new StepInspector(course).isThereBefore(link, swap));
    }

    private static boolean isAbout(RunStep step, ObjectName staging) {
        return staging.toString().equals(step.about());
    }
}
