package dev.cairn.tooling.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.plan.step.LintRule;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules about migrations: which statement they name, what they say, and where they stay silent. */
class MigrationLintTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ORDERS = """
            -- before:
            CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40), amount INT, note VARCHAR(80)) DUPLICATE KEY (id);
            """;

    /** Returns the findings of a rule: the number of the statement and the message. */
    private static List<String> describeFindings(LintRule rule, String example) {
        return LintExample.of(rule.code(), example).lint("harmful").findings().stream()
                .filter(finding -> finding.rule() == rule)
                .map(finding ->
                        ((LintSubject.MigrationStatement) finding.subject()).number() + ": " + finding.message())
                .toList();
    }

    // Breaks readers

    @Test
    void aViewBreaksByTheStatementAfterWhichItNoLongerWorks() {
        assertThat(describeFindings(LintRule.BREAKS_VIEW, ORDERS + """
                CREATE VIEW notes AS SELECT id, note FROM orders;
                CREATE VIEW ids AS SELECT id FROM notes;
                -- harmful:
                ALTER TABLE orders ADD COLUMN remark VARCHAR(80);
                ALTER TABLE orders DROP COLUMN note;
                ALTER TABLE orders ADD COLUMN state INT;
                """))
                .containsExactly(
                        "2: these objects can't be read or refreshed afterwards: shop.ids: it reads shop.notes;"
                                + " shop.notes: it reads shop.orders.note, which does not exist");
    }

    @Test
    void aReasonIsThatOfTheStateRightAfterTheStatement() {
        assertThat(describeFindings(LintRule.BREAKS_VIEW, ORDERS + """
                CREATE TABLE account (id BIGINT NOT NULL, name VARCHAR(40)) DUPLICATE KEY (id);
                CREATE VIEW leaderboard AS SELECT a.name, o.amount FROM orders o JOIN account a ON a.id = o.id;
                CREATE VIEW amounts AS SELECT amount FROM orders;
                -- harmful:
                DROP TABLE account;
                ALTER TABLE orders DROP COLUMN amount;
                """))
                .containsExactly(
                        "1: these objects can't be read or refreshed afterwards: shop.leaderboard:"
                                + " Unknown table 'shop.account'",
                        "2: these objects can't be read or refreshed afterwards: shop.amounts: it reads"
                                + " shop.orders.amount, which does not exist");
    }

    @Test
    void aReaderOfAnIcebergTableBreaksByTheChangeOfTheTable() {
        String before = """
                -- before:
                CREATE TABLE lake.d.t (id int, a int, d date) PARTITION BY d;
                CREATE VIEW v AS SELECT id, a FROM lake.d.t;
                CREATE MATERIALIZED VIEW m REFRESH MANUAL AS SELECT id FROM v;
                CREATE MATERIALIZED VIEW n REFRESH MANUAL AS SELECT a FROM lake.d.t;
                -- harmful query:
                SELECT a FROM lake.d.t;
                -- harmful:
                """;
        assertThat(describeFindings(LintRule.BREAKS_VIEW, before + "ALTER TABLE lake.d.t RENAME COLUMN a TO b;\n"))
                .containsExactly("1: these objects can't be read or refreshed afterwards: shop.m: Column 'a' cannot be"
                        + " resolved; shop.n: Column 'a' cannot be resolved; shop.v: Column 'a' cannot be resolved");
        assertThat(describeFindings(LintRule.BREAKS_QUERY, before + "ALTER TABLE lake.d.t DROP COLUMN a;\n"))
                .containsExactly(
                        "1: the server refuses these statements afterwards: Orders.find: Column 'a' cannot be resolved");
        assertThat(describeFindings(LintRule.BREAKS_VIEW, before + "ALTER TABLE lake.d.t DROP PARTITION COLUMN d;\n"))
                .containsExactly("1: these objects can't be read or refreshed afterwards: shop.m: the partitioning of"
                        + " lake.d.t, which it reads, has changed; shop.n: the partitioning of lake.d.t, which it reads,"
                        + " has changed");
        assertThat(describeFindings(LintRule.BREAKS_VIEW, before + "ALTER TABLE lake.d.t ADD COLUMN e int;\n"))
                .isEmpty();
    }

    @Test
    void aSynchronousMaterializedViewBreaksWithTheColumnThatItReads() {
        assertThat(describeFindings(LintRule.BREAKS_VIEW, """
                -- before:
                CREATE TABLE readings (id BIGINT, city VARCHAR(40), note VARCHAR(9)) DUPLICATE KEY (id)
                DISTRIBUTED BY HASH(id);
                CREATE MATERIALIZED VIEW noted AS SELECT city, note FROM readings;
                -- harmful:
                ALTER TABLE readings DROP COLUMN note;
                """))
                .containsExactly("1: these objects can't be read or refreshed afterwards: shop.noted:"
                        + " Column 'note' cannot be resolved");
    }

    @Test
    void aViewWithAStarKeepsTheColumnsOfItsCreation() {
        String views = ORDERS + "CREATE VIEW everything AS SELECT * FROM orders;\n";
        assertThat(describeFindings(
                        LintRule.BREAKS_VIEW, views + "-- harmful:\nALTER TABLE orders DROP COLUMN note;\n"))
                .containsExactly("1: these objects can't be read or refreshed afterwards: shop.everything: it reads"
                        + " shop.orders.note, which does not exist");
        assertThat(describeFindings(
                        LintRule.BREAKS_VIEW, views + "-- harmful:\nALTER TABLE orders ADD COLUMN x INT;\n"))
                .isEmpty();
    }

    @Test
    void aViewOfOthersOnTheServerBreaksWithWhatItReads() {
        String before = "-- live: view orders=report\n" + ORDERS + "-- harmful:\n";
        assertThat(describeFindings(LintRule.BREAKS_VIEW, before + "ALTER TABLE orders DROP COLUMN note;\n"))
                .containsExactly("1: the statement breaks the view bi.report, which reads shop.orders: these columns no"
                        + " longer exist: note");
        assertThat(describeFindings(LintRule.BREAKS_VIEW, before + "DROP TABLE orders;\n"))
                .containsExactly("1: the statement breaks the view bi.report, which reads shop.orders: this object is"
                        + " dropped");
        assertThat(describeFindings(LintRule.BREAKS_VIEW, before + "ALTER TABLE orders DROP COLUMN city;\n"))
                .isEmpty();
    }

    @Test
    void aViewThatTheMigrationReplacesOrDropsIsNotBroken() {
        String views = ORDERS + "CREATE VIEW notes AS SELECT id, note FROM orders;\n";
        assertThat(describeFindings(LintRule.BREAKS_VIEW, views + """
                -- harmful:
                ALTER TABLE orders DROP COLUMN note;
                ALTER VIEW notes AS SELECT id, city AS note FROM orders;
                """)).isEmpty();
        assertThat(describeFindings(LintRule.BREAKS_VIEW, views + """
                -- harmful:
                ALTER TABLE orders DROP COLUMN note;
                DROP VIEW notes;
                """)).isEmpty();
    }

    @Test
    void aMaterializedViewThatCannotBeActivatedIsBrokenAndNotOnlyInactive() {
        String migration = ORDERS + """
            CREATE DATABASE report;
            CREATE MATERIALIZED VIEW per_note REFRESH MANUAL AS SELECT note, sum(amount) AS total FROM orders GROUP BY note;
            CREATE MATERIALIZED VIEW report.top REFRESH MANUAL AS SELECT note FROM shop.per_note WHERE total > 10;
            -- harmful:
            ALTER TABLE orders DROP COLUMN note;
            """;
        assertThat(describeFindings(LintRule.BREAKS_VIEW, migration))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("1: ")
                        .contains("report.top: ", "shop.per_note: ")
                        .doesNotContain("CREATE MATERIALIZED VIEW"));
        assertThat(describeFindings(LintRule.INACTIVATES_VIEW, migration)).isEmpty();
    }

    @Test
    void aStatementOfThePreviousReleaseMayBreakByAColumnWithoutADefault() {
        String migration = ORDERS + """
            -- previous query:
            INSERT INTO orders (id, city) VALUES (1, 'Oslo');
            -- harmful:
            CREATE TABLE orders__cairn_new (id BIGINT NOT NULL, city VARCHAR(40), amount INT NOT NULL) DUPLICATE KEY (id);
            INSERT INTO orders__cairn_new (id, city, amount) SELECT id, city, coalesce(amount, 0) FROM orders;
            ALTER TABLE orders SWAP WITH orders__cairn_new;
            DROP TABLE orders__cairn_new;
            """;
        assertThat(describeFindings(LintRule.BREAKS_PREVIOUS_RELEASE, migration))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("3: ")
                        .contains("Orders.find: 'amount' must be explicitly mentioned in column permutation"));
    }

    // Stops refreshes

    @Test
    void theWholeChainOfInactiveViewsIsOneFinding() {
        String migration = ORDERS + """
            CREATE DATABASE report;
            CREATE MATERIALIZED VIEW per_city REFRESH MANUAL AS SELECT city, sum(amount) AS total FROM orders GROUP BY city;
            CREATE MATERIALIZED VIEW report.top REFRESH MANUAL AS SELECT city FROM shop.per_city WHERE total > 10;
            -- harmful:
            ALTER TABLE orders MODIFY COLUMN city VARCHAR(60);
            """;
        assertThat(describeFindings(LintRule.INACTIVATES_VIEW, migration))
                .containsExactly("1: these materialized views become inactive: per_city (base table schema changed for"
                        + " columns: city), report.top (base-mv inactive: per_city)");
        assertThat(describeFindings(
                        LintRule.INACTIVATES_VIEW, migration + "ALTER MATERIALIZED VIEW per_city ACTIVE;\n"))
                .containsExactly("1: this materialized view becomes inactive: report.top (base-mv inactive: per_city)");
        assertThat(describeFindings(
                        LintRule.INACTIVATES_VIEW,
                        migration + "ALTER MATERIALIZED VIEW per_city ACTIVE;\n"
                                + "ALTER MATERIALIZED VIEW report.top ACTIVE;\n"))
                .isEmpty();
    }

    @Test
    void theRemedyForAnInactiveViewQuotesNamesThatNeedIt() {
        assertThat(LintExample.of(LintRule.INACTIVATES_VIEW.code(), ORDERS + """
                        CREATE MATERIALIZED VIEW `per city` REFRESH MANUAL AS SELECT city FROM orders;
                        -- harmful:
                        ALTER TABLE orders MODIFY COLUMN city VARCHAR(60);
                        """)
                        .lint("harmful")
                        .findings())
                .filteredOn(finding -> finding.rule() == LintRule.INACTIVATES_VIEW)
                .extracting(LintFinding::remedy)
                .containsExactly("Add to the migration: ALTER MATERIALIZED VIEW `per city` ACTIVE.");
    }

    @Test
    void aViewThatTheMigrationDeactivatesIsMeantToBeInactive() {
        assertThat(describeFindings(LintRule.INACTIVATES_VIEW, ORDERS + """
                CREATE MATERIALIZED VIEW per_city REFRESH MANUAL AS SELECT city, sum(amount) AS total FROM orders GROUP BY city;
                -- harmful:
                ALTER MATERIALIZED VIEW per_city INACTIVE;
                """)).isEmpty();
    }

    // Loses data

    @Test
    void theRemedyForATableThatMovesToAnotherDatabaseNamesTheCopy() {
        String move = ORDERS + """
                CREATE DATABASE archive;
                -- harmful:
                CREATE TABLE archive.orders (id BIGINT NOT NULL, city VARCHAR(40)) DUPLICATE KEY (id);
                %s
                ALTER TABLE orders RENAME orders__cairn_old;
                DROP TABLE orders__cairn_old;
                """;
        assertThat(LintExample.of(LintRule.DROPS_DATA.code(), move.formatted("")).lint("harmful").findings().stream()
                        .filter(finding -> finding.rule() == LintRule.DROPS_DATA)
                        .map(LintFinding::remedy))
                .containsExactly("If the table moves to another database, copy its rows first: INSERT INTO"
                        + " archive.orders … SELECT … FROM shop.orders.");
        assertThat(describeFindings(
                        LintRule.DROPS_DATA,
                        move.replace("city VARCHAR(40))", "city VARCHAR(40), amount INT, note VARCHAR(80))")
                                .formatted("INSERT INTO archive.orders SELECT id, city, amount, note FROM orders;")))
                .isEmpty();
    }

    @Test
    void aColumnThatWasCopiedBeforeMayBeDropped() {
        assertThat(describeFindings(LintRule.DROPS_DATA, ORDERS + """
                -- harmful:
                ALTER TABLE orders ADD COLUMN remark VARCHAR(80);
                INSERT INTO orders (id, remark) SELECT id, note FROM orders;
                ALTER TABLE orders DROP COLUMN note;
                """)).isEmpty();
        assertThat(describeFindings(LintRule.DROPS_DATA, ORDERS + """
                CREATE TABLE archive (id BIGINT NOT NULL, city VARCHAR(40)) DUPLICATE KEY (id);
                -- harmful:
                INSERT INTO archive (id, city) SELECT id, city FROM orders;
                DROP TABLE orders;
                """))
                .containsExactly("2: the statement drops orders.amount, orders.note");
    }

    @Test
    void eachHarmOfAStatementIsOneFinding() {
        String narrowing = ORDERS + "-- harmful:\nALTER TABLE orders MODIFY COLUMN note DATE;\n";
        assertThat(describeFindings(LintRule.LOSES_VALUES, narrowing)).hasSize(1);
        assertThat(describeFindings(LintRule.DROPS_DATA, narrowing)).isEmpty();
    }

    @Test
    void aRenamedColumnKeepsWhatItRequires() {
        String rename = """
            -- before:
            CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40)) PRIMARY KEY (id);
            -- harmful:
            ALTER TABLE orders RENAME COLUMN id TO number;
            """;
        assertThat(LintExample.of("", rename).lint("harmful").findings()).isEmpty();
    }

    @Test
    void aNewColumnOfARebuildHasNoValuesOfTheOneThatWasCreatedWithItsName() {
        String rebuild = """
            -- before:
            CREATE TABLE orders (id BIGINT NOT NULL, note VARCHAR(40)) PRIMARY KEY (id);
            ALTER TABLE orders RENAME COLUMN note TO remark;
            -- harmful:
            CREATE TABLE orders__cairn_new (id BIGINT NOT NULL, remark VARCHAR(40), note BIGINT) PRIMARY KEY (id);
            INSERT INTO orders__cairn_new (id, remark) SELECT id, remark FROM orders;
            ALTER TABLE orders SWAP WITH orders__cairn_new;
            DROP TABLE orders__cairn_new;
            """;
        assertThat(describeFindings(LintRule.LOSES_VALUES, rebuild)).isEmpty();
    }

    @Test
    void aRebuildLosesTheRowsThatItsCopyLeavesOut() {
        String rebuild = ORDERS + """
            -- harmful:
            CREATE TABLE orders2 (id BIGINT NOT NULL, city VARCHAR(40), amount INT, note VARCHAR(80)) DUPLICATE KEY (id);
            INSERT INTO orders2 (id, city, amount, note) SELECT id, city, amount, note FROM orders WHERE id > 5;
            ALTER TABLE orders SWAP WITH orders2;
            DROP TABLE orders2;
            """;
        assertThat(describeFindings(LintRule.DROPS_DATA, rebuild))
                .containsExactly("4: the statement drops rows of orders that are not copied");
    }

    @Test
    void aTableThatTookOverRowsByASwapLosesThem() {
        String swap = ORDERS + """
            -- harmful:
            CREATE TABLE orders2 (id BIGINT NOT NULL, city VARCHAR(40)) DUPLICATE KEY (id);
            ALTER TABLE orders SWAP WITH orders2;
            """;
        assertThat(describeFindings(LintRule.DROPS_DATA, swap + "DROP TABLE orders2;\n"))
                .containsExactly("3: the statement drops orders");
        assertThat(describeFindings(LintRule.DROPS_DATA, swap + "DROP TABLE orders;\n"))
                .isEmpty();
    }

    @Test
    void tablesThatTheMigrationCreatesHaveNoRowsToLose() {
        String example = """
            -- harmful:
            CREATE TABLE parcels (id BIGINT NOT NULL, weight INT) DUPLICATE KEY (id);
            ALTER TABLE parcels DROP COLUMN weight;
            TRUNCATE TABLE parcels;
            DROP TABLE parcels;
            """;
        assertThat(LintExample.of("", example).lint("harmful").findings()).isEmpty();
    }

    @Test
    void onlyConditionsThatAlwaysHoldChangeAllRows() {
        String before = """
            -- before:
            CREATE TABLE orders (id BIGINT NOT NULL, city VARCHAR(40), kind TINYINT NOT NULL, price DECIMAL(4, 2) NOT NULL,
                bought DATE NOT NULL, note STRING NOT NULL) PRIMARY KEY (id);
            CREATE TABLE other (id BIGINT NOT NULL, city VARCHAR(40)) PRIMARY KEY (id);
            -- harmful:
            """;
        for (String condition : List.of(
                "true",
                "1 = 1",
                "id IS NOT NULL",
                "id = id",
                "city = 'x' OR 1",
                "(true AND 2 > 1 OR 1)",
                "id > 0 OR id <= 0",
                "id > 0 OR (id = 0 OR 0 > id)",
                "city IS NULL OR city IS NOT NULL",
                "city = 'x' OR city <> 'x' OR city IS NULL",
                "NOT (id > 0 OR id <= 0) OR true",
                "id IN (SELECT id FROM orders)",
                "id NOT IN (SELECT id FROM other WHERE false)",
                "city NOT IN (SELECT city FROM other LIMIT 0)",
                "EXISTS (SELECT 1)",
                "EXISTS (SELECT 1 LIMIT 1) OR id = 3",
                "NOT EXISTS (SELECT 1 FROM other WHERE 1 = 2)",
                "EXISTS (SELECT count(*) FROM other)",
                "EXISTS (SELECT id FROM other UNION ALL SELECT 1)",
                "kind >= -128",
                "-129 < kind",
                "kind BETWEEN -128 AND 127",
                "kind <> 128",
                "NOT kind > 127",
                "id > -9223372036854775809",
                "price < 100",
                "price >= -99.99",
                "bought >= '0000-01-01'",
                "bought <= '9999-12-31'",
                "note >= ''",
                "id IN (SELECT id FROM orders WHERE true)",
                "id IN (SELECT x.id FROM orders x WHERE x.id = orders.id)",
                "id IN (SELECT id FROM other UNION SELECT id FROM orders)",
                "EXISTS (SELECT 1 FROM orders x WHERE x.id = orders.id)",
                "EXISTS (SELECT 1 FROM (SELECT id FROM orders) x WHERE x.id = orders.id)",
                "id NOT IN (1) OR id IN (1)",
                "(id > 0) IS NOT NULL",
                "coalesce(true, city = 'x')",
                "if(id > 0, true, true)",
                "CASE WHEN id > 0 THEN true ELSE 1 = 1 END")) {
            assertThat(describeFindings(
                            LintRule.CHANGES_ALL_ROWS, before + "DELETE FROM orders WHERE " + condition + ";\n"))
                    .as(condition)
                    .containsExactly("1: the statement deletes all rows of orders");
        }
        for (String condition : List.of(
                "id = 1",
                "city IS NOT NULL",
                "city = city",
                "false",
                "0",
                "1 = 2",
                "id > 0 OR id < 0",
                "id > 0 OR id <= 1",
                "city = 'x' OR city <> 'x'",
                "city IN (SELECT city FROM orders)",
                "id IN (SELECT id FROM orders WHERE city = 'x')",
                "id IN (SELECT id FROM orders LIMIT 5)",
                "NOT (id > 0 OR id <= 0)",
                "id NOT IN (SELECT id FROM orders)",
                "id NOT IN (SELECT id FROM other)",
                "EXISTS (SELECT 1 FROM other)",
                "EXISTS (SELECT id FROM other HAVING count(*) > 3)",
                "EXISTS (SELECT 1 FROM other WHERE id IS NOT NULL)",
                "kind >= -127",
                "kind BETWEEN -128 AND 126",
                "price < 99.99",
                "bought > '0000-01-01'",
                "note > ''",
                "id IN (SELECT id FROM orders x WHERE x.price > 1)",
                "id IN (SELECT kind FROM orders)",
                "EXISTS (SELECT 1 FROM orders x WHERE x.id = orders.id AND x.price < orders.price)",
                "EXISTS (SELECT 1 FROM orders x WHERE x.city = orders.city)",
                "EXISTS (SELECT 1 FROM orders x WHERE x.id = orders.id GROUP BY x.id HAVING count(*) > 1)",
                "EXISTS (SELECT 1 FROM other x WHERE x.id = orders.id)",
                "id NOT IN (1) OR id IN (2)",
                "id IN (1, NULL) OR id NOT IN (1, NULL)",
                "(city > 'x') IS NOT NULL",
                "coalesce(city = 'x', true)",
                "if(id > 0, true, false)",
                "if(id > 0, now() > '2030-01-01', now() > '2040-01-01')",
                "coalesce(now() > '2030-01-01', city = 'x')",
                "CASE WHEN id > 0 THEN true END",
                "city >= ''")) {
            assertThat(describeFindings(
                            LintRule.CHANGES_ALL_ROWS, before + "DELETE FROM orders WHERE " + condition + ";\n"))
                    .as(condition)
                    .isEmpty();
        }
        for (String statement : List.of(
                "DELETE FROM archive.orders WHERE id IN (SELECT id FROM orders)",
                "DELETE FROM orders WHERE id IN (SELECT id FROM archive.orders)",
                "WITH orders AS (SELECT id FROM other) DELETE FROM orders WHERE id IN (SELECT id FROM orders)")) {
            assertThat(describeFindings(LintRule.CHANGES_ALL_ROWS, before + statement + ";\n"))
                    .as(statement)
                    .isEmpty();
        }
        assertThat(describeFindings(
                        LintRule.CHANGES_ALL_ROWS,
                        before + "DELETE FROM orders WHERE id IN (SELECT id FROM shop.orders);\n"))
                .hasSize(1);
    }

    @Test
    void anOverwriteOfAllRowsByThemselvesLosesNone() {
        assertThat(
                        describeFindings(
                                LintRule.DROPS_DATA,
                                ORDERS
                                        + "-- harmful:\nINSERT OVERWRITE orders (id, city) SELECT id, upper(city) FROM orders;\n"))
                .isEmpty();
        assertThat(describeFindings(
                        LintRule.DROPS_DATA,
                        ORDERS + "-- harmful:\nINSERT OVERWRITE orders (id) SELECT id FROM orders WHERE id > 5;\n"))
                .containsExactly("1: the statement overwrites orders");
        assertThat(describeFindings(
                        LintRule.DROPS_DATA,
                        ORDERS + "-- harmful:\nINSERT OVERWRITE orders (id) SELECT count(*) FROM orders;\n"))
                .as("an aggregate, which returns one row")
                .containsExactly("1: the statement overwrites orders");
    }

    // Will fail

    @Test
    void aStatementThatTheServerOfTheSchemaRefusesIsFoundToo() {
        assertThat(describeFindings(
                        LintRule.REFUSED_BY_TARGET,
                        ORDERS + "-- harmful:\nINSERT INTO orders (id, colour) VALUES (1, 'red');\n"))
                .containsExactly(
                        "1: a 4.1 shared-nothing server refuses the statement: Unknown column 'colour' in 'orders'");
    }

    @Test
    void targetsAreVersionsWithAnOptionalRunMode() {
        assertThat(LintSettings.parse(Map.of("lint.targets", "3.5, 4.0 shared-data"))
                        .findValues("targets"))
                .containsExactly("3.5", "4.0 shared-data");
        ServerProfile firstTarget = ServerProfile.DEFAULT;
        ServerProfile secondTarget = ServerProfile.DEFAULT.with(Version.V3_5).with(RunMode.SHARED_DATA);
        LintSettings settings = LintSettings.parse(Map.of("lint.targets", "3.5, 3.5 shared-data, 4.1"));
        assertThat(settings.forTarget(firstTarget, List.of(firstTarget, secondTarget))
                        .findValues(LintSettings.TARGETS))
                .as("the servers beyond the targets")
                .containsExactly("3.5");
        assertThat(settings.forTarget(secondTarget, List.of(firstTarget, secondTarget))
                        .findValues(LintSettings.TARGETS))
                .isEmpty();
        assertThatThrownBy(() -> LintSettings.parse(Map.of("lint.targets", "2.5")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> LintSettings.parse(Map.of("lint.targets", "4.0 shared")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
