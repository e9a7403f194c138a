package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Cairn;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the parameters of a goal are options of its command. */
class GoalOptionsTest {
    /** The goal that writes the class path for the command. */
    private static final String GOAL_WITHOUT_COMMAND = "classpath";

    /**
     * Parameters that are not options: positional arguments of commands, and the file into which the goal sql writes
     * the output of its command.
     */
    private static final Set<String> OTHER_PROPERTIES = Set.of(
            "cairn.arguments", "record.message", "upgrade.to", "plan.to", "test.tests", "lint.select", "sql.output");

    /** The properties that every goal has, even if its command connects to no server. */
    private static final Set<String> CONNECTION_PROPERTIES = Set.of(
            "cairn.url", "cairn.user", "cairn.passwordFile", "cairn.config", "cairn.schema", "cairn.placeholder");

    /** The goals with parameters for options that users write into a POM. */
    private static final Set<String> GOALS_WITH_PARAMETERS =
            Set.of("record", "upgrade", "plan", "status", "check", "lint", "test", "docs", "sql");

    static List<Goal> goals() throws IOException {
        return Goal.readAll().stream()
                .filter(goal -> !goal.name().equals(GOAL_WITHOUT_COMMAND))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("goals")
    void aParameterIsAnOptionOfTheCommand(Goal goal) {
        Set<String> options = Cairn.takesValueByOption(goal.name()).keySet().stream()
                .map(Goal::propertyOf)
                .collect(Collectors.toSet());
        assertThat(goal.properties())
                .containsAll(CONNECTION_PROPERTIES)
                .contains("cairn.arguments")
                .allMatch(property -> options.contains(property)
                        || CONNECTION_PROPERTIES.contains(property)
                        || OTHER_PROPERTIES.contains(property)
                        || OTHER_PROPERTIES.contains(property.replace("cairn", goal.name())));
    }

    @ParameterizedTest
    @MethodSource("goals")
    void allOtherGoalsHaveArgumentsOnly(Goal goal) {
        if (!GOALS_WITH_PARAMETERS.contains(goal.name())) {
            assertThat(goal.properties()).hasSize(CONNECTION_PROPERTIES.size() + 1);
        }
    }

    /** The names of properties are those of parameters: messages and the refusal of former properties rely on it. */
    @ParameterizedTest
    @MethodSource("goals")
    void aPropertyHasTheNameOfItsParameter(Goal goal) throws Exception {
        assertThat(GoalExecutions.of(goal.name()).getMojoDescriptor().getParameterMap())
                .containsKey("argumentLine")
                .containsKeys(goal.properties().stream()
                        .map(property -> property.replace("cairn.", ""))
                        .toArray(String[]::new));
    }
}
