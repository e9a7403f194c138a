package dev.cairn.plan.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SeedRows;
import dev.cairn.plan.PlanScenario;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans contain the statements that change declared rows. */
class SeedPlanTest {
    private static final String CREATE_COUNTRY =
            "CREATE TABLE country (code VARCHAR(2), name VARCHAR(80)) PRIMARY KEY (code)";
    private static final String INSERT_COUNTRIES =
            "INSERT INTO country (code, name) VALUES ('DE', 'Germany'), ('FR', 'France')";
    private static final ObjectName TABLE_NAME = new ObjectName("shop", "country");

    private static Catalog createCatalog(String table, String... seeds) {
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE, PlanScenario.SESSION, Catalog.EMPTY.withDatabase(Database.of("shop")));
        if (!table.isEmpty()) {
            simulation.apply(MigrationAction.parse(table));
        }
        for (String seed : seeds) {
            simulation.apply(MigrationAction.parse("-- seed\n" + seed));
        }
        return simulation.catalog();
    }

    private static Planner createPlanner() {
        return new Planner(PlanScenario.ENGINE, PlanScenario.SESSION);
    }

    /** Plans the change and its reversal, and requires that both plans lead to their targets. */
    private static List<String> planBothWays(Catalog from, Catalog to, Rename... renames) {
        List<String> statements = planAndCheck(from, to, new Renames(List.of(renames)));
        planAndCheck(to, from, new Renames(List.of(renames)).reverse(from, to));
        return statements;
    }

    private static List<String> planAndCheck(Catalog from, Catalog to, Renames renames) {
        Plan plan = createPlanner().plan(from, to, renames);
        assertThat(plan.impossibleChanges()).isEmpty();
        Simulation simulation = new Simulation(PlanScenario.ENGINE, PlanScenario.SESSION, from);
        List<String> statements = new ArrayList<>();
        for (Step step : plan.steps()) {
            statements.add(step.text());
            simulation.apply(MigrationAction.parse(step.text()));
        }
        assertThat(createPlanner().plan(simulation.catalog(), to, Renames.NONE).steps())
                .extracting(Step::text)
                .isEmpty();
        assertThat(seedRows(simulation.catalog())).containsExactlyInAnyOrderElementsOf(seedRows(to));
        return statements;
    }

    private static List<SeedRows.Row> seedRows(Catalog catalog) {
        return catalog.findTable("shop", "country")
                .map(table -> table.seedRows().rows())
                .orElse(List.of());
    }

    @Test
    void theRowsOfANewTableFollowIt() {
        assertThat(planBothWays(createCatalog(""), createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES)))
                .element(1)
                .isEqualTo("""
                        -- seed
                        INSERT INTO `country` (`code`, `name`) VALUES
                          ('DE', 'Germany'),
                          ('FR', 'France')""");
    }

    @Test
    void onlyChangedRowsAreWritten() {
        assertThat(planBothWays(
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES.replace("France", "L''Été"))))
                .containsExactly("""
                        -- seed
                        INSERT INTO `country` (`code`, `name`) VALUES
                          ('FR', 'L\\'Été')""");
    }

    @Test
    void theOrderOfRowsAndColumnsIsNoDifference() {
        assertThat(planBothWays(
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                        createCatalog(
                                CREATE_COUNTRY,
                                "INSERT INTO country (name, code) VALUES ('France', 'FR'), ('Germany', 'DE')")))
                .isEmpty();
    }

    @Test
    void aRowThatIsNoLongerDeclaredIsDeletedWithConsent() {
        Catalog from = createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES);
        Catalog to = createCatalog(CREATE_COUNTRY, "INSERT INTO country (code, name) VALUES ('DE', 'Germany')");
        assertThat(planBothWays(from, to)).containsExactly("""
                -- seed
                -- destructive: deletes the row 'FR' of country
                DELETE FROM `country` WHERE `code` IN ('FR')""");
        assertThat(createPlanner().plan(from, to, Renames.NONE).findObjections(AllowedChanges.NONE))
                .extracting(Object::toString)
                .containsExactly("shop.country: deletes the row 'FR' of country");
    }

    @Test
    void rowsOfSeveralKeyColumnsAreDeletedByAllOfThem() {
        String table = "CREATE TABLE country (code VARCHAR(2), lang VARCHAR(2), n INT) PRIMARY KEY (code, lang)";
        assertThat(planBothWays(
                        createCatalog(
                                table, "INSERT INTO country VALUES ('DE', 'de', 1), ('DE', 'en', 2), ('FR', 'en', 3)"),
                        createCatalog(table, "INSERT INTO country VALUES ('DE', 'en', 2)")))
                .containsExactly("""
                        -- seed
                        -- destructive: deletes the rows ('DE', 'de'), ('FR', 'en') of country
                        DELETE FROM `country` WHERE (`code` = 'DE' AND `lang` = 'de')
                          OR (`code` = 'FR' AND `lang` = 'en')""");
    }

    @Test
    void aColumnIsAddedBeforeItsValuesAreWritten() {
        assertThat(
                        planBothWays(
                                createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                                createCatalog(
                                        CREATE_COUNTRY.replace("(80)", "(80), area DOUBLE"),
                                        "INSERT INTO country (code, name, area) VALUES ('DE', 'Germany', 357.6), ('FR', 'France', NULL)")))
                .containsExactly("ALTER TABLE `country` ADD COLUMN `area` double NULL", """
                        -- seed
                        INSERT INTO `country` (`code`, `name`, `area`) VALUES
                          ('DE', 'Germany', 357.6E0),
                          ('FR', 'France', NULL)""");
    }

    @Test
    void aDroppedColumnLeavesTheOtherValues() {
        assertThat(planBothWays(
                        createCatalog(
                                CREATE_COUNTRY.replace("(80)", "(80), area DOUBLE"),
                                "INSERT INTO country (code, name, area) VALUES ('DE', 'Germany', 357.6), ('FR', 'France', NULL)"),
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES)))
                .containsExactly("""
                        -- destructive: drops country.area
                        ALTER TABLE `country` DROP COLUMN `area`""");
    }

    @Test
    void aColumnThatIsDroppedAndAddedAgainHasNoValues() {
        String tableWithArea = CREATE_COUNTRY.replace("(80)", "(80), area INT");
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE,
                PlanScenario.SESSION,
                createCatalog(tableWithArea, "INSERT INTO country VALUES ('DE', 'Germany', 357)"));
        simulation.apply(MigrationAction.parse("ALTER TABLE country DROP COLUMN area"));
        simulation.apply(MigrationAction.parse("ALTER TABLE country ADD COLUMN area INT"));
        Catalog to = createCatalog(tableWithArea, "INSERT INTO country VALUES ('DE', 'Germany', 357)");
        assertThat(planAndCheck(simulation.catalog(), to, Renames.NONE)).hasSize(1);
    }

    @Test
    void aRenamedColumnKeepsItsValues() {
        assertThat(planBothWays(
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                        createCatalog(
                                CREATE_COUNTRY.replace("name", "title"), INSERT_COUNTRIES.replace("name", "title")),
                        new Rename.ColumnRename(TABLE_NAME, "name", "title")))
                .containsExactly("ALTER TABLE `country` RENAME COLUMN `name` TO `title`");
    }

    @Test
    void aRenamedKeyColumnStillIdentifiesTheRows() {
        assertThat(planBothWays(
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                        createCatalog(
                                CREATE_COUNTRY.replace("code", "iso"), "INSERT INTO country VALUES ('FR', 'France')"),
                        new Rename.ColumnRename(TABLE_NAME, "code", "iso")))
                .first()
                .asString()
                .contains("DELETE FROM `country` WHERE `code` IN ('DE')");
    }

    @Test
    void aRenamedTableKeepsItsRows() {
        Plan plan = createPlanner()
                .plan(
                        createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                        createCatalog(
                                CREATE_COUNTRY.replace("country", "land"), INSERT_COUNTRIES.replace("country", "land")),
                        new Renames(List.of(new Rename.ObjectRename(new ObjectName("shop", "land"), "country"))));
        assertThat(plan.steps()).extracting(Step::text).containsExactly("ALTER TABLE `country` RENAME `land`");
    }

    @Test
    void aDroppedTableTakesItsRowsWithIt() {
        assertThat(planBothWays(createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES), createCatalog("")))
                .noneMatch(text -> text.contains("DELETE") || text.contains("seed"));
    }

    @Test
    void aRebuildWritesTheRowsAgainAndDeletesBefore() {
        List<String> plan = planBothWays(
                createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES),
                createCatalog(
                        CREATE_COUNTRY.replace("VARCHAR(80)", "VARCHAR(40)"),
                        "INSERT INTO country (code, name) VALUES ('DE', 'Germany')"));
        assertThat(plan.get(0)).endsWith("DELETE FROM `country` WHERE `code` IN ('FR')");
        assertThat(plan).anyMatch(text -> text.contains("SWAP WITH"));
        assertThat(plan.get(plan.size() - 1)).isEqualTo("""
                -- seed
                INSERT INTO `country` (`code`, `name`) VALUES
                  ('DE', 'Germany')""");
    }

    @Test
    void aShorterKeyKeepsTheRowsThatAreStillDeclared() {
        List<String> plan = planAndCheck(
                createCatalog(
                        "CREATE TABLE country (code VARCHAR(2), lang VARCHAR(2), name VARCHAR(80)) PRIMARY KEY (code, lang)",
                        "INSERT INTO country VALUES ('DE', 'de', 'x'), ('DE', 'en', 'y'), ('FR', 'en', 'z')"),
                createCatalog(CREATE_COUNTRY, "INSERT INTO country VALUES ('DE', 'Germany')"),
                Renames.NONE);
        assertThat(plan.get(0))
                .contains("WHERE (`code` = 'FR' AND `lang` = 'en')")
                .doesNotContain("'DE'");
    }

    @Test
    void truncateForgetsTheRows() {
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE, PlanScenario.SESSION, createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES));
        simulation.apply(MigrationAction.parse("TRUNCATE TABLE country"));
        assertThat(seedRows(simulation.catalog())).isEmpty();
    }

    @Test
    void aStepNamesTheStatementsThatRevertIt() {
        Simulation simulation = new Simulation(
                PlanScenario.ENGINE, PlanScenario.SESSION, createCatalog(CREATE_COUNTRY, INSERT_COUNTRIES));
        simulation.apply(
                MigrationAction.parse("-- seed\nINSERT INTO country VALUES ('DE', 'Deutschland'), ('IT', 'Italy')"));
        assertThat(simulation.steps().get(0).reversalStatements().stream().map(Sql::render))
                .containsExactly(
                        "DELETE FROM `country` WHERE `code` IN ('IT')",
                        "INSERT INTO `country` (`code`, `name`) VALUES\n  ('DE', 'Germany')");
    }

    @Test
    void manyRowsAreSeveralStatements() {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            values.append(i == 0 ? "" : ", ")
                    .append("('")
                    .append(i)
                    .append("', '")
                    .append("x".repeat(80))
                    .append("')");
        }
        String table = CREATE_COUNTRY.replace("VARCHAR(2)", "VARCHAR(4)");
        List<String> plan =
                planBothWays(createCatalog(table), createCatalog(table, "INSERT INTO country VALUES " + values));
        assertThat(plan).hasSizeGreaterThan(2).allMatch(text -> text.length() < 65_534);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "BOOLEAN | true | 1 | TRUE",
                "TINYINT | -128 | (-128) | -128",
                "LARGEINT | 170141183460469231731687303715884105727 | +170141183460469231731687303715884105727 | 170141183460469231731687303715884105727",
                "DECIMAL(10, 2) | 1.5 | 1.50 | 1.5",
                "DECIMAL(10, 2) | 1000 | 1e3 | 1000",
                "DOUBLE | 0.1 | 1e-1 | 0.1E0",
                "FLOAT | 0.1 | 0.10 | 0.1E0",
                "DATE | '2024-01-02' | '2024-1-2' | '2024-01-02'",
                "DATE | '2024-01-02' | DATE '2024-01-02' | '2024-01-02'",
                "DATETIME | '2024-01-02' | '2024-01-02 00:00:00' | '2024-01-02 00:00:00'",
                "DATETIME | '2024-01-02 03:04:05.5' | '2024-01-02 03:04:05.500000' | '2024-01-02 03:04:05.500000'",
                "VARCHAR(20) | 'a''b\\\\c' | \"a'b\\\\c\" | 'a\\'b\\\\c'",
                "VARCHAR(20) | '${x}' | '${x}' | '${x}'",
                "VARCHAR(20) | '日本' | '日本' | '日本'",
                "VARCHAR(20) | '' | \"\" | ''",
                "CHAR(3) | NULL | (NULL) | NULL"
            })
    void aValueHasOneLiteral(String type, String literal, String equalLiteral, String writtenLiteral) {
        String table = "CREATE TABLE country (id INT, v " + type + ") PRIMARY KEY (id)";
        Catalog to = createCatalog(table, "INSERT INTO country VALUES (1, " + literal + ")");
        assertThat(planBothWays(to, createCatalog(table, "INSERT INTO country VALUES (1, " + equalLiteral + ")")))
                .isEmpty();
        assertThat(planBothWays(createCatalog(table), to))
                .containsExactly("-- seed\nINSERT INTO `country` (`id`, `v`) VALUES\n  (1, " + writtenLiteral + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "TINYINT | 128 | v is tinyint(4), which can't hold the value 128",
                "INT | 1.0 | v is int(11), and the value 1.0 is not an integer",
                "INT | '1' | v is int(11), and the value '1' is not an integer",
                "DECIMAL(4, 2) | 100 | v is decimal(4, 2), which can't hold the value 100",
                "DECIMAL(4, 2) | 1.234 | v is decimal(4, 2), which can't hold the value 1.234",
                "DOUBLE | 1e999 | Invalid numeric literal 1e999",
                "DATE | '2024-02-30' | v is date, which can't hold the value '2024-02-30'",
                "DATE | '2024-01-01 10:00:00' | v is date, which can't hold the value '2024-01-01 10:00:00'",
                "BOOLEAN | 2 | v is boolean, and the value 2 is not TRUE or FALSE",
                "VARCHAR(2) | 'äö' | v is varchar(2), and the value 'äö' has 4 bytes in UTF-8",
                "VARCHAR(2) | 1 | v is varchar(2), and the value 1 is not a text in quotes",
                "VARCHAR(2) | upper('a') | v is varchar(2), and the value upper('a') is not a text in quotes",
                "INT NOT NULL | NULL | v is NOT NULL, and the value is NULL"
            })
    void aValueThatTheColumnWouldChangeIsRefused(String type, String literal, String problem) {
        assertThatThrownBy(() -> createCatalog(
                        "CREATE TABLE country (id INT, v " + type + ") PRIMARY KEY (id)",
                        "INSERT INTO country VALUES (1, " + literal + ")"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.detail()).isEqualTo(problem));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO country SELECT 'DE', 'Germany'",
                "INSERT OVERWRITE country VALUES ('DE', 'Germany')",
                "INSERT INTO country VALUES ('DE', DEFAULT)",
                "UPDATE country SET name = 'x' WHERE code = 'DE'",
                "DELETE FROM country WHERE name = 'Germany'",
                "DELETE FROM country WHERE code > 'A'",
                "DELETE FROM country WHERE code NOT IN ('DE')",
                "CREATE TABLE t (k INT)"
            })
    void otherStatementsAreRefused(String statement) {
        assertThatThrownBy(() -> createCatalog(CREATE_COUNTRY, statement))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.hasRule(SeedRule.UNSUPPORTED_STATEMENT))
                                .isTrue());
    }
}
