package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A goal has the options of its command, as properties of the same names. */
class GoalOptionsTest {
    /** Options that Maven sets from the project, that have no meaning in a build, or that ask questions. */
    private static final Set<String> OF_NO_GOAL = Set.of(
            "ask-password",
            "class-path",
            "definitions",
            "generated",
            "help",
            "javac",
            "json",
            "no-color",
            "sources",
            "version",
            "watch");

    /** The goal that writes the class path for the command. */
    private static final String WITHOUT_COMMAND = "classpath";

    static List<Goal> goals() throws IOException {
        return Goal.all().stream()
                .filter(goal -> !goal.name().equals(WITHOUT_COMMAND))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goals")
    void eachOptionOfTheCommandIsAPropertyOfTheGoal(Goal goal) {
        Set<String> expected = CairnCommand.options(goal.name());
        expected.removeIf(option -> option.length() <= 2);
        expected.removeAll(OF_NO_GOAL);

        assertThat(goal.properties())
                .containsAll(expected.stream().map(Goal::property).toList());
    }
}
