package dev.cairn.cli;

import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.PlannedStep;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prints progress in lines; on a terminal, also a progress bar below them with the reason for waiting. Parallel steps report from
 * several threads.
 */
final class ProgressDrawing implements Consumer<Progress>, AutoCloseable {
    private static final int WIDTH = 20;
    private static final int LONGEST = 100;

    /** Disables wrapping: a second line of the bar could not be erased. */
    private static final String UNWRAPPED = "\u001b[?7l";

    private static final String WRAPPED = "\u001b[?7h";

    private final Output output;
    private final Map<Integer, String> waits = new HashMap<>();
    private int steps;
    private int done;
    private String below = "";
    private final Thread stopped = new Thread(this::onStop);

    private ProgressDrawing(Output output) {
        this.output = output;
    }

    /** Starts drawing, until it is closed. If the user stops the command, a message says how it continues. */
    static ProgressDrawing start(Output output) {
        ProgressDrawing drawing = new ProgressDrawing(output);
        if (output.isTerminal()) {
            Runtime.getRuntime().addShutdownHook(drawing.stopped);
        }
        return drawing;
    }

    private synchronized void onStop() {
        output.printRaw("\n");
        output.text("Stopped. The server continues the statements that it has received; the next run continues from"
                + " there.");
    }

    @Override
    public synchronized void accept(Progress progress) {
        if (output.isJson()) {
            output.object(json(new JsonObject(), progress));
        } else if (progress instanceof Progress.Begins begins) {
            begins(begins);
        } else if (progress instanceof Progress.Ends ends) {
            clear();
            line(ends.migration().name() + " done in " + seconds(ends.took()));
        } else if (progress instanceof Progress.Warning warning) {
            line("warning: " + warning.message());
        } else if (progress instanceof Progress.ServerUnreachable) {
            clear(); // the log reports the outage
        } else if (progress instanceof Progress.Activated activated) {
            line("  " + activated.view() + " is active again");
        } else if (progress instanceof Progress.Unavailable unavailable) {
            line("  " + unavailable.table() + " was unavailable for "
                    + unavailable.took().toMillis() + " ms"
                    + (unavailable.replaced() ? "" : ", and was not replaced"));
        } else {
            step(progress);
        }
    }

    private void begins(Progress.Begins begins) {
        steps = begins.steps();
        done = 0;
        waits.clear();
        String direction = begins.direction() == Direction.DOWNGRADE ? ", downgrade" : "";
        String resumed = begins.resumed() ? ", resumes an earlier run" : "";
        RecordedMigration migration = begins.migration();
        line(MigrationText.of(migration) + direction + resumed);
    }

    private void step(Progress progress) {
        if (progress instanceof Progress.StepBegins begins) {
            line("  " + place(begins.step()) + firstLine(begins.step()));
            draw("");
        } else if (progress instanceof Progress.StepSkipped skipped) {
            done++;
            line("  " + place(skipped.step()) + "is already done");
            draw("");
        } else if (progress instanceof Progress.StepEnds ends) {
            done++;
            waits.remove(ends.step().number());
            line("  " + place(ends.step()) + "done in " + seconds(ends.took()));
            draw("");
        } else if (progress instanceof Progress.Waiting waiting) {
            waits(waiting.step(), "waiting: ", waiting.reason());
        } else if (progress instanceof Progress.Copying copying) {
            waits(copying.step(), "", copying.summary());
        }
    }

    /** Without a terminal, each reason for waiting is printed once. */
    private void waits(PlannedStep step, String state, String reason) {
        String before = waits.put(step.number(), reason);
        if (output.isTerminal()) {
            draw(reason);
        } else if (!reason.equals(before)) {
            line("  " + place(step) + state + reason);
        }
    }

    private String place(PlannedStep step) {
        return step.number() + "/" + steps + " ";
    }

    private static String firstLine(PlannedStep step) {
        String first = step.text().lines().findFirst().orElse("");
        boolean whole =
                first.length() <= LONGEST && first.length() == step.text().length();
        return whole ? first : first.substring(0, Math.min(first.length(), LONGEST)) + " …";
    }

