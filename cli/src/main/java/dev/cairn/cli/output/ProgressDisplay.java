package dev.cairn.cli.output;

import dev.cairn.internal.ShutdownHook;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.ProgressPrinter;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;

/**
 * Prints the progress of a run in lines, or as JSON if it is requested. On a terminal, it also draws the running steps
 * below the lines, and draws them again each second. Outside a terminal, a printed line is never replaced, so logs are
 * complete. This class is thread-safe, because a timer draws in its own thread.
 */
public final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
    /** The maximum number of running steps that are drawn; the others are left out. */
    private static final int MAX_DRAWN_STEPS = 10;

    /** The sequence that disables wrapping, because the second line of a wrapped step could not be erased. */
    private static final String DISABLE_WRAPPING = "\u001b[?7l";

    private static final String ENABLE_WRAPPING = "\u001b[?7h";

    private final CommandOutput output;
    private final ProgressPrinter printer;
    private Optional<ShutdownHook> stopHook = Optional.empty();
    private final Timer drawTimer = new Timer("cairn-progress", true);
    private int drawnLineCount;

    private ProgressDisplay(CommandOutput output) {
        this.output = output;
        ProgressPrinter linePrinter = ProgressPrinter.of(this::printLine).width(output.width());
        this.printer = output.printsToTerminal() ? linePrinter.withoutWaits() : linePrinter;
    }

    /**
     * Starts a display, which draws until it is closed. If the user stops the command on a terminal, the display prints
     * that the server continues the statements that it has received, and that the next run continues from there.
     */
    public static ProgressDisplay start(CommandOutput output) {
        ProgressDisplay display = new ProgressDisplay(output);
        if (output.printsToTerminal()) {
            display.stopHook = Optional.of(ShutdownHook.register(display::reportStop, "cairn-stop"));
            TimerTask drawTask = new TimerTask() {
                @Override
                public void run() {
                    display.drawSteps();
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
            output.printObject(ProgressJson.addEvent(new JsonObject(), progress));
            return;
        }
        printer.accept(progress);
        if (progress instanceof Progress.ServerUnreachable) {
            eraseSteps(); // the log reports the outage
        } else {
            drawSteps();
        }
    }

    private synchronized void printLine(String text) {
        eraseSteps();
        output.printText(text);
    }

    /** Draws the running steps in place of those that are drawn; does nothing outside a terminal. */
    private synchronized void drawSteps() {
        if (!output.printsToTerminal()) {
            return;
        }
        List<String> stepLines = printer.runningSteps();
        int drawnCount = Math.min(stepLines.size(), MAX_DRAWN_STEPS);
        eraseSteps();
        for (String stepLine : stepLines.subList(0, drawnCount)) {
            output.printRaw(DISABLE_WRAPPING + output.colours().colourProgress(stepLine) + ENABLE_WRAPPING + "\n");
        }
        drawnLineCount = drawnCount;
    }

    /**
     * Erases the running steps that are drawn: moves the cursor to the first of them, and erases the rest of the
     * screen. The caller must hold the lock of this display.
     */
    private void eraseSteps() {
        if (drawnLineCount > 0) {
            output.printRaw("\u001b[" + drawnLineCount + "A\u001b[J");
            drawnLineCount = 0;
        }
    }

    /** Stops drawing, and erases the running steps that are drawn, so that further output follows the printed lines. */
    @Override
    public synchronized void close() {
        drawTimer.cancel();
        eraseSteps();
        stopHook.ifPresent(ShutdownHook::close);
    }
}
