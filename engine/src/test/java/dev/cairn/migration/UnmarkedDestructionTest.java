package dev.cairn.migration;

import static dev.cairn.migration.Migrations.firstMigration;
import static dev.cairn.migration.Migrations.migrationAfter;
import static dev.cairn.migration.Migrations.verifyChain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that destroy data need consent, whether they are written by the planner or by a person. */
class UnmarkedDestructionTest {
    private static final Migration INITIAL_MIGRATION = firstMigration(
            "V0001Initial",
            "CREATE TABLE ev (id BIGINT NOT NULL, day DATE NOT NULL, note VARCHAR(50), s STRUCT<a INT, b INT>)"
                    + " DUPLICATE KEY (id, day) PARTITION BY date_trunc('day', day)"
                    + " DISTRIBUTED BY HASH(id) PROPERTIES ('partition_live_number' = '90')",
            "CREATE TABLE du (id BIGINT NOT NULL, n INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
            "CREATE TABLE ra (id BIGINT NOT NULL, k INT NOT NULL) DUPLICATE KEY (id, k)"
                    + " PARTITION BY RANGE(k) (PARTITION p1 VALUES LESS THAN ('10'), PARTITION p2 VALUES LESS THAN ('20'))"
                    + " DISTRIBUTED BY HASH(id)");

