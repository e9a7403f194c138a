package dev.cairn.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Texts without what differs from run to run. */
final class Texts {
    private static final Pattern POSITION =
            Pattern.compile(" (at|from) line \\d+, column \\d+( to line \\d+, column \\d+)?");
    private static final Pattern ID = Pattern.compile("\\b\\d{4,}\\b|@[0-9a-f]{5,8}\\b");
    private static final Pattern LIST =
            Pattern.compile("PARTITION BY LIST\\([^\\n]*\\)\\(\\n(.*?)\\n\\)", Pattern.DOTALL);

    private Texts() {}

    /** An error's words without positions and ids. */
    static String words(String error) {
        return ID.matcher(POSITION.matcher(error).replaceAll(""))
                .replaceAll("#")
                .strip();
    }

    /** What stands before the query in a text of SHOW CREATE VIEW or SHOW CREATE MATERIALIZED VIEW. */
    static String header(String shown) {
        String mark = shown.startsWith("CREATE VIEW") ? " AS " : "\nAS ";
        int from = shown.startsWith("CREATE VIEW") ? Math.max(0, shown.indexOf(" SECURITY ")) : 0;
        int end = shown.indexOf(mark, from);
        return end < 0 ? shown : shown.substring(0, end);
    }

    /** A text of SHOW CREATE TABLE with its LIST partitions, which the server keeps in no order, in one. */
    static String comparable(String shown) {
        var list = LIST.matcher(shown);
        if (!list.find()) {
            return shown;
        }
        List<String> partitions = new ArrayList<>(List.of(list.group(1).split(",\n")));
        Collections.sort(partitions);
        return shown.substring(0, list.start(1)) + String.join(",\n", partitions) + shown.substring(list.end(1));
    }
}
