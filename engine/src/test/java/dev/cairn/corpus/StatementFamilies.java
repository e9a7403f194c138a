package dev.cairn.corpus;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which of the recorded statements the engine knows. */
final class StatementFamilies {
    private static final Pattern CHANGES = Pattern.compile(
            "CREATE (EXTERNAL |TEMPORARY )?TABLE .*|CREATE (DATABASE|SCHEMA) .*|DROP (TEMPORARY )?TABLE .*"
                    + "|DROP (DATABASE|SCHEMA) .*|ALTER TABLE .*|TRUNCATE TABLE .*|RECOVER .*|CREATE INDEX .*|DROP INDEX .*"
                    + "|CANCEL ALTER TABLE .*",
            Pattern.DOTALL);
    private static final Pattern QUERIES = Pattern.compile(
            "USE .*|DESC(RIBE)? .*|SHOW (CREATE|FULL|TABLES?|TEMPORARY|COLUMNS|FIELDS|DATABASES|SCHEMAS|INDEX|INDEXES|KEYS?"
                    + "|PARTITIONS|ALTER|MATERIALIZED|VARIABLES).*",
            Pattern.DOTALL);
    private static final Pattern VIEWS = Pattern.compile(
            "((CREATE|DROP|ALTER) (OR REPLACE )?(MATERIALIZED )?VIEW|(CANCEL )?REFRESH MATERIALIZED VIEW) .*",
            Pattern.DOTALL);
    private static final Pattern COLUMNS =
            Pattern.compile("(SHOW FULL (COLUMNS|FIELDS) FROM|DESC(RIBE)?) ([^ ]+);?", Pattern.DOTALL);

    private StatementFamilies() {}

    private static String normalize(String sql) {
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

    static boolean isChange(String sql) {
        return CHANGES.matcher(normalize(sql)).matches();
    }

    static boolean isKnown(String sql) {
        String words = normalize(sql);
        return CHANGES.matcher(words).matches()
                || QUERIES.matcher(words).matches()
                || VIEWS.matcher(words).matches();
    }

    static boolean showsTable(String sql) {
        return normalize(sql).startsWith("SHOW CREATE TABLE ");
    }

    /** SHOW CREATE of whatever but a database. */
    static boolean showsAny(String sql) {
        String words = normalize(sql);
        return words.startsWith("SHOW CREATE TABLE ")
                || words.startsWith("SHOW CREATE VIEW ")
                || words.startsWith("SHOW CREATE MATERIALIZED VIEW ");
    }

    /** Whether a statement is about a view or materialized view by its own words. */
    static boolean changesView(String sql) {
        return VIEWS.matcher(normalize(sql)).matches();
    }

    /** Of a synchronous one that is not done before its job is. */
    static boolean dropsMaterializedView(String sql) {
        return normalize(sql).startsWith("DROP MATERIALIZED VIEW ");
    }

    static boolean listsColumns(String sql) {
        return COLUMNS.matcher(normalize(sql)).matches();
    }

    static boolean listsActive(String sql) {
        String words = normalize(sql);
        return words.startsWith("SELECT ") && words.contains("FROM INFORMATION_SCHEMA.MATERIALIZED_VIEWS");
    }
}
