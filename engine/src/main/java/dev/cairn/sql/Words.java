package dev.cairn.sql;

import java.util.Locale;
import java.util.Set;

/** Which names can stand without backquotes. */
final class Words {
    private static final Set<String> RESERVED = Set.of(("""
            ADD ALL ALTER ANALYZE AND ARRAY AS ASC ASOF BETWEEN BIGINT BITMAP BITSHIFTLEFT BITSHIFTRIGHT
            BITSHIFTRIGHTLOGICAL BOTH BY CASE CHAR CHARACTER CHECK COLLATE COLUMN COMPACTION CONVERT CREATE CROSS CUBE
            CURRENT_DATE CURRENT_GROUP CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURRENT_WAREHOUSE DATABASE
            DATABASES DECIMAL DECIMAL128 DECIMAL256 DECIMAL32 DECIMAL64 DECIMALV2 DEFAULT DEFERRED DELETE DENSE_RANK DESC
            DESCRIBE DISTINCT DIV DOUBLE DROP DUAL ELSE EXISTS EXPLAIN FALSE FILES FIRST_VALUE FLOAT FOR FORCE FROM FULL
            FUNCTION GIN GRANT GROUP GROUPING GROUPING_ID GROUPS HAVING HLL IF IGNORE IMMEDIATE IN INDEX INFILE INNER
            INSERT INT INTEGER INTERSECT INTO INVOKER IS JOIN JSON KEY KEYS KILL LAG LARGEINT LAST_VALUE LATERAL LEAD LEFT
            LIKE LIMIT LOAD LOCALTIME LOCALTIMESTAMP MAXVALUE MICROSECOND MILLISECOND MOD NOT NTILE NULL ON OPTIMIZE OR
            ORDER OUTER OUTFILE OVER PARTITION PERCENTILE PREPARE PRIMARY PROCEDURE RANGE READ REGEXP RELEASE RENAME
            REPLACE REVOKE RIGHT RLIKE ROWS ROW_NUMBER SCHEMA SCHEMAS SELECT SET SET_VAR SHOW SMALLINT TABLE TERMINATED
            TEXT THEN TINYINT TO TRUE UNION UNIQUE UNSIGNED UPDATE USE USING VALUES VARCHAR VARIANT WHEN WHERE WITH""")
            .split("\\s+"));

    private Words() {}

    /** Letters, digits and underscores, and not a reserved word. */
    static boolean isPlainName(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '_') {
                return false;
            }
        }
        return !RESERVED.contains(name.toUpperCase(Locale.ROOT));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
