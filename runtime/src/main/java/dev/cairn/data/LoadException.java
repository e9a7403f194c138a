package dev.cairn.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown if a load failed. None of its rows was loaded, and its label can be used again. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN_PROBLEMS = 3;

    private final String label;
    private final String reason;
    private final String[] problems;

    LoadException(String table, String label, String reason, List<String> problems) {
        this(table, label, reason, problems, null);
    }

    LoadException(String table, String label, String reason, List<String> problems, @Nullable Throwable cause) {
        super(
                "The load " + label + " into " + table + " failed: " + reason
                        + (problems.isEmpty()
                                ? ""
                                : "\n"
                                        + String.join(
                                                "\n",
                                                problems.subList(0, Math.min(MAX_SHOWN_PROBLEMS, problems.size())))),
                cause);
        this.label = label;
        this.reason = reason;
        this.problems = problems.toArray(String[]::new);
    }

    /** Returns the label that identifies the load on the server. */
    public String label() {
        return label;
    }

    /** Returns the reason for the failure, which is the message of the server if it has sent one. */
    public String reason() {
        return reason;
    }

    /**
     * Returns the server's error messages for the first invalid rows, or one line that states why they could not be
     * read. Empty if the load did not fail because of invalid rows.
     */
    public List<String> problems() {
        return List.of(problems);
    }
}
