package dev.cairn.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A load failed, and none of its rows is there. Its label is free again. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 3;

    private final String label;
    private final String words;
    private final String[] problems;

    LoadException(String table, String label, String words, List<String> problems) {
        this(table, label, words, problems, null);
    }

    LoadException(String table, String label, String words, List<String> problems, @Nullable Throwable cause) {
        super(
                "The load " + label + " into " + table + " failed: " + words
                        + (problems.isEmpty()
                                ? ""
                                : "\n" + String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())))),
                cause);
        this.label = label;
        this.words = words;
        this.problems = problems.toArray(String[]::new);
    }

    /** By which the server knows it. */
    public String label() {
        return label;
    }

    /** Why, in the server's words where it had any. */
    public String words() {
        return words;
    }

    /** The first of the wrong rows, each with what is wrong, in the server's words; empty if that was not it. */
    public List<String> problems() {
        return List.of(problems);
    }
}
