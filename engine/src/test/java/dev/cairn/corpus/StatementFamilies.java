package dev.cairn.corpus;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Classifies recorded statements by their first words. */
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
    private static final Pattern VIEW_CHANGES = Pattern.compile(
            "((CREATE|DROP|ALTER) (OR REPLACE )?(MATERIALIZED )?VIEW|(CANCEL )?REFRESH MATERIALIZED VIEW) .*",
            Pattern.DOTALL);
    private static final Pattern COLUMN_LISTINGS =
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
        String normalizedSql = normalize(sql);
        return CHANGES.matcher(normalizedSql).matches()
                || QUERIES.matcher(normalizedSql).matches()
                || VIEW_CHANGES.matcher(normalizedSql).matches();
    }

    static boolean showsTable(String sql) {
        return normalize(sql).startsWith("SHOW CREATE TABLE ");
    }

    /** Returns whether this is SHOW CREATE of a table, a view or a materialized view. */
    static boolean showsDefinition(String sql) {
        String normalizedSql = normalize(sql);
        return normalizedSql.startsWith("SHOW CREATE TABLE ")
                || normalizedSql.startsWith("SHOW CREATE VIEW ")
                || normalizedSql.startsWith("SHOW CREATE MATERIALIZED VIEW ");
    }

    /** Returns whether the first words of a statement name a view or materialized view that it changes. */
    static boolean changesView(String sql) {
        return VIEW_CHANGES.matcher(normalize(sql)).matches();
    }

    /** Returns whether this drops a materialized view, which may be a synchronous one whose job is running. */
    static boolean dropsMaterializedView(String sql) {
        return normalize(sql).startsWith("DROP MATERIALIZED VIEW ");
    }

    static boolean listsColumns(String sql) {
        return COLUMN_LISTINGS.matcher(normalize(sql)).matches();
    }

    static boolean listsActivity(String sql) {
        String normalizedSql = normalize(sql);
        return normalizedSql.startsWith("SELECT ")
                && normalizedSql.contains("FROM INFORMATION_SCHEMA.MATERIALIZED_VIEWS");
    }
}
