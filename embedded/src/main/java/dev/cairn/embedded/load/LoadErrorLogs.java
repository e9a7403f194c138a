package dev.cairn.embedded.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Keeps the messages about filtered rows of the newest 1,000 loads that had any. This class is thread-safe. */
final class LoadErrorLogs {
    private static final int MAX_LOGS = 1_000;

    private final Map<String, String> logByFileName = new LinkedHashMap<>();
    private final Function<String, String> backendUrlFunction;

    /**
     * Creates an object without logs.
     *
     * @param backendUrlFunction returns the URL of a path at the backend
     */
    LoadErrorLogs(Function<String, String> backendUrlFunction) {
        this.backendUrlFunction = backendUrlFunction;
    }

    /** Adds the messages of a load, and returns the URL of their log. */
    synchronized String add(long transactionId, List<String> messages) {
        String fileName = "error_log_" + transactionId;
        logByFileName.put(fileName, String.join("\n", messages) + "\n");
        if (logByFileName.size() > MAX_LOGS) {
            logByFileName.remove(logByFileName.keySet().iterator().next());
        }
        return backendUrlFunction.apply("/api/_load_error_log?file=" + fileName);
    }

    /**
     * Returns the messages of a load by the file name in the URL that {@link #add} has returned; an empty string if the
     * log is unknown or has been discarded.
     */
    synchronized String messages(String fileName) {
        return logByFileName.getOrDefault(fileName, "");
    }
}
