package dev.cairn.embedded.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The wrong rows of loads; the oldest are forgotten. */
final class ErrorLogs {
    private static final int KEPT = 1_000;

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** The name by which they are found. */
    synchronized String keep(long transaction, List<String> refused) {
        String file = "error_log_" + transaction;
        texts.put(file, String.join("\n", refused) + "\n");
        if (texts.size() > KEPT) {
            texts.remove(texts.keySet().iterator().next());
        }
        return file;
    }

    synchronized String text(String file) {
        return texts.getOrDefault(file, "");
    }
}
