package dev.cairn.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Statements of a schema of realistic size. */
final class Shop {
    private static final String[] TYPES = {
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

    private Shop() {}

    /** A duplicate-key table of twenty columns with comments, defaults, an index and properties. */
    static String createTable(String name) {
        StringBuilder sql =
                new StringBuilder("CREATE TABLE `").append(name).append("` (\n  `id` BIGINT NOT NULL COMMENT \"row\"");
        for (int i = 1; i < 20; i++) {
            sql.append(",\n  `column_").append(i).append("` ").append(TYPES[i % TYPES.length]);
            sql.append(i % 3 == 0 ? " NOT NULL" : " NULL");
            sql.append(" COMMENT \"what column ").append(i).append(" holds\"");
        }
        return sql.append(",\n  INDEX by_first (`column_1`) USING BITMAP COMMENT 'lookups'\n) ENGINE=OLAP\n")
                .append("DUPLICATE KEY(`id`)\nCOMMENT \"a table\"\n")
                .append("DISTRIBUTED BY HASH(`id`) BUCKETS 8\n")
                .append("PROPERTIES (\"replication_num\" = \"1\", \"compression\" = \"ZSTD\")")
                .toString();
    }

    /** Migrations of ten statements each that first create the tables, then change them. */
    static List<List<String>> createMigrations(int count, int tables) {
        List<List<String>> migrations = new ArrayList<>();
        int statement = 0;
        for (int number = 0; number < count; number++) {
            List<String> statements = new ArrayList<>();
            for (int i = 0; i < 10; i++, statement++) {
                statements.add(
                        statement < tables
                                ? createTable("table_" + statement)
                                : "ALTER TABLE `table_" + statement % tables + "` ADD COLUMN `added_" + statement
                                        + "` INT NULL COMMENT \"added\"");
            }
            migrations.add(statements);
        }
        return migrations;
    }
}
