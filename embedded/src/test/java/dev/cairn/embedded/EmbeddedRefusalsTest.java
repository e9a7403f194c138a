package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.embedded.rows.store.StatementWatchdogTest;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.RefusalCase;
import dev.cairn.refusal.RefusalTable;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.token.RefusalRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each rule of the embedded server has a case: a statement that is refused because of it. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class EmbeddedRefusalsTest {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/cairn/embedded");

    /** The tests of the rules that no single statement breaks. */
    private static final Map<EmbeddedRule, Class<?>> OTHER_TESTS = Map.ofEntries(
            Map.entry(EmbeddedRule.CHANGE_AFTER_STATEMENT, TransactionTest.class), // only in shared-data mode
            Map.entry(EmbeddedRule.CANCELLED, SideBySideTest.class), // KILL QUERY in another session
            Map.entry(EmbeddedRule.ANSWER_TOO_LARGE, LargeQueryTest.class), // a quarter of the heap
            Map.entry(EmbeddedRule.INDEFINITE_LOAD_OPERATIONS, StreamLoadTest.class),
            Map.entry(EmbeddedRule.LOADED_DATABASE_UNKNOWN, StreamLoadTest.class),
            Map.entry(EmbeddedRule.LOADED_TABLE_UNKNOWN, StreamLoadTest.class),
            Map.entry(EmbeddedRule.LOADED_OBJECT_NOT_A_TABLE, StreamLoadTest.class),
            Map.entry(EmbeddedRule.LOADED_MATERIALIZED_VIEW, StreamLoadTest.class),
            Map.entry(EmbeddedRule.LOAD_TIMEOUT_INVALID, StreamLoadTest.class),
            Map.entry(EmbeddedRule.LIST_TOO_LONG, LargeQueryTest.class),
            Map.entry(EmbeddedRule.MEMORY_LIMIT, LargeQueryTest.class),
            Map.entry(EmbeddedRule.ENDED_FOR_MEMORY, StatementWatchdogTest.class));

    /** Rules of the engine that the embedded server also uses. A case names such a rule with its enum. */
    private static final List<Class<? extends Enum<?>>> SHARED_RULES =
            List.of(CommonRule.class, ExpressionRule.class, ServerError.class);

    private static final List<String> SETUP_STATEMENTS = List.of(
            "CREATE TABLE t (k INT, v VARCHAR(20)) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE TABLE p (k INT NOT NULL, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE TABLE n (k BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE VIEW w AS SELECT k FROM t");

    private static List<RefusalCase> cases() throws IOException {
        return RefusalCase.read(Files.readString(RESOURCES.resolve("refusal/EmbeddedRule.sql")));
    }

    @Test
    void everyCaseIsRefusedByItsRule(FreshDatabase database) throws IOException, SQLException {
        List<String> differences = new ArrayList<>();
        try (Client root = Client.of(database.jdbcUrl())) {
            root.run(SETUP_STATEMENTS.toArray(String[]::new));
            root.run("CREATE USER 'eve'", "GRANT INSERT ON t TO USER 'eve'");
            for (RefusalCase refusalCase : cases()) {
                String user = refusalCase.serverState().isEmpty() ? "root" : "eve";
                try (Client client = Client.of(database.jdbcUrl(), user, "")) {
                    client.run(refusalCase.precedingStatements().toArray(String[]::new));
                    Client.Refusal refusal = client.refusal(refusalCase.statement());
                    if (!isRefusalOf(requireRule(refusalCase.rule()), refusal)
                            || !refusal.message().contains(refusalCase.messagePart())) {
                        differences.add(
                                refusalCase.rule() + ": " + refusalCase.statement() + "\n  is refused by " + refusal);
                    }
                } catch (SQLException | AssertionError unexpected) {
                    differences.add(refusalCase.rule() + ": " + unexpected.getMessage());
                }
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
    }

    private static RefusalRule requireRule(String name) {
        if (!name.contains(".")) {
            return EmbeddedRule.valueOf(name);
        }
        return SHARED_RULES.stream()
                .flatMap(rules -> Arrays.stream(rules.getEnumConstants()))
                .filter(rule -> name.equals(rule.getDeclaringClass().getSimpleName() + "." + rule.name()))
                .map(RefusalRule.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns whether the refusal has the text of the rule. If the rule has no text of its own, no other rule may have
     * the text.
     */
    private static boolean isRefusalOf(RefusalRule rule, Client.Refusal refusal) {
        boolean hasNoText = rule.template().equals("%s");
        return refusal.errno() == rule.errno()
                && (hasNoText
                        ? Stream.of(EmbeddedRule.values())
                                .noneMatch(otherRule ->
                                        !otherRule.template().equals("%s") && hasTemplateOf(otherRule, refusal))
                        : hasTemplateOf(rule, refusal));
    }

    private static boolean hasTemplateOf(RefusalRule rule, Client.Refusal refusal) {
        String text = Arrays.stream(rule.template().split("%s", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(text, Pattern.DOTALL).matcher(refusal.message()).find();
    }

    @Test
    void everyRuleHasACase() throws IOException {
        List<String> ruleNames = cases().stream().map(RefusalCase::rule).toList();
        assertThat(EmbeddedRule.values())
                .filteredOn(rule -> !ruleNames.contains(rule.name()))
                .containsExactlyInAnyOrderElementsOf(OTHER_TESTS.keySet());
    }

    /** A golden file lists the rules; {@code -Dgolden.update=true} writes it. */
    @Test
    void thePageListsAllRules() throws IOException {
        Path refusalsPage = RESOURCES.resolve("refusals.md");
        String content =
                "# Refusals of the embedded server\n\nThe statements are refused in a database with these tables:\n\n"
                        + SETUP_STATEMENTS.stream()
                                .map(statement -> "    " + statement + ";\n")
                                .collect(Collectors.joining())
                        + "\n" + new RefusalTable(List.of(EmbeddedRule.values()), cases()).render();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(refusalsPage, content);
        }
        assertThat(Files.readString(refusalsPage)).isEqualTo(content);
    }
}
