package dev.cairn.random;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.NameReplacer;
import java.util.ArrayList;
import java.util.List;

/** Creates random statements for tables, and for views and materialized views over them; a server may refuse some. */
public final class RandomSchemas {
    private static final List<String> TABLE_NAMES = List.of("a", "b", "c");

    private final Dice dice;
    private final RandomValidTables tables;

    public RandomSchemas(Dice dice) {
        this.dice = dice;
        this.tables = new RandomValidTables(dice);
    }

    public List<Statement> schema() {
        List<Statement> statements = new ArrayList<>();
        for (String name : TABLE_NAMES.subList(0, 1 + dice.below(TABLE_NAMES.size()))) {
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

    /** Returns a schema with some statements left out, some replaced and some added at the end. */
    public List<Statement> changeSchema(List<Statement> schema) {
        List<Statement> changedSchema = new ArrayList<>();
        for (Statement statement : schema) {
            if (!dice.oneIn(12)) {
                changedSchema.add(dice.oneIn(8) ? replaceStatement(statement) : statement);
            }
        }
        int additionCount = dice.below(5);
        for (int i = 0; i < additionCount; i++) {
            changedSchema.add(
                    dice.oneIn(4)
                            ? dice.pickFrom(
                                    () -> view(dice.pick("v", "w", "x")), () -> materializedView(dice.pick("m", "n")))
                            : alteration(dice.pick("a", "b")));
        }
        return changedSchema;
    }

    /** Returns a materialized view of a table and, in most cases, one above it, which may read it through a view. */
    public List<Statement> viewsOf(String table) {
        List<Statement> views = new ArrayList<>();
        views.add(Sql.parse("CREATE MATERIALIZED VIEW low REFRESH MANUAL AS "
                + dice.pick(
                        "SELECT k, day FROM " + table,
                        "SELECT day, count(k) AS k FROM " + table + " GROUP BY day",
                        "SELECT k, max(day) AS day FROM " + table + " GROUP BY k")));
        if (dice.coin()) {
            views.add(Sql.parse("CREATE VIEW middle AS SELECT k, day FROM low"));
        }
        if (!dice.oneIn(4)) {
            views.add(Sql.parse("CREATE MATERIALIZED VIEW high REFRESH MANUAL AS SELECT day, k FROM "
                    + (views.size() > 1 ? "middle" : "low")));
        }
        return views;
    }

    /** Returns a schema in which an object has another name, in its own statement and wherever others name it. */
    public static List<Statement> renameObject(String oldName, String newName, List<Statement> schema) {
        return schema.stream()
                .map(statement -> Sql.parse(NameReplacer.replaceNames(
                        Sql.render(statement), name -> name.equals(oldName) ? newName : name)))
                .toList();
    }

    private Statement replaceStatement(Statement statement) {
        if (statement instanceof Statement.CreateTable table) {
            return tables.table(table.name().lastPart().text());
        }
        return dice.coin() ? view(dice.pick("v", "w")) : materializedView(dice.pick("m", "n"));
    }

    private Statement view(String name) {
        String relationName = dice.pick("a", "b", "a", "v", "m");
        String columns = dice.pick("", " (x, y)", " (x COMMENT \"c\", y)");
        String query = dice.pick(
                "SELECT k, day FROM " + relationName,
                "SELECT * FROM " + relationName,
                "SELECT k, count(*) AS n FROM " + relationName + " GROUP BY k",
                "SELECT k + 1 AS k, day FROM " + relationName + " WHERE k > 3");
        return Sql.parse("CREATE " + dice.pick("", "OR REPLACE ") + "VIEW " + name + columns
                + dice.pick("", " COMMENT \"of " + relationName + "\"") + dice.pick("", " SECURITY INVOKER") + " AS "
                + query);
    }

    private Statement materializedView(String name) {
        String relationName = dice.pick("a", "b", "v", "m");
        String query = dice.pick(
                "SELECT k, day FROM " + relationName,
                "SELECT day, count(k) AS n FROM " + relationName + " GROUP BY day",
                "SELECT k, max(day) AS latest FROM " + relationName + " GROUP BY k");
        return Sql.parse("CREATE MATERIALIZED VIEW " + name + dice.pick("", " COMMENT \"c\"")
                + dice.pick("", " DISTRIBUTED BY RANDOM", " DISTRIBUTED BY RANDOM BUCKETS 3")
                + dice.pick(
                        " REFRESH MANUAL",
                        " REFRESH ASYNC",
                        " REFRESH DEFERRED ASYNC START(\"2025-01-01 00:00:00\") EVERY(INTERVAL 1 DAY)")
                + dice.pick(
                        "",
                        " PROPERTIES (\"replication_num\" = \"1\")",
                        " PROPERTIES (\"query_rewrite_consistency\" = \"LOOSE\", \"session.insert_timeout\" = \"5\")")
                + " AS " + query);
    }

    private Statement alteration(String table) {
        return Sql.parse("ALTER TABLE " + table + " "
                + dice.pickFrom(this::columnClause, this::tableClause, this::partitionClause));
    }

    private String columnClause() {
        String column = dice.pick("v0", "v1", "x", "y");
        return dice.pick(
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

    private String tableClause() {
        return dice.pick(
                "COMMENT = " + "\"new\"",
                "SET (\"replication_num\" = \"1\")",
                "SET (\"write_quorum\" = \"ONE\")",
                "SET (\"bloom_filter_columns\" = \"day\")",
                "SET (\"bloom_filter_columns\" = \"\")",
                "SET (\"mutable_bucket_num\" = \"7\")",
                "SET (\"dynamic_partition.enable\" = \"" + dice.pick("true", "true", "false")
                        + "\", \"dynamic_partition.time_unit\" = \"" + dice.pick("DAY", "WEEK", "MONTH")
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

    private String partitionClause() {
        return dice.pick(
                "ADD PARTITION p3 VALUES LESS THAN (\"5000\")",
                "ADD PARTITION p4 VALUES [(\"6000\"), (\"7000\"))",
                "DROP PARTITION p1",
                "ADD PARTITIONS START (\"2024-02-01\") END (\"2024-02-05\") EVERY (INTERVAL 1 DAY)",
                "ADD PARTITION px VALUES IN (\"" + dice.below(100) + "\")",
                "MODIFY PARTITION p1 SET (\"replication_num\" = \"1\")");
    }
}
