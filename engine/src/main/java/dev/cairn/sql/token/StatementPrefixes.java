package dev.cairn.sql.token;

import dev.cairn.sql.ast.Keyword;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** With which words the server's statements begin. */
public final class StatementPrefixes {
    /** A line for each first word, with what may follow it; a first word alone may be followed by anything. */
    private static final String WORDS = """
        ADD SQLBLACKLIST SQL BACKEND COMPUTE
        ADMIN SET SHOW REPAIR CANCEL CHECK ALTER DISABLE ENABLE EXECUTE
        ALTER CATALOG DATABASE LOAD MATERIALIZED PIPE PLAN RESOURCE ROLE ROUTINE SECURITY STORAGE SYSTEM TASK USER \
        VIEW WAREHOUSE
        ANALYZE FULL SAMPLE TABLE PROFILE
        BACKUP
        BEGIN
        CACHE SELECT
        CALL
        CANCEL BACKUP COMPACTION DECOMMISSION EXPORT LOAD REFRESH RESTORE
        CLEAN TEMPORARY
        CLEAR DATACACHE
        COMMIT
        CREATE AGGREGATE ANALYZE BASELINE DATACACHE DICTIONARY EXTERNAL FILE FUNCTION GLOBAL GROUP MATERIALIZED OR \
        PIPE READ REPOSITORY RESOURCE ROLE ROUTINE SECURITY STORAGE TABLE USER VIEW WAREHOUSE
        DEALLOCATE PREPARE
        DELETE FROM SQLBLACKLIST SQL BACKEND COMPUTE
        DESC
        DESCRIBE
        DISABLE BASELINE
        DROP ALL ANALYZE BASELINE CATALOG DATACACHE DICTIONARY FILE FUNCTION GLOBAL GROUP MATERIALIZED MULTIPLE \
        PIPE PREPARE REPOSITORY RESOURCE ROLE SECURITY STATS STORAGE TASK USER VIEW WAREHOUSE
        ENABLE BASELINE
        EXECUTE
        EXPLAIN
        EXPORT TABLE
        GRANT
        HELP
        INSERT INTO OVERWRITE
        INSTALL PLUGIN
        KILL
        LOAD LABEL
        LOCK TABLES
        PAUSE ROUTINE
        PREPARE
        REFRESH CONNECTIONS DICTIONARY EXTERNAL MATERIALIZED
        RESTORE SNAPSHOT
        RESUME ROUTINE WAREHOUSE
        REVOKE
        ROLLBACK
        SELECT
        SET
        SHOW ALL ANALYZE AUTHENTICATION AUTHORS BACKEND BACKENDS BACKUP BASELINE BROKER BUILTIN CATALOGS CHAR \
        CHARACTER CHARSET CLUSTERS CNGROUPS COLLATION COMPUTE CREATE DATA DATACACHE DELETE DICTIONARY DYNAMIC \
        ENGINES ERRORS EVENTS EXPORT FAILPOINTS FILE FRONTENDS FULL FUNCTION FUNCTIONS GLOBAL GRANTS GROUP \
        HISTOGRAM LOAD LOCAL MULTIPLE NODES OPEN PIPES PLAN PLUGINS PRIVILEGES PROC PROCEDURE PROCESSLIST \
        PROFILELIST PROPERTIES PROPERTY REPOSITORIES RESOURCE RESOURCES RESTORE ROLES ROUTINE RUNNING SECURITY \
        SESSION SNAPSHOT SQL SQLBLACKLIST STATS STATUS STORAGE STREAM TABLET TABLETS TRANSACTION TRIGGERS USAGE \
        USER USERS VERBOSE WAREHOUSES WARNINGS WHITELIST
        START TRANSACTION
        STOP ROUTINE
        SUBMIT TASK
        SUSPEND WAREHOUSE
        SYNC
        TRACE ALL LOGS TIMES VALUES REASON
        TRANSLATE
        TRUNCATE PLAN
        UNINSTALL PLUGIN
        UNLOCK TABLES
        UPDATE
        USE
        WITH\
        """;

    private static final Map<Keyword, Set<Keyword>> BY_FIRST = byFirst();

    private StatementPrefixes() {}

    public static boolean begin(@Nullable Keyword first) {
        return first != null && BY_FIRST.containsKey(first);
    }

    /** Whether the second word may follow the first. */
    public static boolean goesOn(@Nullable Keyword first, @Nullable Keyword second) {
        Set<Keyword> following = first == null ? null : BY_FIRST.get(first);
        return following != null && (following.isEmpty() || (second != null && following.contains(second)));
    }

    private static Map<Keyword, Set<Keyword>> byFirst() {
        Map<Keyword, Set<Keyword>> openings = new EnumMap<>(Keyword.class);
        WORDS.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            Set<Keyword> following = EnumSet.noneOf(Keyword.class);
            for (int i = 1; i < words.length; i++) {
                following.add(Keyword.valueOf(words[i]));
            }
            openings.put(Keyword.valueOf(words[0]), following);
        });
        return openings;
    }
}
