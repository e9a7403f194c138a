package dev.cairn.cli;

import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationText;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.PlannedStep;
import dev.cairn.upgrade.ProgressPrinter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;

/**
 * Prints progress in lines; on a terminal, also the steps that run, below these lines and each second. Outside a
 * terminal, no line is drawn a second time, so that logs are complete.
 */
final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
    private static final int MAX_STEPS = 10;

    /** Disables wrapping: a second line of a step could not be erased. */
    private static final String DISABLE_WRAPPING = "\u001b[?7l";

    private static final String ENABLE_WRAPPING = "\u001b[?7h";

    /** The names of events in JSON, which are part of its published schema. */
    private static final Map<Class<? extends Progress>, String> EVENT_NAMES = Map.ofEntries(
            Map.entry(Progress.RunStarted.class, "run-begins"),
            Map.entry(Progress.RunEnded.class, "run-ends"),
            Map.entry(Progress.RunFailed.class, "run-fails"),
            Map.entry(Progress.HookStarted.class, "hook-begins"),
            Map.entry(Progress.HookEnded.class, "hook-ends"),
            Map.entry(Progress.HookFailed.class, "hook-fails"),
            Map.entry(Progress.ServerUnreachable.class, "server-unreachable"),
            Map.entry(Progress.MigrationStarted.class, "begins"),
            Map.entry(Progress.MigrationEnded.class, "ends"),
            Map.entry(Progress.MigrationFailed.class, "fails"),
            Map.entry(Progress.StepStarted.class, "step-begins"),
            Map.entry(Progress.StepSkipped.class, "step-skipped"),
            Map.entry(Progress.StepEnded.class, "step-ends"),
            Map.entry(Progress.StepFailed.class, "step-fails"),
            Map.entry(Progress.StepWaiting.class, "waiting"),
            Map.entry(Progress.Copying.class, "copying"),
            Map.entry(Progress.TableOutage.class, "unavailable"),
            Map.entry(Progress.ViewActivated.class, "activated"),
            Map.entry(Progress.Warning.class, "warning"));

    private final CommandOutput output;
    private final ProgressPrinter printer;
    private final Thread stopHook = new Thread(this::reportStop);
    private final Timer drawTimer = new Timer("cairn-progress", true);
    private int drawnLines;

    private ProgressDisplay(CommandOutput output) {
        this.output = output;
        ProgressPrinter linePrinter = ProgressPrinter.of(this::printLine).width(output.width());
        this.printer = output.isTerminal() ? linePrinter.withoutWaits() : linePrinter;
    }

    /** Starts drawing, until it is closed. If the user stops the command, a message says how it continues. */
    static ProgressDisplay start(CommandOutput output) {
        ProgressDisplay display = new ProgressDisplay(output);
        if (output.isTerminal()) {
            Runtime.getRuntime().addShutdownHook(display.stopHook);
            TimerTask drawTask = new TimerTask() {
                @Override
                public void run() {
                    display.draw();
                }
            };
            display.drawTimer.schedule(drawTask, 1000, 1000);
        }
        return display;
    }

    private synchronized void reportStop() {
        output.printRaw("\n");
        output.printText(
                "Stopped. The server continues the statements that it has received; the next run continues from"
                        + " there.");
    }

    @Override
    public synchronized void accept(Progress progress) {
        if (output.isJson()) {
            output.printObject(addProgress(new JsonObject(), progress));
            return;
        }
        printer.accept(progress);
        if (progress instanceof Progress.ServerUnreachable) {
            clear(); // the log reports the outage
        } else {
            draw();
        }
    }

    private synchronized void printLine(String text) {
        clear();
        output.printText(text);
    }

    private synchronized void draw() {
        if (!output.isTerminal()) {
            return;
        }
        List<String> steps = printer.runningSteps();
        int shownCount = Math.min(steps.size(), MAX_STEPS);
        clear();
        for (String step : steps.subList(0, shownCount)) {
            output.printRaw(DISABLE_WRAPPING + output.colours().colourProgress(step) + ENABLE_WRAPPING + "\n");
        }
        drawnLines = shownCount;
    }

    /** Erases the steps that run. */
    private void clear() {
        if (drawnLines > 0) {
            output.printRaw("\u001b[" + drawnLines + "A\u001b[J");
            drawnLines = 0;
        }
    }

    /** Erases the steps that run, so that further output follows the lines. */
    @Override
    public synchronized void close() {
        drawTimer.cancel();
        clear();
        if (output.isTerminal()) {
            Runtime.getRuntime().removeShutdownHook(stopHook);
        }
    }

    /** Adds the members of an event to an object. */
    static JsonObject addProgress(JsonObject object, Progress progress) {
        object.put("event", EVENT_NAMES.get(progress.getClass()));
        if (progress instanceof Progress.MigrationEvent event) {
            object.put("migration", event.migration().name());
        }
        if (progress instanceof Progress.MigrationStarted started) {
            object.put("direction", started.direction().name().toLowerCase(Locale.ROOT));
            object.put("steps", started.steps());
            object.put("resumed", started.resumed());
        } else if (progress instanceof Progress.MigrationEnded ended) {
            object.put("milliseconds", ended.took().toMillis());
        } else if (progress instanceof Progress.StepStarted started) {
            addStep(object, started.step());
            object.put("sql", started.step().text());
        } else if (progress instanceof Progress.StepSkipped skipped) {
            addStep(object, skipped.step());
        } else if (progress instanceof Progress.StepEnded ended) {
            addStep(object, ended.step());
            object.put("milliseconds", ended.took().toMillis());
        } else if (progress instanceof Progress.RunStarted started) {
            object.put("migrations", MigrationText.toJsonList(started.migrations()));
        } else if (progress instanceof Progress.RunEnded ended) {
            object.put("milliseconds", ended.took().toMillis());
        } else if (progress instanceof Progress.RunFailed failed) {
            object.put("milliseconds", failed.took().toMillis());
        } else if (progress instanceof Progress.ServerUnreachable unreachable) {
            object.put("reason", unreachable.reason());
            object.put("milliseconds", unreachable.limit().toMillis());
        } else if (progress instanceof Progress.HookStarted started) {
            object.put("moment", formatMoment(started.moment()));
        } else if (progress instanceof Progress.HookEnded ended) {
            object.put("moment", formatMoment(ended.moment()));
            object.put("milliseconds", ended.took().toMillis());
        } else if (progress instanceof Progress.HookFailed failed) {
            object.put("moment", formatMoment(failed.moment()));
            object.put("milliseconds", failed.took().toMillis());
        } else if (progress instanceof Progress.MigrationFailed failed) {
            object.put("milliseconds", failed.took().toMillis());
        } else if (progress instanceof Progress.StepFailed failed) {
            addStep(object, failed.step());
            object.put("milliseconds", failed.took().toMillis());
        } else if (progress instanceof Progress.StepWaiting waiting) {
            addStep(object, waiting.step());
            object.put("reason", waiting.reason());
        } else if (progress instanceof Progress.Copying copying) {
            addStep(object, copying.step());
            object.put("table", copying.table());
            object.put("round", copying.round());
            object.put("done", amountToJson(copying.done()));
            object.put("all", amountToJson(copying.all()));
            object.put("milliseconds", copying.took().toMillis());
            copying.left().ifPresent(left -> object.put("millisecondsLeft", left.toMillis()));
        } else if (progress instanceof Progress.ViewActivated activated) {
            object.put("view", activated.view());
        } else if (progress instanceof Progress.TableOutage outage) {
            addStep(object, outage.step());
            object.put("table", outage.table());
            object.put("milliseconds", outage.took().toMillis());
            object.put("replaced", outage.replaced());
        } else if (progress instanceof Progress.Warning warning) {
            object.put("message", warning.message());
        }
        return object;
    }

    static JsonObject amountToJson(Progress.CopiedAmount amount) {
        JsonObject object = new JsonObject();
        object.put("parts", amount.parts());
        object.put("rows", amount.rows());
        object.put("bytes", amount.bytes());
        return object;
    }

    private static void addStep(JsonObject object, PlannedStep step) {
        object.put("step", step.number());
    }

    private static String formatMoment(Progress.HookMoment moment) {
        return moment.name().toLowerCase(Locale.ROOT);
    }
}
