package dev.cairn.internal.run.preparation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Determines which steps may run now: each waits for all earlier steps with a conflicting footprint. */
public final class StepSchedule {
    /** Comparing steps by content would compare whole catalogs: the number is enough. */
    private static final Comparator<RunStep> BY_NUMBER = Comparator.comparingInt(RunStep::number);

    private final Map<RunStep, Set<RunStep>> blockersByStep = new TreeMap<>(BY_NUMBER);
    private final Set<RunStep> runningSteps = new TreeSet<>(BY_NUMBER);

    public StepSchedule(List<RunStep> steps) {
        if (steps.size() == 1) {
            blockersByStep.put(steps.get(0), Set.of());
            return;
        }
        Map<RunStep, StepFootprint> footprints = new TreeMap<>(BY_NUMBER);
        for (RunStep step : steps) {
            StepFootprint footprint = StepFootprint.of(step);
            Set<RunStep> blockers = new TreeSet<>(BY_NUMBER);
            footprints.forEach((earlierStep, earlierFootprint) -> {
                if (footprint.conflictsWith(earlierFootprint)) {
                    blockers.add(earlierStep);
                }
            });
            footprints.put(step, footprint);
            blockersByStep.put(step, blockers);
        }
    }

    /** Returns the steps that wait for nothing, at most the given number; from now on, they count as running. */
    public List<RunStep> removeReadySteps(int limit) {
        List<RunStep> readySteps = new ArrayList<>();
        for (Map.Entry<RunStep, Set<RunStep>> entry : blockersByStep.entrySet()) {
            if (entry.getValue().isEmpty() && readySteps.size() + runningSteps.size() < limit) {
                readySteps.add(entry.getKey());
            }
        }
        readySteps.forEach(blockersByStep::remove);
        runningSteps.addAll(readySteps);
        return readySteps;
    }

    public void endStep(RunStep step) {
        runningSteps.remove(step);
        blockersByStep.values().forEach(blockers -> blockers.remove(step));
    }

    public int countRunning() {
        return runningSteps.size();
    }
}
