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
 * The role of a statement in a comparison of tables, views and materialized views: some statements define compared
 * objects, some do something else and are ignored, and statements with an unknown effect make a comparison impossible.
 */
enum ComparisonRole {
    /** Creates or changes a compared object. */
    DEFINITION(""),
    ROWS("they change or read rows"),
    DISPLAY("they only show something"),
    SESSION("they change a session"),
    PRIVILEGE("users, and roles that no statement creates, are not compared"),
    OTHER_OBJECT("such objects are not compared"),
    ADMINISTRATION("they administer a server"),
    TEMPORARY("temporary tables exist only in their session"),
    /** Has an unknown effect. */
    UNKNOWN("");

    /** The role of each group of statements, by their first words; the longest match applies. */
    private static final Map<String, ComparisonRole> ROLE_BY_FIRST_WORDS = parseRoles("""
        ROWS: INSERT | UPDATE | DELETE | WITH | SELECT | LOAD LABEL | EXPORT | SUBMIT TASK | EXECUTE | CALL | CACHE SELECT \
        | CANCEL LOAD | CANCEL EXPORT | CREATE ROUTINE LOAD | ALTER ROUTINE LOAD | ALTER LOAD | PAUSE ROUTINE \
        | RESUME ROUTINE | STOP ROUTINE | CREATE PIPE | ALTER PIPE | DROP PIPE | DROP TASK | ALTER TASK
        DISPLAY:    SHOW | DESC | DESCRIBE | EXPLAIN | HELP | TRACE | TRANSLATE
        SESSION: SET | BEGIN | START TRANSACTION | COMMIT | ROLLBACK | PREPARE | DEALLOCATE | DROP PREPARE | LOCK TABLES \
        | UNLOCK TABLES | SYNC | KILL
        PRIVILEGE: CREATE USER | ALTER USER | DROP USER | CREATE SECURITY | ALTER SECURITY | DROP SECURITY | CREATE GROUP | DROP GROUP | SET PASSWORD | SET ROLE \
        | SET PROPERTY
        OTHER_OBJECT: CREATE FUNCTION | CREATE GLOBAL | CREATE RESOURCE | ALTER RESOURCE | DROP RESOURCE | CREATE EXTERNAL CATALOG \
        | CREATE EXTERNAL RESOURCE | ALTER CATALOG | DROP CATALOG | CREATE STORAGE | ALTER STORAGE | DROP STORAGE \
        | CREATE WAREHOUSE | ALTER WAREHOUSE | DROP WAREHOUSE | CREATE REPOSITORY | CREATE READ | DROP REPOSITORY \
        | CREATE FILE | DROP FILE | CREATE DICTIONARY | DROP DICTIONARY | REFRESH DICTIONARY | CREATE DATACACHE \
        | DROP DATACACHE | CREATE BASELINE | DROP BASELINE | ENABLE BASELINE | DISABLE BASELINE
        ADMINISTRATION: ADMIN | ANALYZE | CREATE ANALYZE | DROP ANALYZE | DROP STATS | DROP MULTIPLE | ADD | ALTER SYSTEM \
        | CANCEL BACKUP | CANCEL RESTORE | CANCEL COMPACTION | CANCEL DECOMMISSION | BACKUP | CLEAN | CLEAR | INSTALL \
        | UNINSTALL | REFRESH CONNECTIONS | REFRESH EXTERNAL | RESUME WAREHOUSE | SUSPEND WAREHOUSE | TRUNCATE PLAN \
        | ALTER PLAN
        UNKNOWN: SET CATALOG
        """);

    private final String exclusionReason;

    ComparisonRole(String exclusionReason) {
        this.exclusionReason = exclusionReason;
    }

    /**
     * Returns why such statements are not part of a comparison; empty if they are part of it, or have an unknown
     * effect.
     */
    String exclusionReason() {
        return exclusionReason;
    }

    static ComparisonRole of(Statement statement) {
        if (statement instanceof OpaqueStatement opaqueStatement) {
            return ofText(opaqueStatement.text());
        }
        if (statement instanceof AccessStatement) {
            return PRIVILEGE;
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

    private static ComparisonRole ofText(String text) {
        String firstWords = extractFirstWords(text);
        if (firstWords.startsWith("ALTER DATABASE ")
                && !firstWords.endsWith(" RENAME")
                && !firstWords.contains(" RENAME ")) {
            return ADMINISTRATION; // its quotas and properties
        }
        for (Map.Entry<String, ComparisonRole> entry : ROLE_BY_FIRST_WORDS.entrySet()) {
            if (firstWords.equals(entry.getKey()) || firstWords.startsWith(entry.getKey() + " ")) {
                return entry.getValue();
            }
        }
        return UNKNOWN;
    }

    /** Returns the first words of a statement, such as {@code CREATE FUNCTION}. */
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

    private static Map<String, ComparisonRole> parseRoles(String lines) {
        Map<String, ComparisonRole> roleByFirstWords = new TreeMap<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        lines.lines().forEach(line -> {
            int colonIndex = line.indexOf(':');
            ComparisonRole comparisonRole = valueOf(line.substring(0, colonIndex));
            for (String firstWords : line.substring(colonIndex + 1).split("\\|", -1)) {
                roleByFirstWords.put(firstWords.strip(), comparisonRole);
            }
        });
        return roleByFirstWords;
    }
}
