package dev.cairn.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented table of what can be altered says what the planner does, and what happens to the rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedChangesTest {
    private static final String TITLES = "| change | how | what happens to the rows |";

    private PreservationServer server;

    @BeforeAll
    void start() {
        server = new PreservationServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static List<DocumentedChange> changes() {
        return DocumentedChanges.list();
    }

    @Test
    void eachLineHasAnExampleAndEachExampleALine() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../../docs/migrations.md"));
        int first = lines.indexOf(TITLES) + 2;
        List<String> documented =
                lines.subList(first, first + lines.subList(first, lines.size()).indexOf(""));

        assertThat(changes().stream().map(DocumentedChange::line).distinct())
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void eachDocumentedChangeMatchesThePlanner(DocumentedChange change) throws SQLException {
        Plan plan = server.plan(change.pair());
        String how = how(plan);
        assertThat(how).as(change.pair().toString()).isEqualTo(change.how());
        if (plan.isPossible()) {
            PreservationServer.ExampleResult result = server.migrateExample(change);
            assertThat(result.answer()).isEqualTo(change.answer());
            assertThat(result.problems()).isEmpty();
        }
        boolean isKept = change.rows().startsWith("kept") || change.rows().startsWith("recomputed");
        assertThat(isKept).as("a loss is announced").isEqualTo(!how.endsWith("destructive"));
    }

    private static String how(Plan plan) {
        if (!plan.isPossible()) {
            return "refused";
        }
        boolean isRebuilt =
                !plan.findObjections(new AllowedChanges(true, false)).isEmpty();
        boolean isDestructive =
                !plan.findObjections(new AllowedChanges(false, true)).isEmpty();
        return (isRebuilt ? "rebuilt" : "altered") + (isDestructive ? ", destructive" : "");
    }
}
