package dev.cairn.tooling.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.plan.step.LintRule;
import dev.cairn.profile.ServerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/lint.md describes all rules. Its examples have the findings, and the harm happens on the embedded server. */
class LintRulesTest {
    private static final Path PAGE = Path.of("..", "docs", "lint.md");

    @AutoClose
    private static EmbeddedStarRocks newServer;

    @AutoClose
    private static EmbeddedStarRocks oldServer;

    @BeforeAll
    static void start() {
        newServer = EmbeddedStarRocks.start();
        oldServer = EmbeddedStarRocks.start(
                Options.DEFAULT.profile(ServerProfile.DEFAULT.with(ServerProfile.Version.V3_5)));
    }

    /** A section of the page. */
    private record Section(String code, String text) {
        List<LintExample> examples() {
            List<LintExample> examples = new ArrayList<>();
            String[] blocks = text.split("```", -1);
            for (int i = 1; i < blocks.length; i += 2) {
                if (blocks[i].startsWith("sql\n-- ")) {
                    examples.add(LintExample.of(code, blocks[i].substring("sql\n".length())));
                }
            }
            return examples;
        }
    }

    private static Map<String, Section> readSections() throws IOException {
        Map<String, Section> sections = new LinkedHashMap<>();
        for (String section : Files.readString(PAGE).split("\n### ", -1)) {
            int end = section.indexOf('\n');
            String code = section.substring(0, end).strip();
            sections.put(code, new Section(code, section.substring(end).split("\n## ", -1)[0]));
        }
        sections.remove(sections.keySet().iterator().next()); // before the first rule
        return sections;
    }

    @Test
    void thePageDescribesEachRuleOnceInTheOrderOfTheRules() throws IOException {
        assertThat(readSections().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(LintRule.values()).map(LintRule::code).toList());
        for (LintRule rule : LintRule.values()) {
            assertThat(readSections().get(rule.code()).text())
                    .as(rule.code())
                    .contains("Severity: " + rule.severity().word());
        }
    }

    @Test
    void theTableOfThePageHasTheRulesWithTheirSeverities() throws IOException {
        assertThat(Files.readString(PAGE).lines().filter(line -> line.startsWith("| [")))
                .map(line -> line.substring(0, line.indexOf(" | ", line.indexOf(") | ") + ") | ".length())))
                .containsExactlyElementsOf(Arrays.stream(LintRule.values())
                        .map(rule -> "| [" + rule.code() + "](#" + rule.code() + ") | "
                                + rule.severity().word())
                        .toList());
    }

    @Test
    void eachRuleHasAnExampleWithHarmAndANearMiss() throws IOException {
        for (Section section : readSections().values()) {
            assertThat(section.examples()).as(section.code()).isNotEmpty().anySatisfy(example -> {
                // The harm of a policy is that a rule of the team is broken.
                if (LintRule.find(section.code()).orElseThrow().family() != LintRule.Family.POLICY) {
                    assertThat(example.textsByPart()).containsKey("harm");
                }
                assertThat(example.textsByPart().keySet()).containsAnyOf("safe", "safe query");
            });
        }
    }

    static Stream<LintExample> examples() throws IOException {
        return readSections().values().stream().flatMap(section -> section.examples().stream());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theRuleFindsTheHarmAndNotTheNearMiss(LintExample example) {
        assertThat(listRuleCodes(example.lint("harmful"))).contains(example.rule());
        if (example.textsByPart().containsKey("safe") || example.textsByPart().containsKey("safe query")) {
            assertThat(listRuleCodes(example.lint("safe"))).doesNotContain(example.rule());
        }
    }

    private static List<String> listRuleCodes(LintReport report) {
        return report.findings().stream().map(finding -> finding.rule().code()).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theHarmHappens(LintExample example) throws SQLException {
        EmbeddedStarRocks server = example.settings().containsKey("lint.targets") ? oldServer : newServer;
        server.dropDatabase(LintExample.DATABASE);
        server.createDatabase(LintExample.DATABASE);
        try (Connection connection = server.dataSource(LintExample.DATABASE).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : example.parseStatements("before")) {
                statement.execute(sql);
                server.jobs().finish();
            }
            List<String> failures = new ArrayList<>();
            for (String part : List.of("harmful", "harmful query", "previous query")) {
                for (String sql : example.parseStatements(part)) {
                    String result = execute(statement, sql);
                    if (result.startsWith("error")) {
                        failures.add(result);
                    }
                    server.jobs().finish();
                }
            }
            List<Pattern> expectedPatterns = readExpectedFailures(example);
            assertThat(failures).as("errors of the harmful statements").hasSameSizeAs(expectedPatterns);
            for (int i = 0; i < expectedPatterns.size(); i++) {
                assertThat(failures.get(i)).matches(expectedPatterns.get(i));
            }
            for (ExpectedResult expectedResult : parseExpectedResults(example)) {
                assertThat(execute(statement, expectedResult.sql()))
                        .as(expectedResult.sql())
                        .matches(expectedResult.compilePattern());
            }
        }
    }

    /** A statement, and the comments after it: its rows or its error, with {@code …} for parts that do not matter. */
    private record ExpectedResult(String sql, String result) {
        Pattern compilePattern() {
            return LintRulesTest.compilePattern(result);
        }
    }

    private static Pattern compilePattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    private static final String RESULT_PREFIX = "-- ";
    private static final String FAILURE_PREFIX = "-- the statement fails: ";

    private static List<Pattern> readExpectedFailures(LintExample example) {
        return example.textsByPart()
                .getOrDefault("harm", "")
                .lines()
                .filter(line -> line.startsWith(FAILURE_PREFIX))
                .map(line -> compilePattern("error: " + line.substring(FAILURE_PREFIX.length())))
                .toList();
    }

    private static List<ExpectedResult> parseExpectedResults(LintExample example) {
        List<ExpectedResult> expectedResults = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        List<String> rows = new ArrayList<>();
        for (String line :
                example.textsByPart().getOrDefault("harm", "").lines().toList()) {
            if (line.startsWith(FAILURE_PREFIX)) {
                continue;
            }
            if (line.startsWith(RESULT_PREFIX)) {
                rows.add(line.substring(RESULT_PREFIX.length()));
            } else if (!line.isBlank()) {
                if (!rows.isEmpty()) {
                    expectedResults.add(new ExpectedResult(sql.toString(), String.join("\n", rows)));
                    sql.setLength(0);
                    rows.clear();
                }
                sql.append(line.replace(";", "")).append('\n');
            }
        }
        if (!sql.isEmpty()) {
            expectedResults.add(new ExpectedResult(sql.toString(), String.join("\n", rows)));
        }
        return expectedResults;
    }

    private static String execute(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return "done";
            }
            List<String> rows = new ArrayList<>();
            try (ResultSet results = statement.getResultSet()) {
                while (results.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                        values.add(String.valueOf(results.getString(i)));
                    }
                    rows.add(String.join(" | ", values));
                }
            }
            return rows.isEmpty() ? "no rows" : String.join("\n", rows);
        } catch (SQLException refusal) {
            return "error: " + refusal.getMessage();
        }
    }
}
