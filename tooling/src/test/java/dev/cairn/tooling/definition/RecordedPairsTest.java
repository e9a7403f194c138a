package dev.cairn.tooling.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans between two SQL files, one of which has an additional ALTER that a real server accepted. */
class RecordedPairsTest {
    private static final double LEAST_PERCENT = 99;

    @TempDir
    private Path folder;

    private final List<String> astray = new ArrayList<>();
    private int pairs;

    @ParameterizedTest
    @EnumSource
    void plansReachTheirTarget(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        for (Script script : recording.scripts()) {
            List<String> before = new ArrayList<>();
            for (Script.Step step : script.steps()) {
                if (step.isAccepted() && !step.isWait() && !step.isQuery()) {
                    if (step.startsWith("ALTER TABLE") || isOfView(step)) {
                        verify(recording.profile(), script.id(), before, step.sql());
                    }
                    before.add(step.sql() + "\n;\n");
                }
            }
        }
        double percent = 100.0 * (pairs - astray.size()) / pairs;
        System.out.printf(Locale.ROOT, "%s: %d pairs, %.2f %% lead there%n", recording.label(), pairs, percent);
        astray.forEach(System.out::println);
        assertThat(pairs).isGreaterThan(recording.scripts().size() / 10);
        assertThat(percent).isGreaterThanOrEqualTo(LEAST_PERCENT);
    }

    private static boolean isOfView(Script.Step step) {
        return step.startsWith("ALTER VIEW")
                || step.startsWith("ALTER MATERIALIZED VIEW")
                || step.startsWith("CREATE OR REPLACE VIEW");
    }

    private void verify(ServerProfile profile, String id, List<String> before, String alter) throws IOException {
        String text = String.join("", before);
        Path from = Files.writeString(folder.resolve("from.sql"), text);
        Path to = Files.writeString(folder.resolve("to.sql"), text + alter + "\n;\n");
        Plan plan;
        try {
            plan = plan(profile, from, to);
        } catch (UnsupportedDefinitionException refused) {
            return; // what the engine refuses, though the server did not, its own tests list
        }
        pairs++;
        StringBuilder all = new StringBuilder(text);
        plan.steps().forEach(step -> all.append(step.text()).append(";\n"));
        Files.writeString(from, all);
        Plan rest = plan(profile, from, to);
        if (!rest.isEmpty() || !plan.isPossible()) {
            astray.add(id + ": " + alter + " -> "
                    + rest.steps().stream().map(step -> step.text()).toList() + plan.impossibleChanges());
        }
    }

    private static Plan plan(ServerProfile profile, Path from, Path to) {
        return new DefinitionComparison(
                        new ComparisonSide.SqlFiles(List.of(from), profile),
                        new ComparisonSide.SqlFiles(List.of(to), profile))
                .compareSides()
                .plan();
    }
}
