package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;

/** Each statement is accepted or refused with a server error, and each accepted table can be shown. */
class ApplyFuzzTest {
    private static final String CREATE_TABLES = """
        CREATE TABLE t (k INT, s VARCHAR(20), v BIGINT, d DATE, a ARRAY<INT>, c STRUCT<x INT, y STRING>)
            DUPLICATE KEY (k, s) PARTITION BY RANGE (k) (PARTITION p VALUES LESS THAN ("10"))
            DISTRIBUTED BY HASH (k) BUCKETS 3;
        CREATE TABLE u (k INT, s VARCHAR(20), v BIGINT SUM) AGGREGATE KEY (k, s) DISTRIBUTED BY HASH (k);
        CREATE TABLE w (k INT, d DATE, v STRING, g BIGINT AS (k + 1)) PRIMARY KEY (k)
            PARTITION BY LIST (k) (PARTITION p VALUES IN ("1")) DISTRIBUTED BY HASH (k)
        """;

    @FuzzTest
    void everyStatementIsAppliedOrRefused(FuzzedDataProvider data) {
        Engine engine = new Engine(data.consumeBoolean() ? ServerProfile.DEFAULT : oldestProfile());
        StatementResult lastResult = new StatementResult(
                Catalog.EMPTY.withDatabase(Database.of("d")), new Session("d"), ChangeCost.IMMEDIATE);
        try {
            for (Statement statement : Sql.parseScript(CREATE_TABLES + ";" + data.consumeRemainingAsString())) {
                lastResult = engine.apply(lastResult.catalog(), lastResult.session(), statement);
            }
        } catch (SqlSyntaxException | Refusal failure) {
            assertThat(failure.getMessage()).isNotBlank();
        }
        for (Database database : lastResult.catalog().databases().values()) {
            for (Table table : database.tables().values()) {
                assertThat(ShowCreate.render(engine.profile(), table)).startsWith("CREATE TABLE");
            }
        }
    }

    private static ServerProfile oldestProfile() {
        return ServerProfile.DEFAULT.with(ServerProfile.Version.V3_5).withExperimental(true);
    }
}
