package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documented table of what can be altered says what the planner does. */
class AlterableChangesTest {
    private static final Pattern ROW = Pattern.compile("\\| (.*) \\| (.*) \\|");
    private static final String T =
            "CREATE TABLE t (k BIGINT, v INT, s VARCHAR(20), d DATE, z STRUCT<a INT, b INT>, n INT NOT NULL,"
                    + " f INT DEFAULT '1') DUPLICATE KEY (k) COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String PK = "CREATE TABLE t (k BIGINT, l BIGINT, v INT) PRIMARY KEY (k, l)";
    private static final String AGG =
            "CREATE TABLE t (k BIGINT, v INT SUM) AGGREGATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String RANGE = "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) PARTITION BY RANGE (k)"
            + " (PARTITION p1 VALUES LESS THAN ('10')) DISTRIBUTED BY HASH (k) BUCKETS 4";
    private static final String GENERATED = "CREATE TABLE t (k BIGINT, g BIGINT AS k + 1) DUPLICATE KEY (k)";
    private static final String INDEXED = T.replace("f INT DEFAULT '1'", "f INT DEFAULT '1', INDEX i (v) USING BITMAP");
    private static final String VIEW = T + "; CREATE VIEW w (k, v) COMMENT 'c' AS SELECT k, v FROM t";
    private static final String MATERIALIZED = T
            + "; CREATE MATERIALIZED VIEW m COMMENT 'c' DISTRIBUTED BY HASH (k) BUCKETS 2 REFRESH MANUAL AS SELECT k,"
            + " v FROM t";

    /** For each documented change, from and to. */
    private final Map<String, List<List<String>>> changes = new LinkedHashMap<>();

    private void change(String documented, String from, String to, String... renames) {
        List<String> change = new ArrayList<>(List.of(from, to));
        change.addAll(List.of(renames));
        changes.computeIfAbsent(documented, unseen -> new ArrayList<>()).add(change);
    }

    private void changesOfColumns() {
        change("add a column with a default, or one that may be NULL", T, T.replace("d DATE", "x INT, d DATE"));
        change(
                "add a column with a default, or one that may be NULL",
                T,
                T.replace("d DATE", "d DATE, x INT NOT NULL DEFAULT '3'"));
        change("add a NOT NULL column without a default", T, T.replace("d DATE", "d DATE, x INT NOT NULL"));
        change("drop a column", T, T.replace("d DATE, ", ""));
        change(
                "drop a column of the key of a PRIMARY KEY or UNIQUE KEY table",
                PK,
                PK.replace("l BIGINT, ", "").replace("(k, l)", "(k)"));
        change("rename a column or a table", T, T.replace("d DATE", "day DATE"), "t.d day");
        change("rename a column or a table", T, T.replace("TABLE t", "TABLE u"), "t u");
        String widen = "widen a type: INT to BIGINT, VARCHAR(20) to VARCHAR(50), DATE to DATETIME";
        change(widen, T, T.replace("v INT", "v BIGINT"));
        change(widen, T, T.replace("VARCHAR(20)", "VARCHAR(50)"));
        change(widen, T, T.replace("d DATE", "d DATETIME"));
        change("read a text as a number: VARCHAR to INT", T, T.replace("s VARCHAR(20)", "s INT"));
        change("narrow a type: BIGINT to INT", T.replace("v INT", "v BIGINT"), T);
        change("NOT NULL to NULL", T, T.replace("n INT NOT NULL", "n INT"));
        change("NULL to NOT NULL", T, T.replace("v INT", "v INT NOT NULL"));
        change("another default, or none", T, T.replace("DEFAULT '1'", "DEFAULT '2'"));
        change("another default, or none", T, T.replace(" DEFAULT '1'", ""));
        change("a column's comment", T, T.replace("d DATE", "d DATE COMMENT 'day'"));
        String keyless = T.replace(" DUPLICATE KEY (k)", "");
        change(
                "add a column with a default, or one that may be NULL",
                keyless,
                keyless.replace("v INT", "x INT, v INT"));
        change("the order of columns", T, T.replace("v INT, s VARCHAR(20)", "s VARCHAR(20), v INT"));
        change("another aggregate function", AGG, AGG.replace("SUM", "MAX"));
        change("a generated column's expression", GENERATED, GENERATED.replace("+ 1", "+ 2"));
    }

    private void changesOfTables() {
        change("add or drop a field of a STRUCT", T, T.replace("b INT>", "b INT, c INT>"));
        change("another key model", T, T.replace("DUPLICATE", "UNIQUE"));
        change("the sort key, or none", T, T + " ORDER BY (v)");
        change("the sort key, or none", T + " ORDER BY (v)", T + " ORDER BY (s, v)");
        change("the sort key, or none", T + " ORDER BY (v)", T);
        change("the sort key, or none", T + " ORDER BY (v)", T + " ORDER BY (k)");
        change("add, drop or change an index", T, INDEXED);
        change("add, drop or change an index", INDEXED, T);
        change("add, drop or change an index", INDEXED, INDEXED.replace("BITMAP", "BITMAP COMMENT 'i'"));
        change("the table's comment", T, T.replace("'c'", "'d'"));
        change("columns or number of buckets", T, T.replace("BUCKETS 4", "BUCKETS 8"));
        change("columns or number of buckets", T, T.replace("HASH (k)", "HASH (d)"));
        change("add a partition", RANGE, RANGE.replace("('10'))", "('10'), PARTITION p2 VALUES LESS THAN ('20'))"));
        change("drop a partition", RANGE.replace("('10'))", "('10'), PARTITION p2 VALUES LESS THAN ('20'))"), RANGE);
        change("other values or bounds of a partition", RANGE, RANGE.replace("'10'", "'20'"));
        change("values of a partition that none takes any more", RANGE, RANGE.replace("'10'", "'5'"));
        change(
                "partition by something else",
                RANGE,
                "CREATE TABLE t (k INT, v INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 4");
        change("a rollup", T, T + " ROLLUP (r (v, k))");
        change("a rollup", T + " ROLLUP (r (v, k))", T);
        String held = "a column that a rollup or synchronous materialized view holds";
        String summed = "; CREATE MATERIALIZED VIEW m AS SELECT k, sum(v) FROM t GROUP BY k";
        change(held, T + summed, T.replace("v INT", "v BIGINT") + summed);
        change(held, T + summed, T.replace("v INT", "w INT") + summed.replace("(v)", "(w)"), "t.v w");
        String properties = "replication_num, bloom_filter_columns, write_quorum, storage_medium, partition_ttl";
        change(properties, T, T + " PROPERTIES ('replication_num' = '2')");
        change(properties, T, T + " PROPERTIES ('bloom_filter_columns' = 'v')");
        change(properties, T + " PROPERTIES ('bloom_filter_columns' = 'v')", T);
        change(properties, T, T + " PROPERTIES ('storage_medium' = 'HDD')");
        change(properties, T, T + " PROPERTIES ('write_quorum' = 'ONE')");
        change(properties, T + " PROPERTIES ('write_quorum' = 'ONE')", T);
        change("compression", T, T + " PROPERTIES ('compression' = 'ZSTD')");
    }

    private void changesOfViews() {
        String view = "a view's query, columns, comment or security";
        change(view, VIEW, VIEW.replace("v FROM", "v + 1 FROM"));
        change(view, VIEW, VIEW.replace("(k, v)", "(a, b)"));
        change(view, VIEW, VIEW.replace("COMMENT 'c' AS", "COMMENT 'd' AS"));
        change(view, VIEW, VIEW.replace("COMMENT 'c' AS", "COMMENT 'c' SECURITY INVOKER AS"));
        String altered = "a materialized view's refresh or properties";
        change(altered, MATERIALIZED, MATERIALIZED.replace("REFRESH MANUAL", "REFRESH ASYNC"));
        change(
                altered,
                MATERIALIZED,
                MATERIALIZED.replace("REFRESH MANUAL", "REFRESH MANUAL PROPERTIES ('session.insert_timeout' = '5')"));
        String rebuilt = "a materialized view's query, comment, partitions or buckets";
        change(rebuilt, MATERIALIZED, MATERIALIZED.replace("v FROM t", "v FROM t WHERE k > 1"));
        change(rebuilt, MATERIALIZED, MATERIALIZED.replace("COMMENT 'c' DISTRIBUTED", "COMMENT 'd' DISTRIBUTED"));
        change(rebuilt, MATERIALIZED, MATERIALIZED.replace("BUCKETS 2", "BUCKETS 3"));
        change(
                "views that read each other in a circle",
                T,
                T + "; CREATE VIEW w AS SELECT k FROM t; ALTER VIEW w AS SELECT k FROM w");
    }

    private static String how(List<String> change) {
        String[] renames = change.subList(2, change.size()).toArray(String[]::new);
        Plan plan = PlanScenario.of(change.get(0), change.get(1), renames).plan();
        if (!plan.isPossible()) {
            return "refused";
        }
        boolean rebuilt = !plan.objections(new Consent(true, false)).isEmpty();
        boolean destructive = !plan.objections(new Consent(false, true)).isEmpty();
        return (rebuilt ? "rebuilt" : "altered") + (destructive ? ", destructive" : "");
    }

    @Test
    void theDocumentedTableIsTrue() throws IOException {
        changesOfColumns();
        changesOfTables();
        changesOfViews();
        Map<String, Set<String>> found = new LinkedHashMap<>();
        changes.forEach((documented, all) ->
                all.forEach(change -> found.computeIfAbsent(documented, unseen -> new LinkedHashSet<>())
                        .add(how(change))));
        assertThat(documented()).containsExactlyInAnyOrderEntriesOf(found);
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("../docs/migrations.md"))) {
            inTable |= line.equals("| change | how |");
            if (inTable && line.isEmpty()) {
                break;
            }
            Matcher row = ROW.matcher(line);
            if (inTable
                    && row.matches()
                    && !row.group(1).startsWith("-")
                    && !row.group(2).equals("how")) {
                rows.put(row.group(1), Set.of(row.group(2)));
            }
        }
        return rows;
    }
}
