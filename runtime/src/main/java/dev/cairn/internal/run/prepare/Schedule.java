package dev.cairn.internal.run.prepare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which steps may run now: each waits for all earlier ones that have to do with the same objects. */
public final class Schedule {
    /** A step holds whole catalogs: its number is enough to tell it from others. */
    private static final Comparator<RunStep> BY_NUMBER = Comparator.comparingInt(RunStep::number);

    private final Map<RunStep, Set<RunStep>> waiting = new TreeMap<>(BY_NUMBER);
    private final Set<RunStep> running = new TreeSet<>(BY_NUMBER);

    public Schedule(List<RunStep> steps) {
        Map<RunStep, Footprint> footprints = new TreeMap<>(BY_NUMBER);
        for (RunStep step : steps) {
            Footprint footprint = Footprint.of(step);
            Set<RunStep> before = new TreeSet<>(BY_NUMBER);
            footprints.forEach((earlier, other) -> {
                if (footprint.waitsFor(other)) {
                    before.add(earlier);
                }
            });
            footprints.put(step, footprint);
            waiting.put(step, before);
        }
    }

    /** Those that wait for nothing; they count as running from now on. */
    public List<RunStep> take(int most) {
        List<RunStep> taken = new ArrayList<>();
        for (Map.Entry<RunStep, Set<RunStep>> entry : waiting.entrySet()) {
            if (entry.getValue().isEmpty() && taken.size() + running.size() < most) {
                taken.add(entry.getKey());
            }
        }
        taken.forEach(waiting::remove);
        running.addAll(taken);
        return taken;
    }

    public void ended(RunStep step) {
        running.remove(step);
        waiting.values().forEach(before -> before.remove(step));
    }

    public int running() {
        return running.size();
    }
}
