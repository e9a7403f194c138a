package dev.cairn.tooling.definition;

import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.OpaqueStatement;
import dev.cairn.sql.ast.Statement.TableLifetime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a statement does, for a comparison of tables, views and materialized views: some statements define compared
 * objects, some do something else and are ignored, and statements with an unknown effect make a comparison impossible.
 */
enum StatementCategory {
    /** Creates or changes a compared object. */
    DEFINITION(""),
    ROWS("they change or read rows"),
    DISPLAY("they only show something"),
    SESSION("they change a session"),
    ACCESS("users, and roles that no statement creates, are not compared"),
    OTHER_OBJECT("such objects are not compared"),
    ADMINISTRATION("they administer a server"),
    TEMPORARY("temporary tables exist only in their session"),
    /** Has an unknown effect. */
    UNKNOWN("");

    /**
     * The categories of statements by their first words, which are at most three. Longer entries come first, so that
     * the longest match applies.
     */
    private static final Map<String, StatementCategory> CATEGORY_BY_FIRST_WORDS = parseCategories("""
        ROWS: INSERT | UPDATE | DELETE | WITH | SELECT | LOAD LABEL | EXPORT | SUBMIT TASK | EXECUTE | CALL | CACHE SELECT \
        | CANCEL LOAD | CANCEL EXPORT | CREATE ROUTINE LOAD | ALTER ROUTINE LOAD | ALTER LOAD | PAUSE ROUTINE \
        | RESUME ROUTINE | STOP ROUTINE | CREATE PIPE | ALTER PIPE | DROP PIPE | DROP TASK | ALTER TASK
        DISPLAY: SHOW | DESC | DESCRIBE | EXPLAIN | HELP | TRACE | TRANSLATE
        SESSION: SET | BEGIN | START TRANSACTION | COMMIT | ROLLBACK | PREPARE | DEALLOCATE | DROP PREPARE | LOCK TABLES \
        | UNLOCK TABLES | SYNC | KILL
        ACCESS: CREATE USER | ALTER USER | DROP USER | CREATE SECURITY | ALTER SECURITY | DROP SECURITY | CREATE GROUP \
        | DROP GROUP | SET PASSWORD | SET ROLE | SET PROPERTY
        OTHER_OBJECT: CREATE FUNCTION | CREATE GLOBAL | CREATE RESOURCE | ALTER RESOURCE | DROP RESOURCE | CREATE EXTERNAL CATALOG \
        | CREATE EXTERNAL RESOURCE | ALTER CATALOG | DROP CATALOG | CREATE STORAGE | ALTER STORAGE | DROP STORAGE \
        | CREATE WAREHOUSE | ALTER WAREHOUSE | DROP WAREHOUSE | CREATE REPOSITORY | CREATE READ | DROP REPOSITORY \
        | CREATE FILE | DROP FILE | CREATE DICTIONARY | DROP DICTIONARY | REFRESH DICTIONARY | CREATE DATACACHE \
        | DROP DATACACHE | CREATE BASELINE | DROP BASELINE | ENABLE BASELINE | DISABLE BASELINE
        ADMINISTRATION: ADMIN | ANALYZE | CREATE ANALYZE | DROP ANALYZE | DROP STATS | DROP MULTIPLE | ADD | ALTER SYSTEM \
        | CANCEL BACKUP | CANCEL RESTORE | CANCEL COMPACTION | CANCEL DECOMMISSION | BACKUP | CLEAN | CLEAR | INSTALL \
        | UNINSTALL | REFRESH CONNECTIONS | REFRESH EXTERNAL | RESUME WAREHOUSE | SUSPEND WAREHOUSE | TRUNCATE PLAN \
        | ALTER PLAN | DELETE SQLBLACKLIST | DELETE SQL | DELETE BACKEND | DELETE COMPUTE
        UNKNOWN: SET CATALOG
        """);

    private final String exclusionReason;

    StatementCategory(String exclusionReason) {
        this.exclusionReason = exclusionReason;
    }

    /** Returns why a comparison ignores these statements; empty for {@link #DEFINITION} and {@link #UNKNOWN}. */
    String exclusionReason() {
        return exclusionReason;
    }

    static StatementCategory of(Statement statement) {
        if (statement instanceof OpaqueStatement opaqueStatement) {
            return ofText(opaqueStatement.text());
        }
        if (statement instanceof AccessStatement) {
            return ACCESS;
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            return clusterStatement.kind().fillsTable() ? ROWS : OTHER_OBJECT;
        }
        if (statement instanceof Statement.QueryStatement) {
            return ROWS;
        }
        if (statement instanceof Statement.Show) {
            return DISPLAY;
        }
        boolean isTemporary =
                (statement instanceof CreateTable createTable && createTable.lifetime() == TableLifetime.TEMPORARY)
                        || (statement instanceof Statement.DropTable dropTable && dropTable.isTemporary());
        return isTemporary ? TEMPORARY : DEFINITION;
    }

    private static StatementCategory ofText(String text) {
        String firstWords = extractFirstWords(text);
        if (firstWords.startsWith("ALTER DATABASE ")
                && !firstWords.endsWith(" RENAME")
                && !firstWords.contains(" RENAME ")) {
            return ADMINISTRATION; // its quotas and properties
        }
        for (Map.Entry<String, StatementCategory> entry : CATEGORY_BY_FIRST_WORDS.entrySet()) {
            if (firstWords.equals(entry.getKey()) || firstWords.startsWith(entry.getKey() + " ")) {
                return entry.getValue();
            }
        }
        return UNKNOWN;
    }

    /**
     * Returns the first five words of a statement in upper case. {@code ALTER DATABASE} needs more than three words,
     * because RENAME or QUOTA follows the name.
     */
    private static String extractFirstWords(String text) {
        String textWithoutComments =
                text.replaceAll("(?s)/\\*.*?\\*/|--[^\n]*", " ").strip();
        return String.join(
                        " ",
                        List.of(textWithoutComments.split("[\\s('\"`]+", 6)).stream()
                                .limit(5)
                                .toList())
                .toUpperCase(Locale.ROOT);
    }

    private static Map<String, StatementCategory> parseCategories(String table) {
        Map<String, StatementCategory> categoryByFirstWords = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        table.lines().forEach(line -> {
            int colonIndex = line.indexOf(':');
            StatementCategory category = valueOf(line.substring(0, colonIndex));
            for (String firstWords : line.substring(colonIndex + 1).split("\\|", -1)) {
                categoryByFirstWords.put(firstWords.strip(), category);
            }
        });
        return categoryByFirstWords;
    }
}
