package dev.cairn.corpus;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which of the recorded statements the engine knows. */
final class Families {
    private static final Pattern CHANGES = Pattern.compile(
            "CREATE (EXTERNAL |TEMPORARY )?TABLE .*|CREATE (DATABASE|SCHEMA) .*|DROP (TEMPORARY )?TABLE .*"
                    + "|DROP (DATABASE|SCHEMA) .*|ALTER TABLE .*|TRUNCATE TABLE .*|RECOVER .*|CREATE INDEX .*|DROP INDEX .*"
                    + "|CANCEL ALTER TABLE .*",
            Pattern.DOTALL);
    private static final Pattern LOOKS = Pattern.compile(
            "USE .*|DESC(RIBE)? .*|SHOW (CREATE|FULL|TABLES?|TEMPORARY|COLUMNS|FIELDS|DATABASES|SCHEMAS|INDEX|INDEXES|KEYS?"
                    + "|PARTITIONS|ALTER|MATERIALIZED|VARIABLES).*",
            Pattern.DOTALL);
    private static final Pattern FOREIGN = Pattern.compile(
            "(CREATE|DROP|ALTER)\\s+(OR\\s+REPLACE\\s+)?(MATERIALIZED\\s+)?VIEW\\s+(IF\\s+(NOT\\s+)?EXISTS\\s+)?([^\\s(;]+).*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private Families() {}

    private static String words(String sql) {
        String text = sql.strip();
        while (text.startsWith("--") || text.startsWith("/*")) {
            int end = text.startsWith("--") ? text.indexOf('\n') : text.indexOf("*/") + 1;
            if (end <= 0) {
                return "";
            }
            text = text.substring(end + 1).strip();
        }
        return String.join(" ", List.of(text.split("\\s+"))).toUpperCase(Locale.ROOT);
    }

    static boolean changes(String sql) {
        return CHANGES.matcher(words(sql)).matches();
    }

    static boolean known(String sql) {
        String words = words(sql);
        return CHANGES.matcher(words).matches() || LOOKS.matcher(words).matches();
    }

    static boolean showsTable(String sql) {
        return words(sql).startsWith("SHOW CREATE TABLE ");
    }

    /** The name of the view or materialized view that a statement is about, or an empty text. */
    static String viewIn(String sql) {
        var found = FOREIGN.matcher(sql.strip());
        if (!found.matches()) {
            return "";
        }
        String name = found.group(6).replace("`", "");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
