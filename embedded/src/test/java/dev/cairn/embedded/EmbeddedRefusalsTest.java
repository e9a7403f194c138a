package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.embedded.rows.StatementWatchdogTest;
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
    private static final Map<EmbeddedRule, Class<?>> OTHER_TESTS = Map.of(
            EmbeddedRule.CANCELLED, SideBySideTest.class, // KILL QUERY in another session
            EmbeddedRule.ANSWER_TOO_LARGE, LargeQueryTest.class, // a quarter of the heap
            EmbeddedRule.MEMORY_LIMIT, LargeQueryTest.class,
            EmbeddedRule.ENDED_FOR_MEMORY, StatementWatchdogTest.class);

    /** Rules of the engine that the embedded server uses, too; a case names them with their enum. */
    private static final List<Class<? extends Enum<?>>> SHARED =
            List.of(CommonRule.class, ExpressionRule.class, ServerError.class);

    private static final List<String> GIVEN = List.of(
            "CREATE TABLE t (k INT, v VARCHAR(20)) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE TABLE p (k INT NOT NULL, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE TABLE n (k BIGINT NOT NULL AUTO_INCREMENT, v INT) PRIMARY KEY(k) DISTRIBUTED BY HASH(k)",
            "CREATE VIEW w AS SELECT k FROM t");

    private static List<RefusalCase> cases() throws IOException {
        return RefusalCase.read(Files.readString(RESOURCES.resolve("refusal/EmbeddedRule.sql")));
    }

    @Test
    void everyCaseIsRefusedByItsRule(FreshDatabase fresh) throws IOException, SQLException {
        List<String> wrong = new ArrayList<>();
        try (Client root = Client.of(fresh.jdbcUrl())) {
            root.run(GIVEN.toArray(String[]::new));
            root.run("CREATE USER 'eve'", "GRANT INSERT ON t TO USER 'eve'");
            for (RefusalCase each : cases()) {
                String user = each.serverState().isEmpty() ? "root" : "eve";
                try (Client client = Client.of(fresh.jdbcUrl(), user, "")) {
                    client.run(each.precedingStatements().toArray(String[]::new));
                    Client.Refusal refusal = client.refusal(each.statement());
                    if (!isBroken(rule(each.rule()), refusal)
                            || !refusal.message().contains(each.messagePart())) {
                        wrong.add(each.rule() + ": " + each.statement() + "\n  is refused by " + refusal);
                    }
                } catch (SQLException | AssertionError unexpected) {
                    wrong.add(each.rule() + ": " + unexpected.getMessage());
                }
            }
        }
        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static RefusalRule rule(String name) {
        if (!name.contains(".")) {
            return EmbeddedRule.valueOf(name);
        }
        return SHARED.stream()
                .flatMap(rules -> Arrays.stream(rules.getEnumConstants()))
                .filter(rule -> name.equals(rule.getDeclaringClass().getSimpleName() + "." + rule.name()))
                .map(RefusalRule.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Whether the refusal is that of the rule, or only of a rule whose text says nothing. */
    private static boolean isBroken(RefusalRule rule, Client.Refusal refusal) {
        boolean silent = rule.template().equals("%s");
        return refusal.errno() == rule.errno()
                && (silent
                        ? Stream.of(EmbeddedRule.values())
                                .noneMatch(other -> !other.template().equals("%s") && isOf(other, refusal))
                        : isOf(rule, refusal));
    }

    private static boolean isOf(RefusalRule rule, Client.Refusal refusal) {
        String text = Arrays.stream(rule.template().split("%s", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(text, Pattern.DOTALL).matcher(refusal.message()).find();
    }

    @Test
    void everyRuleHasACase() throws IOException {
        List<String> seen = cases().stream().map(RefusalCase::rule).toList();
        assertThat(EmbeddedRule.values())
                .filteredOn(rule -> !seen.contains(rule.name()))
                .containsExactlyInAnyOrderElementsOf(OTHER_TESTS.keySet());
    }

    /** A golden file lists the rules; {@code -Dgolden.update=true} writes it. */
    @Test
    void thePageListsAllRules() throws IOException {
        Path page = RESOURCES.resolve("refusals.md");
        String text =
                "# Refusals of the embedded server\n\nThe statements are refused in a database with these tables:\n\n"
                        + GIVEN.stream().map(each -> "    " + each + ";\n").collect(Collectors.joining())
                        + "\n" + new RefusalTable(List.of(EmbeddedRule.values()), cases()).render();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(page, text);
        }
        assertThat(Files.readString(page)).isEqualTo(text);
    }
}
