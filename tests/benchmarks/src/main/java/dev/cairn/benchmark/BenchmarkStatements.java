package dev.cairn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Statements of a schema of realistic size. */
final class BenchmarkStatements {
    private static final int COLUMN_COUNT = 20;
    private static final int STATEMENTS_PER_MIGRATION = 10;
    private static final String[] COLUMN_TYPES = {
        "INT",
        "BIGINT",
        "VARCHAR(64)",
        "DATETIME",
        "DECIMAL(18, 2)",
        "DATE",
        "BOOLEAN",
        "DOUBLE",
        "ARRAY<INT>",
        "STRING"
    };

    private BenchmarkStatements() {}

    /** Returns CREATE TABLE of a DUPLICATE KEY table with twenty columns, an index and properties. */
    static String renderCreateTable(String tableName) {
        StringBuilder sql = new StringBuilder("CREATE TABLE `")
                .append(tableName)
                .append("` (\n  `id` BIGINT NOT NULL COMMENT \"row\"");
        for (int i = 1; i < COLUMN_COUNT; i++) {
            sql.append(",\n  `column_").append(i).append("` ").append(COLUMN_TYPES[i % COLUMN_TYPES.length]);
            sql.append(i % 3 == 0 ? " NOT NULL" : " NULL");
            sql.append(" COMMENT \"what column ").append(i).append(" holds\"");
        }
        return sql.append(",\n  INDEX by_first (`column_1`) USING BITMAP COMMENT 'lookups'\n) ENGINE=OLAP\n")
                .append("DUPLICATE KEY(`id`)\nCOMMENT \"a table\"\n")
                .append("DISTRIBUTED BY HASH(`id`) BUCKETS 8\n")
                .append("PROPERTIES (\"replication_num\" = \"1\", \"compression\" = \"ZSTD\")")
                .toString();
    }

    /**
     * Returns the statements of migrations, ten for each. The first statements create the tables, and all later ones
     * add a column to one of them in turn.
     */
    static List<List<String>> renderMigrations(int migrationCount, int tableCount) {
        List<List<String>> migrations = new ArrayList<>();
        int statementIndex = 0;
        for (int number = 0; number < migrationCount; number++) {
            List<String> statements = new ArrayList<>();
            for (int i = 0; i < STATEMENTS_PER_MIGRATION; i++, statementIndex++) {
                statements.add(
                        statementIndex < tableCount
                                ? renderCreateTable("table_" + statementIndex)
                                : "ALTER TABLE `table_" + statementIndex % tableCount + "` ADD COLUMN `added_"
                                        + statementIndex + "` INT NULL COMMENT \"added\"");
            }
            migrations.add(statements);
        }
        return migrations;
    }
}
