package dev.cairn.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Converts texts to a form that is the same in each run. */
public final class ComparableTexts {
    private static final Pattern POSITION =
            Pattern.compile(" (at|from) line \\d+, column \\d+( to line \\d+, column \\d+)?");
    private static final Pattern ID = Pattern.compile("\\b\\d{4,}\\b|@[0-9a-f]{5,8}\\b");
    private static final Pattern LIST_PARTITIONS =
            Pattern.compile("PARTITION BY LIST\\([^\\n]*\\)\\(\\n(.*?)\\n\\)", Pattern.DOTALL);

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d|CURRENT_TIMESTAMP");

    private ComparableTexts() {}

    /** Returns the message of an error without positions, and with # in place of ids. */
    public static String normalizeError(String error) {
        return ID.matcher(POSITION.matcher(error).replaceAll(""))
                .replaceAll("#")
                .strip();
    }

    /** Sorts the LIST partitions in a text of SHOW CREATE TABLE, because the server prints them in any order. */
    public static String sortListPartitions(String shown) {
        Matcher listPartitions = LIST_PARTITIONS.matcher(shown);
        if (!listPartitions.find()) {
            return shown;
        }
        List<String> partitions =
                new ArrayList<>(List.of(listPartitions.group(1).split(",\n")));
        Collections.sort(partitions);
        return shown.substring(0, listPartitions.start(1))
                + String.join(",\n", partitions)
                + shown.substring(listPartitions.end(1));
    }

    /**
     * Replaces times. A column that was added with the default CURRENT_TIMESTAMP has the time of the statement as
     * default.
     */
    public static String replaceTimes(String text) {
        return TIME.matcher(text).replaceAll("TIME");
    }
}
