package dev.cairn.cli;

import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.MigrationText;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.PlannedStep;
import dev.cairn.upgrade.ProgressPrinter;
import java.util.List;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;

/**
 * Prints progress in lines; on a terminal, also the steps that run, below these lines and each second. Outside of a
 * terminal, no line is drawn a second time, so that logs are complete.
 */
final class ProgressDrawing implements Consumer<Progress>, AutoCloseable {
    private static final int MAX_STEPS = 10;

    /** Disables wrapping: a second line of a step could not be erased. */
    private static final String DISABLE_WRAPPING = "\u001b[?7l";

    private static final String ENABLE_WRAPPING = "\u001b[?7h";

    private final CommandOutput output;
    private final ProgressPrinter printer;
    private final Thread stopHook = new Thread(this::reportStop);
    private final Timer drawTimer = new Timer("cairn-progress", true);
    private int drawnLines;

    private ProgressDrawing(CommandOutput output) {
        this.output = output;
        ProgressPrinter linePrinter = ProgressPrinter.of(this::printLine).width(output.width());
        this.printer = output.isTerminal() ? linePrinter.withoutWaits() : linePrinter;
    }

    /** Starts drawing, until it is closed. If the user stops the command, a message says how it continues. */
    static ProgressDrawing start(CommandOutput output) {
        ProgressDrawing drawing = new ProgressDrawing(output);
        if (output.isTerminal()) {
            Runtime.getRuntime().addShutdownHook(drawing.stopHook);
            TimerTask drawTask = new TimerTask() {
                @Override
                public void run() {
                    drawing.draw();
                }
            };
            drawing.drawTimer.schedule(drawTask, 1000, 1000);
        }
        return drawing;
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
        object.put("event", formatEventName(progress));
        if (progress instanceof Progress.InMigration inMigration) {
            object.put("migration", inMigration.migration().name());
        }
        if (progress instanceof Progress.Begins begins) {
            object.put("direction", begins.direction().name().toLowerCase(Locale.ROOT));
            object.put("steps", begins.steps());
            object.put("resumed", begins.resumed());
        } else if (progress instanceof Progress.Ends ends) {
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.StepBegins begins) {
            addStep(object, begins.step());
            object.put("sql", begins.step().text());
        } else if (progress instanceof Progress.StepSkipped skipped) {
            addStep(object, skipped.step());
        } else if (progress instanceof Progress.StepEnds ends) {
            addStep(object, ends.step());
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.RunBegins begins) {
            object.put("migrations", MigrationText.toJsonList(begins.migrations()));
        } else if (progress instanceof Progress.RunEnds ends) {
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.RunFails fails) {
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.ServerUnreachable outage) {
            object.put("reason", outage.reason());
            object.put("milliseconds", outage.limit().toMillis());
        } else if (progress instanceof Progress.HookBegins begins) {
            object.put("moment", formatMoment(begins.moment()));
        } else if (progress instanceof Progress.HookEnds ends) {
            object.put("moment", formatMoment(ends.moment()));
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.HookFails fails) {
            object.put("moment", formatMoment(fails.moment()));
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.Fails fails) {
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.StepFails fails) {
            addStep(object, fails.step());
            object.put("milliseconds", fails.took().toMillis());
        } else if (progress instanceof Progress.Waiting waiting) {
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
        } else if (progress instanceof Progress.Activated activated) {
            object.put("view", activated.view());
        } else if (progress instanceof Progress.Unavailable unavailable) {
            addStep(object, unavailable.step());
            object.put("table", unavailable.table());
            object.put("milliseconds", unavailable.took().toMillis());
            object.put("replaced", unavailable.replaced());
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

    /** {@code step-begins} of {@code StepBegins}. */
    private static String formatEventName(Progress progress) {
        return progress.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
