package dev.cairn.cli.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.ServerProfile;
import dev.cairn.corpus.Recording;
import dev.cairn.corpus.Script;
import dev.cairn.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files of SQL, with and without an ALTER that a real server took: the plan leads from the one to the other. */
class RecordedPairsTest {
    private static final double LEAST_PERCENT = 99;

    @TempDir
    private Path folder;

    private final ServerProfile profile = Recording.MATRIX.profile();
    private final List<String> astray = new ArrayList<>();
    private int pairs;

    @Test
    void whatLeadsFromOneFileToTheOtherLeadsThere() throws IOException {
        for (Script script : Recording.MATRIX.scripts()) {
            List<String> before = new ArrayList<>();
            for (Script.Step step : script.steps()) {
                if (step.accepted() && !step.isWait() && !step.isLook()) {
                    if (step.begins("ALTER TABLE")) {
                        judge(script.id(), before, step.sql());
                    }
                    before.add(step.sql() + ";\n");
                }
            }
        }
        double percent = 100.0 * (pairs - astray.size()) / pairs;
        System.out.printf(Locale.ROOT, "%d pairs, %.2f %% lead there%n", pairs, percent);
        astray.forEach(System.out::println);
        assertThat(pairs).isGreaterThan(500);
        assertThat(percent).isGreaterThanOrEqualTo(LEAST_PERCENT);
    }

    private void judge(String id, List<String> before, String alter) throws IOException {
        String text = String.join("", before);
        Path from = Files.writeString(folder.resolve("from.sql"), text);
        Path to = Files.writeString(folder.resolve("to.sql"), text + alter + ";\n");
        Leading leading = new Leading(new Side.Files(from, profile), new Side.Files(to, profile));
        Plan plan = leading.plan();
        if (!leading.problems().isEmpty()) {
            return; // what the engine refuses, though the server did not, its own tests list
        }
        pairs++;
        StringBuilder all = new StringBuilder(text);
        plan.steps().forEach(step -> all.append(step.text()).append(";\n"));
        Files.writeString(from, all);
        Plan rest = new Leading(new Side.Files(from, profile), new Side.Files(to, profile)).plan();
        if (!rest.isEmpty() || !plan.isPossible()) {
            astray.add(id + ": " + alter + " -> "
                    + rest.steps().stream().map(step -> step.text()).toList());
        }
    }
}
