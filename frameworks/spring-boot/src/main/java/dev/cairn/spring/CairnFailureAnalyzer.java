package dev.cairn.spring;

import dev.cairn.internal.connection.MissingDriverException;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Explains a failure of Cairn that prevents the start of an application: its cause and its remedy. The failure may be
 * the cause of another exception.
 */
final class CairnFailureAnalyzer implements FailureAnalyzer {
    private static final String MODES_HINT =
            " With cairn.mode=upgrade, the application runs pending migrations itself; with"
                    + " cairn.mode=await, it waits until another process has run them.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis analysis = analyzeCause(cause);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }

    private static @Nullable FailureAnalysis analyzeCause(Throwable cause) {
        if (cause instanceof MigrationException failure) {
            String hint = failure instanceof DatabaseNotCurrentException ? MODES_HINT : "";
            return new FailureAnalysis(removeRemedy(failure), failure.remedy() + hint, cause);
        }
        if (cause instanceof CairnConfigurationException failure) {
            return new FailureAnalysis(String.valueOf(cause.getMessage()), failure.remedy(), cause);
        }
        if (cause instanceof MissingDriverException failure) {
            return new FailureAnalysis("Cairn can't connect: " + cause.getMessage() + ".", failure.remedy(), cause);
        }
        return null;
    }

    /** Returns the message of a migrator's failure without the remedy at its end. */
    private static String removeRemedy(MigrationException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(failure.remedy())
                ? message.substring(0, message.length() - failure.remedy().length())
                        .strip()
                : message;
    }
}
