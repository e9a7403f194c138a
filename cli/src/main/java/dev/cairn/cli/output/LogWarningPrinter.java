package dev.cairn.cli.output;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Prints the warnings and errors of Cairn's log. Other messages are dropped, because the command itself prints the
 * progress. The settings of the logger belong to the JVM, so two printers must not be in use at the same time.
 */
public final class LogWarningPrinter extends Handler implements AutoCloseable {
    private static final Logger CAIRN_LOGGER = Logger.getLogger("dev.cairn");

    private final PrintWriter err;
    private final boolean usesParentHandlers = CAIRN_LOGGER.getUseParentHandlers();

    private LogWarningPrinter(PrintWriter err) {
        this.err = err;
    }

    /**
     * Returns a printer that prints warnings until it is closed; until then, the handlers of the parent loggers receive
     * nothing.
     */
    public static LogWarningPrinter start(PrintWriter err) {
        LogWarningPrinter printer = new LogWarningPrinter(err);
        CAIRN_LOGGER.setUseParentHandlers(false);
        CAIRN_LOGGER.addHandler(printer);
        return printer;
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            err.println("warning: " + record.getMessage());
        }
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {
        CAIRN_LOGGER.removeHandler(this);
        CAIRN_LOGGER.setUseParentHandlers(usesParentHandlers);
    }
}
