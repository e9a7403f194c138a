package dev.cairn.embedded.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the messages about filtered rows of the newest 1,000 loads that had any. */
final class LoadErrorLogs {
    private static final int MAX_LOGS = 1_000;

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Adds the messages of a load, and returns the name by which they are found. */
    synchronized String add(long transaction, List<String> messages) {
        String file = "error_log_" + transaction;
        texts.put(file, String.join("\n", messages) + "\n");
        if (texts.size() > MAX_LOGS) {
            texts.remove(texts.keySet().iterator().next());
        }
        return file;
    }

    /** Returns the messages of a name; an empty text if there are none any more. */
    synchronized String find(String file) {
        return texts.getOrDefault(file, "");
    }
}
