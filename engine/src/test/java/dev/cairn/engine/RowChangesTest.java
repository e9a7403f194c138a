package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares INSERT, UPDATE and DELETE with the recorded answers of a 4.1 frontend. */
class RowChangesTest {
    private static final String ONE_BUCKET_AND_REPLICA = " BUCKETS 1 PROPERTIES (\"replication_num\" = \"1\")";

    private static final List<String> SCHEMA_STATEMENTS = List.of(
            "CREATE TABLE pk (id BIGINT NOT NULL, name VARCHAR(20) NOT NULL, qty INT NULL, amt DECIMAL(10,2) NULL"
                    + " DEFAULT '0', arr ARRAY<INT> NULL, j JSON NULL, g BIGINT AS qty*2) PRIMARY KEY(id) DISTRIBUTED BY"
                    + " HASH(id)"
                    + ONE_BUCKET_AND_REPLICA,
            "CREATE TABLE wide (id BIGINT NOT NULL, a INT, b INT, c INT, d INT, e INT, f INT, h INT, i INT, j INT)"
                    + " PRIMARY KEY(id) DISTRIBUTED BY HASH(id)" + ONE_BUCKET_AND_REPLICA,
            "CREATE TABLE auto (id BIGINT NOT NULL AUTO_INCREMENT, name VARCHAR(20) NULL) PRIMARY KEY(id) DISTRIBUTED"
                    + " BY HASH(id)" + ONE_BUCKET_AND_REPLICA,
            "CREATE TABLE dup (k INT NOT NULL, v VARCHAR(10) NULL, n INT NOT NULL DEFAULT '7', f FLOAT NULL, dt DATE"
                    + " NULL) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)" + ONE_BUCKET_AND_REPLICA,
            "CREATE TABLE agg (k INT NOT NULL, s BIGINT SUM NULL, b BITMAP BITMAP_UNION, h HLL HLL_UNION) AGGREGATE"
                    + " KEY(k) DISTRIBUTED BY HASH(k)" + ONE_BUCKET_AND_REPLICA,
            "CREATE TABLE uq (k INT NOT NULL, v INT NULL) UNIQUE KEY(k) DISTRIBUTED BY HASH(k)"
                    + ONE_BUCKET_AND_REPLICA,
            "CREATE TABLE pt (d DATE NOT NULL, v INT NULL) DUPLICATE KEY(d) PARTITION BY RANGE(d) (PARTITION p1 VALUES"
                    + " LESS THAN ('2025-01-01'), PARTITION p2 VALUES LESS THAN ('2026-01-01')) DISTRIBUTED BY HASH(d)"
                    + ONE_BUCKET_AND_REPLICA,
            "ALTER TABLE pt ADD TEMPORARY PARTITION tp1 VALUES LESS THAN ('2025-01-01')",
            "CREATE TABLE st (k INT NOT NULL, s STRUCT<a INT, b VARCHAR(10)> NULL, m MAP<INT,VARCHAR(10)> NULL)"
                    + " DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)" + ONE_BUCKET_AND_REPLICA,
            "CREATE VIEW vw AS SELECT k, v FROM dup",
            "CREATE MATERIALIZED VIEW mv REFRESH MANUAL AS SELECT k, v FROM dup");

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Session session = new Session("dml_t");
    private final Catalog catalog = createCatalog();

    private Catalog createCatalog() {
        Catalog newCatalog = Catalog.EMPTY.withDatabase(Database.of("dml_t"));
        for (String statement : SCHEMA_STATEMENTS) {
            newCatalog = engine.apply(newCatalog, session, Sql.parse(statement)).catalog();
        }
        return newCatalog;
    }

    @Test
    void everyRecordedRowChangeIsAnsweredAsByTheServer() throws IOException {
        List<String> differences = new ArrayList<>();
        for (String line : readRecordedAnswers()) {
            String[] cells = line.split("\t", 3);
            String answer = answerErrno(cells[2]);
            String expected = cells[0];
            if (!answer.equals(expected)) {
                differences.add(cells[2] + "\n  server: " + expected + " " + cells[1] + "\n  engine: " + answer);
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
    }

    private String answerErrno(String statement) {
        try {
            engine.apply(catalog, session, Sql.parse(statement));
            return "0";
        } catch (Refusal refusal) {
            return Integer.toString(refusal.errno());
        }
    }

    private static List<String> readRecordedAnswers() throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(RowChangesTest.class.getResourceAsStream("manipulations.tsv"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
