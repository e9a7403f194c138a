package dev.cairn.analysis.comparison;

import java.util.Locale;

/** Normalizes column names for comparison. A column without a name is named by the text of its expression. */
final class ColumnKey {
    private ColumnKey() {}

    /** Removes case, blanks and backquotes, since servers format the text of an expression in several ways. */
    static String of(String name) {
        StringBuilder key = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '`') {
                key.append(c);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
