package dev.cairn.internal.run.preparation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The order in which steps run: a step waits for all earlier steps with a conflicting footprint. Not thread-safe: the
 * thread that distributes the steps calls all methods.
 */
public final class StepSchedule {
    /** Steps are compared by their number, because their contents include whole catalogs. */
    private static final Comparator<RunStep> NUMBER_ORDER = Comparator.comparingInt(RunStep::number);

    private final Map<RunStep, Set<RunStep>> blockingStepsByStep = new TreeMap<>(NUMBER_ORDER);
    private final Set<RunStep> runningSteps = new TreeSet<>(NUMBER_ORDER);

    /**
     * Creates the schedule of steps, none of which has been started.
     *
     * @param steps the steps with distinct numbers, in the order in which they would run one after another
     */
    public StepSchedule(List<RunStep> steps) {
        if (steps.size() == 1) {
            blockingStepsByStep.put(steps.get(0), Set.of());
            return;
        }
        Map<RunStep, StepFootprint> footprintByStep = new TreeMap<>(NUMBER_ORDER);
        for (RunStep step : steps) {
            StepFootprint footprint = StepFootprint.of(step);
            Set<RunStep> blockingSteps = new TreeSet<>(NUMBER_ORDER);
            footprintByStep.forEach((earlierStep, earlierFootprint) -> {
                if (footprint.conflictsWith(earlierFootprint)) {
                    blockingSteps.add(earlierStep);
                }
            });
            footprintByStep.put(step, footprint);
            blockingStepsByStep.put(step, blockingSteps);
        }
    }

    /**
     * Returns the steps that wait for no other step, and lets them count as running from now on: the caller has to run
     * them. At most the given number of steps run at once.
     */
    public List<RunStep> startReadySteps(int maxRunningSteps) {
        return startReadySteps(maxRunningSteps, step -> true);
    }

    /** Like {@link #startReadySteps(int)}, but starts only the selected steps. */
    public List<RunStep> startReadySteps(int maxRunningSteps, Predicate<RunStep> isSelected) {
        List<RunStep> readySteps = new ArrayList<>();
        for (Map.Entry<RunStep, Set<RunStep>> blockingStepsEntry : blockingStepsByStep.entrySet()) {
            if (blockingStepsEntry.getValue().isEmpty()
                    && isSelected.test(blockingStepsEntry.getKey())
                    && readySteps.size() + runningSteps.size() < maxRunningSteps) {
                readySteps.add(blockingStepsEntry.getKey());
            }
        }
        readySteps.forEach(blockingStepsByStep::remove);
        runningSteps.addAll(readySteps);
        return readySteps;
    }

    /** Ends a step, so steps that wait for it may run. */
    public void endStep(RunStep step) {
        runningSteps.remove(step);
        blockingStepsByStep.values().forEach(blockingSteps -> blockingSteps.remove(step));
    }

    /** Ends a step that has failed: steps that wait for it never start. */
    public void endFailedStep(RunStep step) {
        runningSteps.remove(step);
    }

    public boolean hasRunningStep(Predicate<RunStep> condition) {
        return runningSteps.stream().anyMatch(condition);
    }

    public int countRunningSteps() {
        return runningSteps.size();
    }
}
