package dev.cairn.sql.token;

import java.util.ArrayList;
import java.util.List;

/** The comments that say something to the optimizer, which the server reads directly behind the word SELECT. */
public final class OptimizerHints {
    private OptimizerHints() {}

    /** Those directly before the token at which the cursor is, as they were written. */
    public static List<String> before(Cursor cursor) {
        String gap = cursor.gap();
        int at = gap.indexOf('/');
        if (at < 0) {
            return List.of();
        }
        List<String> hints = new ArrayList<>();
        int position = 0;
        while (position < gap.length()) {
            int end = endOfComment(gap, position);
            if (gap.startsWith("/*+", position)) {
                hints.add(gap.substring(position, end));
            }
            position = end;
        }
        return hints;
    }

    /** Or of the one blank that stands there. */
    private static int endOfComment(String gap, int start) {
        if (gap.startsWith("/*", start)) {
            return gap.indexOf("*/", start + 2) + 2;
        }
        int end = start + 1;
        if (gap.startsWith("--", start)) {
            while (end < gap.length() && gap.charAt(end) != '\n' && gap.charAt(end) != '\r') {
                end++;
            }
        }
        return end;
    }
}
