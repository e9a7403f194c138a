package dev.cairn.plan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.StepLint;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users and roles gain and lose access by the statements of a migration. */
class MigrationAccessTest {
    private static final String KEY_AND_DISTRIBUTION = " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1";

    private static final List<String> SHOP_STATEMENTS = List.of(
            "CREATE TABLE orders (id INT, city VARCHAR(20))" + KEY_AND_DISTRIBUTION,
            "CREATE TABLE salaries (id INT, amount INT)" + KEY_AND_DISTRIBUTION,
            "CREATE VIEW cities AS SELECT id, city FROM orders",
            "CREATE VIEW own SECURITY INVOKER AS SELECT id, amount FROM salaries",
            "CREATE ROLE ro",
            "CREATE ROLE app",
            "GRANT ro TO ROLE app");

    /** Returns the gains and losses of access, each after the number of the statement that causes it. */
    private static List<String> describeChanges(List<String> statementsBefore, String... migration) {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Session session = new Session("shop");
        Catalog emptyCatalog = Catalog.EMPTY.withDatabase(Database.of("shop")).withDatabase(Database.of("other"));
        Simulation simulation = new Simulation(engine, session, emptyCatalog);
        statementsBefore.forEach(statement -> simulation.apply(MigrationAction.parse(statement)));
        Simulation migrationSimulation = simulation.fork();
        List.of(migration).forEach(statement -> migrationSimulation.apply(MigrationAction.parse(statement)));
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < migration.length; i++) {
            for (StepLint lint : migrationSimulation.steps().get(i).lints()) {
                boolean isGain = lint.rule() == LintRule.GAINS_ACCESS;
                if (isGain || lint.rule() == null) {
                    changes.add((i + 1) + " " + lint.message());
                    assertThat(isGain).isEqualTo(lint.message().contains(" gains "));
                }
            }
        }
        return changes;
    }

    private static List<String> shopWith(String... moreStatements) {
        List<String> statements = new ArrayList<>(SHOP_STATEMENTS);
        statements.addAll(List.of(moreStatements));
        return statements;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "GRANT SELECT, INSERT ON TABLE orders, salaries TO ROLE app | app gains INSERT, SELECT on orders, salaries",
                "GRANT SELECT ON TABLE orders TO ROLE app WITH GRANT OPTION | app gains SELECT on orders, with grant option",
                "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE app | app gains SELECT on ALL TABLES IN DATABASE shop",
                "GRANT SELECT ON ALL TABLES IN ALL DATABASES TO ROLE app | app gains SELECT on ALL TABLES IN ALL DATABASES",
                "GRANT CREATE TABLE ON DATABASE shop TO ROLE app | app gains CREATE TABLE on DATABASE shop",
                "GRANT OPERATE ON SYSTEM TO ROLE app | app gains OPERATE on SYSTEM",
                "GRANT SELECT ON TABLE orders TO USER jane | USER 'jane'@'%' gains SELECT on orders",
                "GRANT SELECT ON TABLE orders TO jane@'10.%' WITH GRANT OPTION | USER 'jane'@'10.%' gains SELECT on orders, with grant option",
                "GRANT SELECT ON TABLE orders TO ROLE operator | operator gains SELECT on orders",
                "GRANT SELECT ON TABLE orders TO ROLE public | public (every user) gains SELECT on orders",
                "GRANT IMPERSONATE ON USER root TO jane | USER 'jane'@'%' gains IMPERSONATE on USER 'root'@'%'",
                "GRANT root TO USER jane | USER 'jane'@'%' gains the role root, which has every privilege",
                "GRANT user_admin TO EXTERNAL GROUP staff | EXTERNAL GROUP staff gains the role user_admin, which creates users and grants every privilege",
                "CREATE USER jane IDENTIFIED BY 'x' DEFAULT ROLE root | USER 'jane'@'%' gains the role root, which has every privilege",
                "CREATE USER IF NOT EXISTS 'jane'@'10.%' IDENTIFIED BY 'x' DEFAULT ROLE 'operator' PROPERTIES ('a' = 'b') | USER 'jane'@'10.%' gains the role operator",
                "GRANT ro TO USER jane | USER 'jane'@'%' gains the role ro",
                "ALTER USER root IDENTIFIED BY '' | USER 'root'@'%' gains a login without a password",
                "ALTER USER IF EXISTS 'jane'@'10.%' IDENTIFIED WITH mysql_native_password BY 'x' | USER 'jane'@'10.%' gains a new login",
                "SET PASSWORD FOR root = PASSWORD('') | USER 'root'@'%' gains a login without a password",
                "SET PASSWORD FOR 'jane'@'%' = 'abc' | USER 'jane'@'%' gains a new login",
                "CREATE USER jane | USER 'jane'@'%' gains a login without a password",
                "CREATE USER IF NOT EXISTS jane IDENTIFIED BY '' | USER 'jane'@'%' gains a login without a password",
                "EXECUTE AS root WITH NO REVERT | the migrator gains what USER 'root'@'%' may do, until the session ends",
                "GRANT operator TO ROLE app | app gains the role operator",
                "GRANT app TO ROLE operator | operator gains the role app",
                "REVOKE SELECT ON TABLE orders FROM USER jane | USER 'jane'@'%' loses SELECT on orders",
                "REVOKE root FROM USER jane | USER 'jane'@'%' loses the role root, which has every privilege",
            })
    void grantsGiveAccessAndRevokesTakeIt(String statement, String change) {
        assertThat(describeChanges(SHOP_STATEMENTS, statement)).containsExactly("1 " + change);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ROLE other",
                "CREATE USER jane IDENTIFIED BY 'x'",
                "ALTER USER jane SET PROPERTIES ('a' = 'b')",
                "ALTER USER jane DEFAULT ROLE ro",
                "DROP USER IF EXISTS jane",
                "SET DEFAULT ROLE ALL TO jane",
                "ALTER ROLE ro SET COMMENT = 'x'",
                "ALTER TABLE orders ADD COLUMN note VARCHAR(20)",
                "CREATE TABLE parcels (id INT)" + KEY_AND_DISTRIBUTION,
                "DROP TABLE salaries"
            })
    void otherStatementsChangeNothing(String statement) {
        assertThat(describeChanges(SHOP_STATEMENTS, statement)).isEmpty();
    }

    @Test
    void aDroppedUserGainsNothing() {
        List<String> statementsBefore = shopWith("GRANT app TO USER jane");
        assertThat(describeChanges(statementsBefore, "DROP USER jane", "GRANT SELECT ON TABLE orders TO ROLE ro"))
                .containsExactly(
                        "1 USER 'jane'@'%' is dropped, with all that it may do",
                        "2 app gains SELECT on orders, through the role ro", "2 ro gains SELECT on orders");
        assertThat(describeChanges(
                        SHOP_STATEMENTS,
                        "GRANT SELECT ON TABLE orders TO USER joe",
                        "DROP USER joe",
                        "CREATE USER joe IDENTIFIED BY 'x'",
                        "GRANT SELECT ON TABLE salaries TO USER joe"))
                .containsExactly("4 USER 'joe'@'%' gains SELECT on salaries");
    }

    @Test
    void heirsAndMembersOfARoleGainThroughIt() {
        assertThat(describeChanges(
                        shopWith("GRANT app TO USER jane"),
                        "GRANT SELECT ON TABLE orders TO ROLE ro",
                        "GRANT db_admin TO ROLE ro"))
                .containsExactly(
                        "1 USER 'jane'@'%' gains SELECT on orders, through the role ro",
                        "1 app gains SELECT on orders, through the role ro",
                        "1 ro gains SELECT on orders",
                        "2 USER 'jane'@'%' gains the role db_admin, which has every privilege on all catalogs, databases,"
                                + " tables and views, through the role ro",
                        "2 app gains the role db_admin, which has every privilege on all catalogs, databases, tables and"
                                + " views, through the role ro",
                        "2 ro gains the role db_admin, which has every privilege on all catalogs, databases, tables and"
                                + " views");
    }

    @Test
    void aGranteeOfARoleGainsItsPrivileges() {
        List<String> statementsBefore = shopWith("GRANT SELECT ON VIEW cities TO ROLE ro", "REVOKE ro FROM ROLE app");
        assertThat(describeChanges(statementsBefore, "GRANT ro TO ROLE app", "GRANT ro TO USER jane"))
                .containsExactly(
                        "1 app gains the role ro",
                        "1 app gains SELECT on cities, through the role ro",
                        "1 app gains SELECT on orders, through the view cities and the role ro",
                        "2 USER 'jane'@'%' gains the role ro",
                        "2 USER 'jane'@'%' gains SELECT on cities, through the role ro",
                        "2 USER 'jane'@'%' gains SELECT on orders, through the view cities and the role ro");
    }

    @Test
    void grantsOnAllObjectsIncludeNewObjects() {
        List<String> statementsBefore = shopWith(
                "GRANT SELECT, INSERT ON ALL TABLES IN DATABASE shop TO ROLE ro",
                "GRANT SELECT ON ALL VIEWS IN ALL DATABASES TO ROLE app");
        assertThat(describeChanges(
                        statementsBefore,
                        "CREATE TABLE parcels (id INT)" + KEY_AND_DISTRIBUTION,
                        "CREATE VIEW old_parcels AS SELECT id FROM parcels",
                        "CREATE TABLE other.things (id INT)" + KEY_AND_DISTRIBUTION))
                .containsExactly(
                        "1 app gains INSERT, SELECT on parcels, through the role ro and ON ALL TABLES IN DATABASE shop",
                        "1 ro gains INSERT, SELECT on parcels, through ON ALL TABLES IN DATABASE shop",
                        "2 app gains SELECT on old_parcels, through ON ALL VIEWS IN ALL DATABASES");
        assertThat(describeChanges(statementsBefore, "DROP TABLE orders FORCE", "DROP TABLE salaries"))
                .isEmpty();
    }

    @Test
    void aViewGivesAccessToWhatItReads() {
        List<String> statementsBefore = shopWith("GRANT SELECT ON VIEW cities TO ROLE ro", "REVOKE ro FROM ROLE app");
        assertThat(describeChanges(
                        statementsBefore,
                        "ALTER VIEW cities AS SELECT id, CAST(amount AS VARCHAR) AS city FROM salaries"))
                .containsExactly(
                        "1 ro gains SELECT on salaries, through the view cities",
                        "1 ro loses SELECT on orders, through the view cities");
        assertThat(describeChanges(
                        statementsBefore,
                        "CREATE OR REPLACE VIEW cities AS SELECT o.id, o.city FROM orders o JOIN salaries s ON o.id ="
                                + " s.id"))
                .containsExactly("1 ro gains SELECT on salaries, through the view cities");
        assertThat(describeChanges(statementsBefore, "GRANT SELECT ON TABLE orders TO ROLE ro"))
                .containsExactly("1 ro gains SELECT on orders");
        assertThat(describeChanges(
                        shopWith("GRANT SELECT ON VIEW cities TO ROLE ro", "GRANT SELECT ON TABLE orders TO ROLE ro"),
                        "REVOKE SELECT ON TABLE orders FROM ROLE ro"))
                .contains("1 ro loses SELECT on orders");
    }

    @Test
    void aViewBehindAnotherViewGivesAccessToItsReaders() {
        List<String> statementsBefore = shopWith(
                "REVOKE ro FROM ROLE app",
                "CREATE VIEW names AS SELECT city FROM cities",
                "GRANT SELECT ON VIEW names TO ROLE ro");
        assertThat(describeChanges(
                        statementsBefore,
                        "ALTER VIEW cities AS SELECT id, CAST(amount AS VARCHAR) AS city FROM salaries"))
                .contains("1 ro gains SELECT on salaries, through the view names");
        assertThat(describeChanges(statementsBefore, "DROP VIEW names")).containsExactly("1 ro loses SELECT on names");
    }

    @Test
    void aViewGivesAccessToTheColumnsOfAnotherViewThatItNames() {
        List<String> statementsBefore = shopWith(
                "REVOKE ro FROM ROLE app",
                "CREATE TABLE employee (id INT, department INT, grade INT, born DATE)" + KEY_AND_DISTRIBUTION,
                "CREATE VIEW members AS SELECT e.id, e.department FROM employee e",
                "CREATE VIEW costs AS SELECT m.department, sum(s.amount) AS total FROM members m JOIN salaries s ON"
                        + " s.id = m.id GROUP BY m.department",
                "GRANT SELECT ON VIEW costs TO ROLE ro");
        String change = "ALTER VIEW members AS SELECT e.id, e.department, e.grade AS grade FROM employee e";
        assertThat(describeChanges(statementsBefore, change)).isEmpty();
        String gain = "1 ro gains SELECT on employee (grade), through the view costs";
        for (String clause : List.of(" WHERE grade > 1", " GROUP BY 1, 2, 3", " ORDER BY grade")) {
            assertThat(describeChanges(statementsBefore, change + clause))
                    .as(clause)
                    .containsExactly(gain);
        }
        assertThat(describeChanges(statementsBefore, change.replace("SELECT", "SELECT DISTINCT")))
                .containsExactly(gain);
        assertThat(describeChanges(
                        statementsBefore,
                        change,
                        "ALTER VIEW costs AS SELECT m.department, m.grade, sum(s.amount) AS total FROM members m JOIN"
                                + " salaries s ON s.id = m.id GROUP BY m.department, m.grade"))
                .containsExactly(gain.replace("1 ro", "2 ro"));
        assertThat(describeChanges(statementsBefore, "ALTER TABLE employee RENAME staff"))
                .isEmpty();
    }

    @Test
    void aViewThatNamesMoreColumnsGivesAccessToThem() {
        List<String> statementsBefore = shopWith(
                "REVOKE ro FROM ROLE app",
                "CREATE VIEW people AS SELECT id FROM salaries",
                "GRANT SELECT ON VIEW people TO ROLE ro");
        assertThat(describeChanges(statementsBefore, "ALTER VIEW people AS SELECT id, amount FROM salaries"))
                .containsExactly("1 ro gains SELECT on salaries (amount), through the view people");
        assertThat(describeChanges(statementsBefore, "ALTER VIEW people AS SELECT id FROM salaries WHERE AMOUNT > 10"))
                .as("a condition tells something about the values")
                .containsExactly("1 ro gains SELECT on salaries (amount), through the view people");
        assertThat(describeChanges(statementsBefore, "ALTER VIEW people AS SELECT id FROM salaries WHERE id > 10"))
                .isEmpty();
        assertThat(describeChanges(
                        statementsBefore,
                        "ALTER TABLE salaries RENAME COLUMN id TO person",
                        "ALTER VIEW people AS SELECT person AS id FROM salaries"))
                .isEmpty();
        assertThat(describeChanges(
                        statementsBefore,
                        "ALTER TABLE salaries ADD COLUMN note VARCHAR(20)",
                        "ALTER VIEW people AS SELECT id, note FROM salaries"))
                .containsExactly("2 ro gains SELECT on salaries (note), through the view people");
        statementsBefore.add("GRANT SELECT ON TABLE salaries TO ROLE ro");
        assertThat(describeChanges(statementsBefore, "ALTER VIEW people AS SELECT id, amount FROM salaries"))
                .isEmpty();
        assertThat(describeChanges(statementsBefore, "REVOKE SELECT ON TABLE salaries FROM ROLE ro"))
                .containsExactly("1 ro loses SELECT on salaries");
    }

    @Test
    void aMaterializedViewGivesAccessToWhatItReads() {
        assertThat(describeChanges(
                        shopWith("REVOKE ro FROM ROLE app"),
                        "CREATE MATERIALIZED VIEW totals DISTRIBUTED BY HASH(id) REFRESH MANUAL AS SELECT id, amount FROM"
                                + " salaries",
                        "GRANT SELECT ON MATERIALIZED VIEW totals TO ROLE ro"))
                .containsExactly(
                        "2 ro gains SELECT on totals",
                        "2 ro gains SELECT on salaries, through the materialized view totals");
    }

    @Test
    void aRebuiltMaterializedViewGivesAccessToWhatItNowReads() {
        String totals = "CREATE MATERIALIZED VIEW %s DISTRIBUTED BY HASH(id) REFRESH MANUAL AS SELECT id FROM %s";
        List<String> statementsBefore = shopWith(
                "REVOKE ro FROM ROLE app",
                totals.formatted("totals", "orders"),
                "GRANT SELECT ON MATERIALIZED VIEW totals TO ROLE ro");
        assertThat(describeChanges(
                        statementsBefore,
                        totals.formatted("totals__cairn_new", "salaries"),
                        "-- grants: from totals to totals__cairn_new",
                        "ALTER MATERIALIZED VIEW totals SWAP WITH totals__cairn_new",
                        "DROP MATERIALIZED VIEW totals__cairn_new"))
                .containsExactly(
                        "2 ro gains SELECT on salaries, through the materialized view totals",
                        "4 ro loses SELECT on orders, through the materialized view totals");
    }

    @Test
    void aViewWithSecurityInvokerGivesNoAccess() {
        List<String> statementsBefore = shopWith("REVOKE ro FROM ROLE app");
        assertThat(describeChanges(
                        statementsBefore, "GRANT SELECT ON VIEW own TO ROLE ro", "ALTER VIEW own SET SECURITY NONE"))
                .containsExactly("1 ro gains SELECT on own", "2 ro gains SELECT on salaries, through the view own");
        statementsBefore.add("GRANT SELECT ON VIEW own TO ROLE ro");
        assertThat(describeChanges(
                        statementsBefore,
                        "DROP VIEW own",
                        "CREATE VIEW own AS SELECT id, amount FROM salaries",
                        "GRANT SELECT ON VIEW own TO ROLE ro"))
                .containsExactly("3 ro gains SELECT on salaries, through the view own");
        statementsBefore.add("GRANT SELECT ON TABLE salaries TO ROLE ro");
        assertThat(describeChanges(statementsBefore, "ALTER VIEW own SET SECURITY NONE"))
                .isEmpty();
        assertThat(describeChanges(
                        shopWith("REVOKE ro FROM ROLE app", "GRANT SELECT ON VIEW cities TO ROLE ro"),
                        "ALTER VIEW cities SET SECURITY INVOKER"))
                .containsExactly("1 ro loses SELECT on orders, through the view cities");
    }

    @Test
    void theGrantOptionIsARightOfItsOwn() {
        List<String> statementsWithoutOption =
                shopWith("REVOKE ro FROM ROLE app", "GRANT SELECT ON TABLE orders TO ROLE ro");
        assertThat(describeChanges(
                        statementsWithoutOption, "GRANT SELECT ON TABLE orders TO ROLE ro WITH GRANT OPTION"))
                .containsExactly("1 ro gains the grant option for SELECT on orders");
        List<String> statementsWithOption =
                shopWith("REVOKE ro FROM ROLE app", "GRANT SELECT ON TABLE orders TO ROLE ro WITH GRANT OPTION");
        assertThat(describeChanges(
                        statementsWithOption,
                        "REVOKE SELECT ON TABLE orders FROM ROLE ro",
                        "GRANT SELECT ON TABLE orders TO ROLE ro"))
                .containsExactly("1 ro loses the grant option for SELECT on orders");
        assertThat(describeChanges(statementsWithOption, "REVOKE SELECT ON TABLE orders FROM ROLE ro"))
                .containsExactly("1 ro loses SELECT on orders");
    }

    @Test
    void aDroppedRoleIsLostByItsHolders() {
        List<String> statementsBefore = shopWith("GRANT SELECT ON TABLE orders TO ROLE ro", "GRANT ro TO USER jane");
        assertThat(describeChanges(statementsBefore, "DROP ROLE ro"))
                .containsExactly(
                        "1 USER 'jane'@'%' loses the role ro",
                        "1 USER 'jane'@'%' loses SELECT on orders, through the role ro",
                        "1 app loses the role ro",
                        "1 app loses SELECT on orders, through the role ro",
                        "1 the role ro is dropped, with all that it may do");
    }

    @Test
    void privilegesFollowTheirObjects() {
        List<String> statementsBefore = shopWith(
                "REVOKE ro FROM ROLE app",
                "GRANT SELECT ON TABLE orders TO ROLE ro",
                "GRANT SELECT ON VIEW cities TO ROLE ro",
                "GRANT SELECT ON ALL TABLES IN DATABASE shop TO ROLE app",
                "GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE app");
        assertThat(describeChanges(statementsBefore, "ALTER TABLE orders RENAME purchases"))
                .isEmpty();
        assertThat(describeChanges(
                        shopWith("GRANT SELECT ON TABLE orders TO ROLE ro"), "ALTER TABLE orders SWAP WITH salaries"))
                .isEmpty();
        assertThat(describeChanges(statementsBefore, "ALTER TABLE orders SWAP WITH salaries"))
                .as("the view reads the other table now, under the same name")
                .containsExactly("1 ro gains SELECT on orders, through the view cities");
        assertThat(describeChanges(
                        statementsBefore,
                        "ALTER TABLE orders RENAME purchases",
                        "GRANT INSERT ON TABLE purchases TO ROLE ro",
                        "REVOKE SELECT ON TABLE purchases FROM ROLE ro"))
                .contains("2 ro gains INSERT on purchases", "3 ro loses SELECT on purchases")
                .hasSize(2);
        assertThat(describeChanges(
                        statementsBefore,
                        "CREATE TABLE orders__cairn_new (id INT, city VARCHAR(30))" + KEY_AND_DISTRIBUTION,
                        "-- grants: from orders to orders__cairn_new",
                        "INSERT INTO orders__cairn_new SELECT * FROM orders",
                        "ALTER TABLE orders SWAP WITH orders__cairn_new",
                        "DROP TABLE orders__cairn_new FORCE"))
                .isEmpty();
        assertThat(describeChanges(
                        statementsBefore,
                        "CREATE VIEW towns AS SELECT id, city FROM orders",
                        "-- grants: from cities to towns",
                        "DROP VIEW cities"))
                .isEmpty();
        assertThat(describeChanges(
                        statementsBefore,
                        "ALTER TABLE orders RENAME orders__cairn_old",
                        "DROP TABLE orders__cairn_old"))
                .containsExactly("2 ro loses SELECT on orders");
    }

    @Test
    void aViewThatBecomesAMaterializedViewKeepsWhatBothKindsHave() {
        List<String> statementsBefore = shopWith("REVOKE ro FROM ROLE app", "GRANT SELECT ON VIEW cities TO ROLE ro");
        String[] replacement = {
            "CREATE VIEW cities__cairn_new AS SELECT 1 AS n",
            "-- grants: from cities to cities__cairn_new",
            "DROP VIEW cities",
            "CREATE MATERIALIZED VIEW cities DISTRIBUTED BY HASH(id) REFRESH MANUAL AS SELECT id, city FROM orders",
            "-- grants: from cities__cairn_new to cities",
            "DROP VIEW cities__cairn_new"
        };
        assertThat(describeChanges(statementsBefore, replacement)).isEmpty();
        statementsBefore.add("GRANT SELECT ON ALL VIEWS IN DATABASE shop TO ROLE app");
        assertThat(describeChanges(statementsBefore, replacement))
                .containsExactly(
                        "3 app loses SELECT on cities, through ON ALL VIEWS IN DATABASE shop",
                        "3 app loses SELECT on orders, through the view cities and ON ALL VIEWS IN DATABASE shop");
    }

    @Test
    void accessThatIsRevokedAndGrantedAgainIsNoChange() {
        List<String> statementsBefore = shopWith("GRANT SELECT ON TABLE orders TO ROLE ro", "GRANT ro TO USER jane");
        assertThat(describeChanges(
                        statementsBefore,
                        "REVOKE ro FROM USER jane",
                        "DROP ROLE ro",
                        "CREATE ROLE ro",
                        "GRANT SELECT ON TABLE orders TO ROLE ro",
                        "GRANT ro TO ROLE app",
                        "GRANT ro TO USER jane"))
                .isEmpty();
        assertThat(describeChanges(
                        SHOP_STATEMENTS,
                        "GRANT SELECT ON TABLE orders TO USER joe",
                        "REVOKE SELECT ON TABLE orders FROM joe"))
                .isEmpty();
        assertThat(describeChanges(
                        SHOP_STATEMENTS,
                        "REVOKE SELECT ON TABLE orders FROM joe",
                        "GRANT SELECT ON TABLE orders TO USER joe"))
                .isEmpty();
        assertThat(describeChanges(statementsBefore, "GRANT SELECT ON TABLE orders TO ROLE ro"))
                .isEmpty();
    }
}
