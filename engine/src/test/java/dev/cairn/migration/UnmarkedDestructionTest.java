package dev.cairn.migration;

import static dev.cairn.migration.Migrations.firstMigration;
import static dev.cairn.migration.Migrations.migrationAfter;
import static dev.cairn.migration.Migrations.verifyChain;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
            "CREATE TABLE ra (id BIGINT NOT NULL, k INT NOT NULL, v INT) DUPLICATE KEY (id, k)"
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
                "INSERT OVERWRITE ra PARTITION (p1) SELECT 1, 2, 3",
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
                "DELETE FROM du WHERE coalesce(now() > '2020-01-01', true)",
                "DELETE FROM du USING du d WHERE du.id = d.id",
                "WITH c AS (SELECT id FROM du) DELETE FROM du USING c WHERE du.id = c.id",
                "WITH c AS (SELECT id FROM du) DELETE FROM du WHERE id IN (SELECT id FROM c)",
                "DELETE FROM shop.du WHERE id IN (SELECT id FROM shop.du)",
                "DELETE FROM shop.du WHERE id IN (SELECT id FROM du)",
                "DELETE FROM du WHERE id IN (SELECT id FROM default_catalog.shop.du)",
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
                "DELETE FROM du WHERE if(n = 1, now() > '2030-01-01', now() > '2040-01-01')",
                "DELETE FROM du WHERE coalesce(now() > '2030-01-01', n = 1)",
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
        for (String name : List.of("t", "du__cairn_new")) {
            assertThat(findUnmarkedEffects(
                            "CREATE TABLE " + name
                                    + " (id BIGINT NOT NULL, n INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
                            "ALTER TABLE du SWAP WITH " + name,
                            "TRUNCATE TABLE du",
                            "DROP TABLE " + name))
                    .as(name)
                    .containsExactly("3: drops du");
        }
    }

    /** Returns the effects at the end of a rebuild of the table {@code acc}. */
    private static List<String> findRebuildEffects(String definition, String copy, String drop) {
        Migration initialMigration = firstMigration(
                "V0001Initial",
                "CREATE TABLE acc (id BIGINT NOT NULL, a INT, y VARCHAR(20), s STRUCT<p INT, q INT>)"
                        + " PRIMARY KEY (id) DISTRIBUTED BY HASH(id)");
        List<String> effects = new ArrayList<>();
        for (String name : List.of("acc__cairn_new", "other")) {
            MigrationChain chain = verifyChain(
                    initialMigration,
                    migrationAfter(
                            initialMigration,
                            "V0002Hand",
                            "CREATE TABLE " + name + " " + definition + " DISTRIBUTED BY HASH(id)",
                            copy.replace("@", name),
                            "ALTER TABLE acc SWAP WITH " + name,
                            drop.replace("@", name)));
            assertThat(chain.problems()).as(copy).isEmpty();
            effects.add(chain.warnings().stream()
                    .filter(warning -> warning.rule() == ChainRule.UNMARKED_DESTRUCTION)
                    .map(warning -> warning.arguments().get(0))
                    .collect(Collectors.joining("; ")));
        }
        assertThat(effects).as("the name of the new table does not matter").containsOnly(effects.get(0));
        return effects.get(0).isEmpty() ? List.of() : List.of(effects.get(0));
    }

    private static final String ALL_COLUMNS =
            "(id BIGINT NOT NULL, a INT, y VARCHAR(20), s STRUCT<p INT, q INT>)" + " PRIMARY KEY (id)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO @ SELECT * FROM acc",
                "INSERT INTO @ (id, a, y, s) SELECT id, coalesce(CAST(a AS INT), 3), upper(y), s FROM acc",
                "INSERT INTO @ SELECT acc.id, acc.a, acc.y, acc.s FROM acc LEFT JOIN acc b ON acc.a = b.id",
            })
    void aRebuildThatCopiesAllValuesNeedsNoConsent(String copy) {
        assertThat(findRebuildEffects(ALL_COLUMNS, copy, "DROP TABLE @")).isEmpty();
    }

    @Test
    void aRebuildMustNameEachColumnThatItDoesNotCopy() {
        String withoutY = "(id BIGINT NOT NULL, a INT, s STRUCT<p INT, q INT>) PRIMARY KEY (id)";
        String copy = "INSERT INTO @ (id, a, s) SELECT id, a, s FROM acc";
        String effect = "ends a rebuild that loses data (drops acc.y), which the reason has to name,";
        for (String definition : List.of(withoutY, ALL_COLUMNS)) {
            assertThat(findRebuildEffects(definition, copy, "DROP TABLE @")).containsExactly(effect);
            assertThat(findRebuildEffects(definition, copy, "-- destructive: drops acc.a, acc.y2\nDROP TABLE @"))
                    .containsExactly(effect);
            assertThat(findRebuildEffects(definition, copy, "TRUNCATE TABLE @")).containsExactly(effect);
            assertThat(findRebuildEffects(definition, copy, "-- destructive: drops ACC.Y.\nDROP TABLE @"))
                    .isEmpty();
            assertThat(findRebuildEffects(definition, copy, "-- allow: unmarked-destruction it ran\nDROP TABLE @"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO @ SELECT * FROM acc WHERE id > 3",
                "INSERT INTO @ SELECT * FROM acc LIMIT 3",
                "INSERT INTO @ SELECT acc.* FROM acc JOIN acc b ON acc.a = b.id",
                "INSERT INTO @ SELECT id, max(a), max(y), any_value(s) FROM acc GROUP BY id",
            })
    void aRebuildMustNameTheRowsThatItLeavesOut(String copy) {
        assertThat(findRebuildEffects(ALL_COLUMNS, copy, "-- destructive: drops acc.a\nDROP TABLE @"))
                .containsExactly("ends a rebuild that loses data (drops rows of acc that are not copied),"
                        + " which the reason has to name,");
        assertThat(findRebuildEffects(ALL_COLUMNS, copy, "-- destructive: drops old rows of acc\nDROP TABLE @"))
                .isEmpty();
    }

    @Test
    void aRebuildMustNameTheValuesThatTheNewColumnsCannotHold() {
        String narrower = "(id BIGINT NOT NULL, a TINYINT, y VARCHAR(20), s STRUCT<p INT>) PRIMARY KEY (id)";
        String copy = "INSERT INTO @ SELECT id, CAST(a AS TINYINT), y, named_struct('p', s.p) FROM acc";
        assertThat(findRebuildEffects(narrower, copy, "DROP TABLE @"))
                .singleElement()
                .asString()
                .contains("values of acc.a that do not fit tinyint(4)", "drops acc.s.q");
        assertThat(findRebuildEffects(narrower, copy, "-- destructive: values of acc.a, acc.s.q\nDROP TABLE @"))
                .isEmpty();
    }

    @Test
    void aRebuildMustNameTheRowsThatGetTheSameKey() {
        String[] statements = {
            "CREATE TABLE ra__cairn_new (id BIGINT NOT NULL, k INT, v INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
            "INSERT INTO ra__cairn_new SELECT * FROM ra",
            "ALTER TABLE ra SWAP WITH ra__cairn_new",
            "DROP TABLE ra__cairn_new"
        };
        assertThat(findUnmarkedEffects(statements))
                .containsExactly(
                        "3: ends a rebuild that loses data (keeps one row of ra for each key), which the reason"
                                + " has to name,");
        statements[3] = "-- destructive: keeps one row of ra for each key\n" + statements[3];
        assertThat(findUnmarkedEffects(statements)).isEmpty();
    }

    @Test
    void aColumnThatTheMigrationAddsHasNoEarlierValues() {
        assertThat(findUnmarkedEffects(
                        "ALTER TABLE du ADD COLUMN added INT",
                        "CREATE TABLE du__cairn_new (id BIGINT NOT NULL, n INT) PRIMARY KEY (id)"
                                + " DISTRIBUTED BY HASH(id)",
                        "INSERT INTO du__cairn_new SELECT id, n FROM du",
                        "ALTER TABLE du SWAP WITH du__cairn_new",
                        "DROP TABLE du__cairn_new"))
                .isEmpty();
    }

    @Test
    void statementsAboutAReplacedTableNeedConsent() {
        for (String statement : List.of("DELETE FROM @ WHERE true", "ALTER TABLE @ DROP COLUMN n")) {
            assertThat(findUnmarkedEffects(
                            "CREATE TABLE du__cairn_new (id BIGINT NOT NULL, n INT) PRIMARY KEY (id)"
                                    + " DISTRIBUTED BY HASH(id)",
                            "ALTER TABLE du SWAP WITH du__cairn_new",
                            statement.replace("@", "du__cairn_new")))
                    .as(statement)
                    .hasSize(1);
        }
    }

    @Test
    void replacedPartitionsMustNameEachColumnThatIsNotCopied() {
        String insert = "INSERT INTO ra TEMPORARY PARTITION (p1__cairn_tmp) (%1$s) SELECT %1$s FROM ra PARTITION (p1)";
        String[] replacement = {
            "ALTER TABLE ra ADD COLUMN unrelated INT",
            "ALTER TABLE ra ADD TEMPORARY PARTITION p1__cairn_tmp VALUES LESS THAN ('10')",
            "",
            "-- rebuild: ra partition p1: rows are copied\nALTER TABLE ra REPLACE PARTITION (p1) WITH TEMPORARY PARTITION"
                    + " (p1__cairn_tmp) PROPERTIES ('strict_range' = 'false', 'use_temp_partition_name' = 'false')"
        };
        replacement[2] = insert.formatted("id, k, v");
        assertThat(findUnmarkedEffects(replacement)).isEmpty();
        replacement[2] = insert.formatted("id, k");
        assertThat(findUnmarkedEffects(replacement))
                .containsExactly("3: ends a rebuild that loses data (drops ra.v), which the reason has to name,");
        replacement[3] = "-- destructive: drops ra.v\n" + replacement[3];
        assertThat(findUnmarkedEffects(replacement)).isEmpty();
    }

    @Test
    void theMarkersOfADowngradeTellWhatItsRebuildsDestroy() {
        List<String> downgrade = List.of(
                "CREATE TABLE du__cairn_new (id BIGINT NOT NULL, n INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)",
                "INSERT INTO du__cairn_new SELECT id, n FROM du",
                "ALTER TABLE du SWAP WITH du__cairn_new",
                "DROP TABLE du__cairn_new");
        Migration migration = new Migration(
                new Migration.Position("V0002Add", 2, INITIAL_MIGRATION.hash()),
                List.of("ALTER TABLE du ADD COLUMN y INT"),
                new Migration.Reversal(downgrade, ""),
                List.of());
        assertThat(verifyChain(INITIAL_MIGRATION, migration).warnings())
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.attribute()).isEqualTo(ChainProblem.Attribute.DOWNGRADE);
                    assertThat(warning.arguments().get(0)).contains("drops du.y");
                });
    }

    @Test
    void aDowngradeMayDropWhatTheUpgradeCreates() {
        Migration migration = new Migration(
                new Migration.Position("V0001Initial", 1, ""),
                List.of("CREATE TABLE t (id BIGINT NOT NULL, n INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id)"),
                new Migration.Reversal(List.of("ALTER TABLE t RENAME t__cairn_old", "DROP TABLE t__cairn_old"), ""),
                List.of());
        assertThat(verifyChain(migration).warnings()).isEmpty();
    }
}
