package dev.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares plans with golden files. {@code -Dgolden.update=true} rewrites them. */
class GoldenPlansTest {
    private static final Path FOLDER = Path.of("src/test/resources/dev/cairn/plan/plans");
    private static final String PLAN_MARKER = "-- plan\n";

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyPlanMatchesItsGoldenFile(Path file) throws IOException {
        String text = Files.readString(file);
        int scenarioEnd = text.indexOf(PLAN_MARKER);
        String scenario = scenarioEnd < 0 ? text : text.substring(0, scenarioEnd);
        String expected = scenario + PLAN_MARKER + PlanScenario.parse(scenario).render();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }
}
