package dev.cairn.plan.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.PlanScenario;
import dev.cairn.plan.Planner;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans say what happens to values that the new type of a column can't represent, and which query counts their rows.
 */
class ValueLossTest {
    private static final Pattern COUNT_QUERY_PATTERN = Pattern.compile("\\((SELECT count.*) counts them\\)");

    /** Returns a table with this type of the column v. A change of the key model requires a rebuild. */
    private static String createTableSql(String type, String model) {
        return "CREATE TABLE t (id BIGINT NOT NULL, k INT NOT NULL, v " + type + ") " + model + " KEY (id)"
                + " DISTRIBUTED BY HASH (id) BUCKETS 1";
    }

    private static List<String> findLosses(String from, String to) {
        return PlanScenario.of(createTableSql(from, "UNIQUE"), createTableSql(to, "DUPLICATE"))
                .plan()
                .findObjections(AllowedChanges.NONE)
                .stream()
                .filter(objection -> objection.kind() == Objection.Kind.DESTRUCTIVE)
                .map(Objection::reason)
                .toList();
    }

    private static String findCopyFailure(String from, String to) {
        return PlanScenario.of(createTableSql(from, "UNIQUE"), createTableSql(to, "DUPLICATE")).plan().steps().stream()
                .flatMap(step -> step.lints().stream())
                .filter(lint -> lint.rule() == LintRule.COPY_FAILS)
                .map(StepLint::message)
                .filter(message -> message.startsWith("values of t.v"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        BIGINT         | TINYINT                | do not fit tinyint(4) become NULL (SELECT count(*) FROM `t` WHERE NOT (CAST(`v` AS TINYINT) <=> `v`) counts them)
        BIGINT         | TINYINT NOT NULL       | do not fit tinyint(4) make the copy fail (SELECT count(*) FROM `t` WHERE NOT
        VARCHAR(40)    | VARCHAR(20)            | longer than 20 bytes make the copy fail (SELECT count(*) FROM `t` WHERE length(`v`) > 20 counts them)
        VARCHAR(40)    | VARCHAR(20) NOT NULL   | longer than 20 bytes make the copy fail
        INT            | VARCHAR(5)             | longer than 5 bytes make the copy fail (SELECT count(*) FROM `t` WHERE length(CAST(`v` AS VARCHAR)) > 5
        VARCHAR(40)    | INT                    | do not fit int(11) become NULL (SELECT count(*) FROM `t` WHERE `v` IS NOT NULL AND CAST(`v` AS INT) IS NULL
        VARCHAR(40)    | DATE NOT NULL          | do not fit date make the copy fail (SELECT
        DECIMAL(10, 2) | DECIMAL(10, 1)         | do not fit decimal(10, 1) lose precision (SELECT
        DECIMAL(10, 2) | DECIMAL(8, 2)          | do not fit decimal(8, 2) become NULL or make the copy fail (SELECT count(*) FROM `t` WHERE NOT (CAST(`v` AS DECIMAL(8,2)) <=> `v`) OR abs(`v`) >= 1000000 counts
        DECIMAL(10, 2) | DECIMAL(8, 1) NOT NULL | do not fit decimal(8, 1) lose precision, or make the copy fail (SELECT
        DOUBLE         | INT                    | do not fit int(11) lose precision, or become NULL (SELECT
        DOUBLE         | FLOAT                  | do not fit float lose precision (SELECT
        BIGINT         | BOOLEAN                | do not fit boolean lose precision (SELECT
        VARCHAR(40)    | DECIMAL(8, 2)          | do not fit decimal(8, 2) become NULL or make the copy fail (SELECT
        DATETIME       | DATE                   | do not fit date lose precision (SELECT
        VARBINARY(40)  | VARBINARY(20)          | longer than 20 bytes make the copy fail
        JSON           | INT                    | do not fit int(11) become NULL (SELECT
        ARRAY<BIGINT>  | ARRAY<INT> NOT NULL    | v.[*] that do not fit int(11) become NULL
        STRUCT<a BIGINT, b INT> | STRUCT<a INT, b INT> NOT NULL | values of t.v.a that do not fit int(11) become NULL (SELECT count(*) FROM `t` WHERE NOT (CAST(`v`.`a` AS INT) <=> `v`.`a`) counts them)
        """)
    void aCopySaysWhatBecomesOfTheValuesAndCountsTheirRows(String from, String to, String expectedText) {
        List<String> losses = findLosses(from, to).stream()
                .filter(why -> why.contains("values of t.v"))
                .toList();
        // A value at which the copy fails is not lost.
        assertThat(losses.isEmpty()).isEqualTo(expectedText.matches(".*(bytes|\\)|date) make the copy fail.*"));
        String loss = losses.isEmpty() ? findCopyFailure(from, to) : losses.get(0);
        assertThat(loss).contains(expectedText);
        Matcher query = COUNT_QUERY_PATTERN.matcher(loss);
        if (query.find()) {
            String schemaWithCountView = createTableSql(from, "UNIQUE") + "; CREATE VIEW counted AS " + query.group(1);
            assertThat(PlanScenario.createCatalog(schemaWithCountView)
                            .findDatabase("shop")
                            .orElseThrow()
                            .findView("counted"))
                    .isPresent();
        }
    }

    @Test
    void anAlteredColumnIsConvertedByTheServer() {
        assertThat(findLosses("VARCHAR(40)", "VARCHAR(60)")).isEmpty();
        assertThat(PlanScenario.of(createTableSql("VARCHAR(40)", "DUPLICATE"), createTableSql("INT", "DUPLICATE"))
                        .plan()
                        .findObjections(AllowedChanges.NONE))
                .extracting(Objection::reason)
                .containsExactly(
                        "values of t.v that do not fit int(11) are converted to another value, or make the change fail"
                                + " (SELECT count(*) FROM `t` WHERE `v` IS NOT NULL AND CAST(`v` AS INT) IS NULL counts them)");
    }

    @Test
    void aFloatThatIsAlteredToADoubleIsRounded() {
        assertThat(PlanScenario.of(createTableSql("FLOAT", "DUPLICATE"), createTableSql("DOUBLE", "DUPLICATE"))
                        .plan()
                        .findObjections(AllowedChanges.NONE))
                .extracting(Objection::reason)
                .containsExactly("values of t.v lose the digits after the sixth decimal place (SELECT count(*) FROM `t`"
                        + " WHERE CAST(round(`v`, 6) AS FLOAT) <> `v` counts them)");
        assertThat(findLosses("FLOAT", "DOUBLE")).isEmpty();
    }

    @Test
    void aFillReplacesValuesThatDoNotFit() {
        PlanScenario scenario =
                PlanScenario.of(createTableSql("BIGINT", "UNIQUE"), createTableSql("INT NOT NULL", "UNIQUE"));
        ColumnFill zeroFill = new ColumnFill(new ObjectName("shop", "t"), "v", Sql.parseExpression("0"));
        Plan plan = new Planner(PlanScenario.ENGINE, PlanScenario.SESSION)
                .withFills(List.of(zeroFill))
                .plan(scenario.before(), scenario.after(), scenario.renames());
        assertThat(plan.findObjections(AllowedChanges.NONE))
                .extracting(Objection::reason)
                .anyMatch(why ->
                        why.startsWith("values of t.v that do not fit int(11) get the value for rows without one"));
    }
}
