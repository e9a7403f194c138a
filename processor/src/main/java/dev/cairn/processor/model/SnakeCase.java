package dev.cairn.processor.model;

import java.util.Locale;

/**
 * The default SQL name of a Java name: {@code PageView} is {@code page_view}, {@code userID} is {@code user_id},
 * {@code HTTPStatus} is {@code http_status}, {@code p95Latency} is {@code p95_latency}. All code that reads or
 * generates records uses this class, so that their names agree.
 */
public final class SnakeCase {
    private SnakeCase() {}

    /** Returns the SQL name of a Java name. */
    public static String convert(String javaName) {
        StringBuilder sqlName = new StringBuilder(javaName.length() + 4);
        for (int i = 0; i < javaName.length(); i++) {
            if (beginsWord(javaName, i)) {
                sqlName.append('_');
            }
            sqlName.append(javaName.charAt(i));
        }
        return sqlName.toString().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a word begins: at an upper-case letter, unless it continues a run of them. */
    private static boolean beginsWord(String name, int index) {
        if (index == 0 || !Character.isUpperCase(name.charAt(index))) {
            return false;
        }
        char previousCharacter = name.charAt(index - 1);
        boolean followsUpperCase = Character.isUpperCase(previousCharacter);
        boolean precedesLowerCase = index + 1 < name.length() && Character.isLowerCase(name.charAt(index + 1));
        return followsUpperCase
                ? precedesLowerCase
                : Character.isLowerCase(previousCharacter) || Character.isDigit(previousCharacter);
    }
}
