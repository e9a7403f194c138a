package dev.cairn.tooling.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plans between two SQL files, one of which has an additional ALTER that a real server accepted. The short form includes
 * a sample of the scripts.
 */
@Tag(Breadth.LONG)
class RecordedPairsTest {
    /** The number of scripts of which the short form includes one. */
    private static final int SAMPLE_INTERVAL = 8;

    private static final double MIN_PERCENT = 99;

    @TempDir
    private Path folder;

    private final List<String> failedPairs = new ArrayList<>();
    private int pairCount;

    @ParameterizedTest
    @EnumSource
    void plansReachTheirTarget(Recording recording) throws IOException {
        assumeTrue(recording.exists(), recording::explainAbsence);
        List<Script> scripts = recording.scripts(SAMPLE_INTERVAL);
        for (Script script : scripts) {
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
        double percent = 100.0 * (pairCount - failedPairs.size()) / pairCount;
        System.out.printf(Locale.ROOT, "%s: %d pairs, %.2f %% lead there%n", recording.label(), pairCount, percent);
        failedPairs.forEach(System.out::println);
        assertThat(pairCount).isGreaterThan(scripts.size() / 10);
        assertThat(percent).isGreaterThanOrEqualTo(MIN_PERCENT);
    }

    private static boolean isOfView(Script.Step step) {
        return step.startsWith("ALTER VIEW")
                || step.startsWith("ALTER MATERIALIZED VIEW")
                || step.startsWith("CREATE OR REPLACE VIEW");
    }

    private void verify(ServerProfile profile, String id, List<String> before, String alter) throws IOException {
        String fromScript = String.join("", before);
        Path fromFile = Files.writeString(folder.resolve("from.sql"), fromScript);
        Path toFile = Files.writeString(folder.resolve("to.sql"), fromScript + alter + "\n;\n");
        Plan plan;
        try {
            plan = createPlan(profile, fromFile, toFile);
        } catch (UnsupportedDefinitionException refusal) {
            return; // the tests of the engine list what only the engine refuses
        }
        pairCount++;
        StringBuilder executedScript = new StringBuilder(fromScript);
        plan.steps().forEach(step -> executedScript.append(step.text()).append(";\n"));
        Files.writeString(fromFile, executedScript);
        Plan remainingPlan = createPlan(profile, fromFile, toFile);
        if (!remainingPlan.isEmpty() || !plan.isPossible()) {
            failedPairs.add(id + ": " + alter + " -> "
                    + remainingPlan.steps().stream().map(step -> step.text()).toList() + plan.impossibleChanges());
        }
    }

    private static Plan createPlan(ServerProfile profile, Path fromFile, Path toFile) {
        return new DefinitionComparator(
                        new ComparisonSide.SqlFiles(List.of(fromFile), profile),
                        new ComparisonSide.SqlFiles(List.of(toFile), profile))
                .compareSides()
                .plan();
    }
}
