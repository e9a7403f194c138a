package dev.cairn.sample;

import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Prints each migration with its steps when it ends; while it runs, on a terminal, the current step. Steps of different tables
 * run in parallel, so they end in any order, and several threads report them.
 */
final class UpgradeProgress implements Consumer<Progress> {
    private static final int LONGEST = 56;

    private final ConsoleOutput screen;
    private final Map<Integer, String> steps = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();
    private String resumed = "";
    private int number;

    UpgradeProgress(ConsoleOutput screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void accept(Progress progress) {
        if (progress instanceof Progress.Begins begins) {
            steps.clear();
            number = begins.steps();
            remarks.clear();
            resumed = begins.resumed() ? ", resumed" : "";
            screen.replaceableLine(title(begins) + " …");
        } else if (progress instanceof Progress.StepBegins begins) {
            screen.replaceableLine(
                    title(begins) + ": " + shortened(begins.step().text()));
        } else if (progress instanceof Progress.Waiting waiting) {
            screen.replaceableLine(title(waiting) + ": " + waiting.reason());
        } else if (progress instanceof Progress.StepSkipped skipped) {
            ended(skipped.step(), "already done");
        } else if (progress instanceof Progress.StepEnds ends) {
            ended(ends.step(), seconds(ends.took()));
        } else if (progress instanceof Progress.Activated activated) {
            remarks.add(activated.view().substring(activated.view().indexOf('.') + 1) + " is active again");
        } else if (progress instanceof Progress.Warning warning) {
            remarks.add("warning: " + warning.message());
        } else if (progress instanceof Progress.Ends ends) {
            print(ends);
        }
    }

    private void ended(PlannedStep step, String how) {
        steps.put(
                step.number(),
                String.format(
                        Locale.ROOT,
                        "       %d/%d  %-" + LONGEST + "s  %8s",
                        step.number(),
                        number,
                        shortened(step.text()),
                        how));
    }

    private void print(Progress.Ends ends) {
        screen.line(title(ends) + resumed);
        steps.values().forEach(screen::line);
        remarks.stream().sorted().forEach(remark -> screen.line("       " + remark));
    }

    private static String title(Progress.InMigration progress) {
        return "    " + progress.migration().number() + "  "
                + progress.migration().title();
    }

    /** Returns the beginning of a statement, without backquotes. */
    private static String shortened(String statement) {
        String line = statement.replaceAll("\\s+", " ").replace("`", "").replaceFirst("^-- ", "");
        int columns = line.startsWith("ALTER") ? -1 : line.indexOf(" (");
        String beginning = columns < 0 ? line : line.substring(0, columns);
        return beginning.length() <= LONGEST ? beginning : beginning.substring(0, LONGEST - 1) + "…";
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1000.0);
    }
}