    static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private void line(String text) {
        String drawn = below;
        clear();
        output.text(text);
        if (!drawn.isEmpty()) {
            below = drawn;
            output.printRaw(below);
        }
    }

    private void draw(String reason) {
        if (!output.isTerminal() || steps == 0) {
            return;
        }
        clear();
        int filled = Math.min(WIDTH, WIDTH * done / steps);
        String bar = output.colours().progress("█".repeat(filled) + "░".repeat(WIDTH - filled));
        below = UNWRAPPED + bar + " " + done + "/" + steps + (reason.isEmpty() ? "" : "  " + reason) + WRAPPED;
        output.printRaw(below);
    }

    /** Erases the progress bar. */
    private void clear() {
        if (!below.isEmpty()) {
            output.printRaw("\r\u001b[K");
            below = "";
        }
    }

    /** Erases the progress bar, so that further output begins at the start of a line. */
    @Override
    public synchronized void close() {
        clear();
        if (output.isTerminal()) {
            Runtime.getRuntime().removeShutdownHook(stopped);
        }
    }

    /** Adds the members of an event to an object. */
    static JsonObject json(JsonObject object, Progress progress) {
        object.put("event", event(progress));
        if (progress instanceof Progress.InMigration in) {
            object.put("migration", in.migration().name());
        }
        if (progress instanceof Progress.Begins begins) {
            object.put("direction", begins.direction().name().toLowerCase(Locale.ROOT));
            object.put("steps", begins.steps());
            object.put("resumed", begins.resumed());
        } else if (progress instanceof Progress.Ends ends) {
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.StepBegins begins) {
            step(object, begins.step());
            object.put("sql", begins.step().text());
        } else if (progress instanceof Progress.StepSkipped skipped) {
            step(object, skipped.step());
        } else if (progress instanceof Progress.StepEnds ends) {
            step(object, ends.step());
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.RunBegins begins) {
            object.put("migrations", MigrationText.objects(begins.migrations()));
        } else if (progress instanceof Progress.RunEnds ends) {
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.RunFails fails) {
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.ServerUnreachable outage) {
            object.put("reason", outage.reason());
            object.put("milliseconds", outage.limit().toMillis());
        } else if (progress instanceof Progress.HookBegins begins) {
            object.put("moment", moment(begins.moment()));
        } else if (progress instanceof Progress.HookEnds ends) {
            object.put("moment", moment(ends.moment()));
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.HookFails fails) {
            object.put("moment", moment(fails.moment()));
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.Fails fails) {
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.StepFails fails) {
            step(object, fails.step());
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.Waiting waiting) {
            step(object, waiting.step());
            object.put("reason", waiting.reason());
        } else if (progress instanceof Progress.Copying copying) {
            step(object, copying.step());
            object.put("table", copying.table());
            object.put("round", copying.round());
            object.put("done", amount(copying.done()));
            object.put("all", amount(copying.all()));
            object.put("milliseconds", copying.took().toMillis());
            copying.left().ifPresent(left -> object.put("millisecondsLeft", left.toMillis()));
        } else if (progress instanceof Progress.Activated activated) {
            object.put("view", activated.view());
        } else if (progress instanceof Progress.Unavailable unavailable) {
            step(object, unavailable.step());
            object.put("table", unavailable.table());
            object.put("milliseconds", unavailable.took().toMillis());
            object.put("replaced", unavailable.replaced());
        } else if (progress instanceof Progress.Warning warning) {
            object.put("message", warning.message());
        }
        return object;
    }

    static JsonObject amount(Progress.CopiedAmount amount) {
        JsonObject object = new JsonObject();
        object.put("parts", amount.parts());
        object.put("rows", amount.rows());
        object.put("bytes", amount.bytes());
        return object;
    }

    private static void step(JsonObject object, PlannedStep step) {
        object.put("step", step.number());
    }

    private static String moment(Progress.HookMoment moment) {
        return moment.name().toLowerCase(Locale.ROOT);
    }

    /** {@code step-begins} of {@code StepBegins}. */
    private static String event(Progress progress) {
        return progress.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
