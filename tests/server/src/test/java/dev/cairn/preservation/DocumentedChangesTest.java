package dev.cairn.preservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Plan;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented table of changes says how the planner makes each change, and what happens to the rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag(Breadth.LONG)
class DocumentedChangesTest {
    /** The number of changes of which the short form makes one. */
    private static final int SAMPLE_INTERVAL = 4;

    private static final String HEADER_LINE = "| change | how | what happens to the rows |";

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
        int firstLine = lines.indexOf(HEADER_LINE) + 2;
        List<String> documentedLines = lines.subList(
                firstLine, firstLine + lines.subList(firstLine, lines.size()).indexOf(""));

        assertThat(changes().stream().map(DocumentedChange::renderLine).distinct())
                .containsExactlyInAnyOrderElementsOf(documentedLines);
    }

    private static Stream<DocumentedChange> selectedChanges() {
        return changes().stream()
                .filter(change -> Breadth.includes(change.renderLine() + change.query(), SAMPLE_INTERVAL));
    }

    @ParameterizedTest
    @MethodSource("selectedChanges")
    void eachDocumentedChangeMatchesThePlanner(DocumentedChange change) throws SQLException {
        Plan plan = server.plan(change.pair());
        String method = describeMethod(plan);
        assertThat(method).as(change.pair().toString()).isEqualTo(change.how());
        if (plan.isPossible()) {
            PreservationServer.ExampleResult result = server.migrateExample(change);
            assertThat(result.answer()).isEqualTo(change.answer());
            assertThat(result.problems()).isEmpty();
        }
        boolean isKept = change.rows().startsWith("kept") || change.rows().startsWith("recomputed");
        assertThat(isKept).as("a loss is announced").isEqualTo(!method.endsWith("destructive"));
    }

    /** Returns the words of the documentation for how the plan makes the change. */
    private static String describeMethod(Plan plan) {
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
