package dev.cairn.random;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements that make tables, views and materialized views over them; a server may refuse some. */
public final class RandomSchemas {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Dice dice;
    private final RandomValidTables tables;

    public RandomSchemas(Dice dice) {
        this.dice = dice;
        this.tables = new RandomValidTables(dice);
    }

    public List<Statement> schema() {
        List<Statement> statements = new ArrayList<>();
        for (String name : NAMES.subList(0, 1 + dice.below(NAMES.size()))) {
            statements.add(tables.table(name));
            if (dice.oneIn(4)) {
                statements.add(alteration(name));
            }
        }
        for (String name : List.of("v", "w")) {
            if (dice.coin()) {
                statements.add(view(name));
            }
        }
        for (String name : List.of("m", "n")) {
            if (dice.oneIn(3)) {
                statements.add(materializedView(name));
            }
        }
        return statements;
    }

    /** Much as it was: some statements are others, and some come behind. */
    public List<Statement> changed(List<Statement> schema) {
        List<Statement> changed = new ArrayList<>();
        for (Statement statement : schema) {
            if (!dice.oneIn(12)) {
                changed.add(dice.oneIn(8) ? other(statement) : statement);
            }
        }
        int more = dice.below(5);
        for (int i = 0; i < more; i++) {
            changed.add(
                    dice.oneIn(4)
                            ? dice.from(() -> view(dice.of("v", "w", "x")), () -> materializedView(dice.of("m", "n")))
                            : alteration(dice.of("a", "b")));
        }
        return changed;
    }

    private Statement other(Statement statement) {
        if (statement instanceof Statement.CreateTable table) {
            return tables.table(table.name().lastPart().text());
        }
        return dice.coin() ? view(dice.of("v", "w")) : materializedView(dice.of("m", "n"));
    }

    private Statement view(String name) {
        String from = dice.of("a", "b", "a", "v", "m");
        String columns = dice.of("", " (x, y)", " (x COMMENT \"c\", y)");
        String query = dice.of(
                "SELECT k, day FROM " + from,
                "SELECT * FROM " + from,
                "SELECT k, count(*) AS n FROM " + from + " GROUP BY k",
                "SELECT k + 1 AS k, day FROM " + from + " WHERE k > 3");
        return Sql.parse("CREATE " + dice.of("", "OR REPLACE ") + "VIEW " + name + columns
                + dice.of("", " COMMENT \"of " + from + "\"") + dice.of("", " SECURITY INVOKER") + " AS " + query);
    }

    private Statement materializedView(String name) {
        String from = dice.of("a", "b", "v", "m");
        String query = dice.of(
                "SELECT k, day FROM " + from,
                "SELECT day, count(k) AS n FROM " + from + " GROUP BY day",
                "SELECT k, max(day) AS latest FROM " + from + " GROUP BY k");
        return Sql.parse("CREATE MATERIALIZED VIEW " + name + dice.of("", " COMMENT \"c\"")
                + dice.of("", " DISTRIBUTED BY RANDOM", " DISTRIBUTED BY RANDOM BUCKETS 3")
                + dice.of(
                        " REFRESH MANUAL",
                        " REFRESH ASYNC",
                        " REFRESH DEFERRED ASYNC START(\"2025-01-01 00:00:00\") EVERY(INTERVAL 1 DAY)")
                + dice.of(
                        "",
                        " PROPERTIES (\"replication_num\" = \"1\")",
                        " PROPERTIES (\"query_rewrite_consistency\" = \"LOOSE\", \"session.insert_timeout\" = \"5\")")
                + " AS " + query);
    }

    private Statement alteration(String table) {
        return Sql.parse("ALTER TABLE " + table + " " + dice.from(this::ofColumns, this::ofRest, this::ofPartitions));
    }

    private String ofColumns() {
        String column = dice.of("v0", "v1", "x", "y");
        return dice.of(
                "ADD COLUMN " + column + " INT",
                "ADD COLUMN " + column + " VARCHAR(20) NOT NULL DEFAULT \"d\" COMMENT \"c\" AFTER day",
                "ADD COLUMN " + column + " BIGINT SUM",
                "ADD COLUMN x INT KEY DEFAULT \"0\", ADD COLUMN z STRUCT<a INT, b VARCHAR(5)>",
                "DROP COLUMN " + column,
                "DROP COLUMN v0, DROP COLUMN v1",
                "MODIFY COLUMN " + column + " VARCHAR(65533)",
                "MODIFY COLUMN " + column + " BIGINT",
                "MODIFY COLUMN " + column + " COMMENT \"only\"",
                "MODIFY COLUMN z ADD FIELD c INT AFTER a",
                "MODIFY COLUMN z DROP FIELD b",
                "RENAME COLUMN " + column + " TO renamed");
    }

    private String ofRest() {
        return dice.of(
                "COMMENT = " + "\"new\"",
                "SET (\"replication_num\" = \"1\")",
                "SET (\"write_quorum\" = \"ONE\")",
                "SET (\"bloom_filter_columns\" = \"day\")",
                "SET (\"bloom_filter_columns\" = \"\")",
                "SET (\"mutable_bucket_num\" = \"7\")",
                "SET (\"dynamic_partition.enable\" = \"" + dice.of("true", "true", "false")
                        + "\", \"dynamic_partition.time_unit\" = \"" + dice.of("DAY", "WEEK", "MONTH")
                        + "\", \"dynamic_partition.end\" = \"3\", \"dynamic_partition.prefix\" = \"p\")",
                "SET (\"partition_live_number\" = \"" + (1 + dice.below(5)) + "\")",
                "ADD INDEX idx (day) USING BITMAP COMMENT \"i\"",
                "ADD INDEX i (day) USING BITMAP",
                "DROP INDEX i",
                "ORDER BY (day, k)",
                "DISTRIBUTED BY HASH(day) BUCKETS 4",
                "DISTRIBUTED BY HASH(k) BUCKETS " + (1 + dice.below(9)),
                "ADD ROLLUP r (day, k)",
                "ADD ROLLUP r (k), s (k, day)",
                "DROP ROLLUP r");
    }

    private String ofPartitions() {
        return dice.of(
                "ADD PARTITION p3 VALUES LESS THAN (\"5000\")",
                "ADD PARTITION p4 VALUES [(\"6000\"), (\"7000\"))",
                "DROP PARTITION p1",
                "ADD PARTITIONS START (\"2024-02-01\") END (\"2024-02-05\") EVERY (INTERVAL 1 DAY)",
                "ADD PARTITION px VALUES IN (\"" + dice.below(100) + "\")",
                "MODIFY PARTITION p1 SET (\"replication_num\" = \"1\")");
    }
}
