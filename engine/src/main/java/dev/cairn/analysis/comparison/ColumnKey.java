package dev.cairn.analysis.comparison;

import java.util.Locale;

/** How the names of columns are compared. A column without a name is named by its expression's text. */
final class ColumnKey {
    private ColumnKey() {}

    /** Without case, blanks and backquotes: servers lay the text of an expression out in several ways. */
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