    private static List<String> findUnmarkedEffects(String... statements) {
        MigrationChain chain =
                verifyChain(INITIAL_MIGRATION, migrationAfter(INITIAL_MIGRATION, "V0002Hand", statements));
        assertThat(chain.problems()).as(String.join("; ", statements)).isEmpty();
        return chain.warnings().stream()
                .filter(warning -> warning.rule() == ChainRule.UNMARKED_DESTRUCTION)
                .map(warning ->
                        warning.location().index() + ": " + warning.arguments().get(0))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE du",
                "DROP TABLE IF EXISTS du FORCE",
                "DROP DATABASE shop",
                "TRUNCATE TABLE du",
                "TRUNCATE TABLE ra PARTITION (p1)",
                "ALTER TABLE ra TRUNCATE PARTITION (p1)",
                "ALTER TABLE ev DROP COLUMN note",
                "ALTER TABLE ev ADD COLUMN x INT, DROP COLUMN note",
                "ALTER TABLE ev MODIFY COLUMN s DROP FIELD b",
                "ALTER TABLE ev DROP PARTITIONS WHERE day < '2025-01-01'",
                "ALTER TABLE ra DROP PARTITION p1",
                "ALTER TABLE ra DROP PARTITION IF EXISTS p1 FORCE",
                "ALTER TABLE ev SET ('partition_live_number' = '3')",
                "ALTER TABLE ev SET ('partition_ttl' = '3 DAY')",
                "ALTER TABLE ev SET ('partition_retention_condition' = 'day >= current_date() - INTERVAL 3 DAY')",
                "INSERT OVERWRITE du SELECT 1, 2",
                "INSERT OVERWRITE ra PARTITION (p1) SELECT 1, 2",
                "SUBMIT TASK AS INSERT OVERWRITE du SELECT 1, 2",
                "SUBMIT TASK tt AS INSERT OVERWRITE du SELECT 1, 2",
                "SUBMIT TASK tt SCHEDULE EVERY(INTERVAL 1 DAY) PROPERTIES ('k' = 'as (') AS INSERT OVERWRITE du SELECT 1, 2",
                "DELETE FROM du WHERE true",
                "DELETE FROM du WHERE NOT (false OR 1 = 2)",
                "DELETE FROM du WHERE n = 1 OR 2 > 1",
                "DELETE FROM du WHERE id = id",
                "DELETE FROM du WHERE id IS NOT NULL",
                "DELETE FROM du WHERE now() > '2020-01-01'",
                "DELETE FROM du USING ev WHERE true",
                "DELETE FROM du USING ev WHERE ev.id > 3",
                "DELETE FROM du USING ev e WHERE e.id > 3 AND e.day < now()",
                "WITH x AS (SELECT 1 AS k) DELETE FROM du USING x WHERE true",
                "WITH x AS (SELECT 1 AS k) DELETE FROM du USING x WHERE x.k = 1",
                "WITH x AS (SELECT 1 AS k) DELETE FROM du USING x WHERE k = 1",
                "DELETE FROM du WHERE EXISTS (SELECT 1)",
                "DELETE FROM du WHERE EXISTS (SELECT day FROM ev)",
                "DELETE FROM du WHERE (SELECT max(day) FROM ev) > '2026-01-01'",
                "DELETE FROM du WHERE 3 IN (SELECT k FROM ra)",
                "DELETE FROM du WHERE id NOT IN (SELECT id FROM ev WHERE false)",
                "DELETE FROM du WHERE id > -9223372036854775809",
                "DELETE FROM du WHERE '${x}' = 'a'",
                "DELETE FROM du USING du d WHERE du.id = d.id",
                "WITH c AS (SELECT id FROM du) DELETE FROM du USING c WHERE du.id = c.id",
                "WITH c AS (SELECT id FROM du) DELETE FROM du WHERE id IN (SELECT id FROM c)",
            })
    void aDestructiveStatementNeedsConsent(String statement) {
        assertThat(findUnmarkedEffects(statement)).hasSize(1);
        assertThat(findUnmarkedEffects("-- destructive: agreed\n" + statement)).isEmpty();
        assertThat(findUnmarkedEffects("-- allow: unmarked-destruction has run\n" + statement))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM du WHERE id = 1",
                "DELETE FROM du WHERE id > 1 AND true",
                "DELETE FROM du WHERE n = n",
                "DELETE FROM du WHERE false",
                "DELETE FROM du WHERE 1 = 2",
                "DELETE FROM du WHERE NULL",
                "DELETE FROM du WHERE rand() < 0.5",
                "DELETE FROM du WHERE id IN (SELECT id FROM ev)",
                "DELETE FROM du WHERE id NOT IN (SELECT id FROM ev)",
                "DELETE FROM du WHERE EXISTS (SELECT 1 FROM ra WHERE ra.k = du.id)",
                "DELETE FROM du WHERE (SELECT max(k) FROM ra WHERE k < id) > 3",
                "DELETE FROM du WHERE id > -9223372036854775807",
                "DELETE FROM du USING ev WHERE du.id = ev.id",
                "DELETE FROM du USING ev WHERE n = 1",
                "DELETE FROM du USING du d WHERE du.id = d.id AND du.n < d.n",
                "DELETE FROM du USING du d, ev WHERE du.id = d.id",
                "WITH c AS (SELECT id FROM du WHERE n > 1) DELETE FROM du USING c WHERE du.id = c.id",
                "WITH du AS (SELECT id FROM ev) DELETE FROM du WHERE id IN (SELECT id FROM du)",
                "DROP TABLE IF EXISTS unknown",
                "ALTER TABLE ev SET ('partition_live_number' = '100')",
                "ALTER TABLE du MODIFY COLUMN n BIGINT",
                "SUBMIT TASK tt AS INSERT INTO du SELECT 1, 2",
                "INSERT INTO du SELECT 1, 2",
                "UPDATE du SET n = 1 WHERE true",
            })
    void otherStatementsNeedNoConsent(String statement) {
        assertThat(findUnmarkedEffects(statement)).isEmpty();
    }

    @Test
    void tablesThatTheMigrationCreatesNeedNoConsent() {
        assertThat(findUnmarkedEffects(
                        "CREATE TABLE t (id INT NOT NULL, n INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
                        "INSERT OVERWRITE t SELECT 1, 2",
                        "ALTER TABLE t RENAME u",
                        "ALTER TABLE u DROP COLUMN n",
                        "DELETE FROM u WHERE true",
                        "DROP TABLE u"))
                .isEmpty();
    }

    @Test
    void aSwappedTableHasTheRowsOfTheOtherTable() {
        assertThat(findUnmarkedEffects(
                        "CREATE TABLE t (id BIGINT NOT NULL, n INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
                        "ALTER TABLE du SWAP WITH t",
                        "TRUNCATE TABLE du",
                        "DROP TABLE t"))
                .singleElement()
                .asString()
                .startsWith("3: drops t");
    }
}
