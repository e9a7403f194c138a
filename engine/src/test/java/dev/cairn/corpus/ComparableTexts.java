package dev.cairn.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Texts without what differs from run to run. */
public final class ComparableTexts {
    private static final Pattern POSITION =
            Pattern.compile(" (at|from) line \\d+, column \\d+( to line \\d+, column \\d+)?");
    private static final Pattern ID = Pattern.compile("\\b\\d{4,}\\b|@[0-9a-f]{5,8}\\b");
    private static final Pattern LIST =
            Pattern.compile("PARTITION BY LIST\\([^\\n]*\\)\\(\\n(.*?)\\n\\)", Pattern.DOTALL);

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d|CURRENT_TIMESTAMP");

    private ComparableTexts() {}

    /** An error's words without positions and ids. */
    public static String normalizeError(String error) {
        return ID.matcher(POSITION.matcher(error).replaceAll(""))
                .replaceAll("#")
                .strip();
    }

    /** A text of SHOW CREATE TABLE with its LIST partitions, which the server keeps in no order, in one. */
    public static String sortPartitions(String shown) {
        var list = LIST.matcher(shown);
        if (!list.find()) {
            return shown;
        }
        List<String> partitions = new ArrayList<>(List.of(list.group(1).split(",\n")));
        Collections.sort(partitions);
        return shown.substring(0, list.start(1)) + String.join(",\n", partitions) + shown.substring(list.end(1));
    }

    /** A column that was added with the current time as its default has that time instead. */
    public static String replaceTimes(String value) {
        return TIME.matcher(value).replaceAll("TIME");
    }
}
