package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.Cairn;
import dev.cairn.cli.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A goal has the options of its command, as properties of the same names. */
class GoalOptionsTest {
    private static final Pattern OPTION = Pattern.compile("(?m)^ +(?:-\\w+, )?--([a-z]+(?:-[a-z]+)*)");

    /** What Maven knows of the project, what has no meaning in a build, and what nobody could answer. */
    private static final Set<String> OF_NO_GOAL =
            Set.of("ask-password", "class-path", "classes", "generated", "help", "javac", "json", "sources", "version");

    static List<Goal> goals() throws IOException {
        return Goal.all();
    }

    @ParameterizedTest
    @MethodSource("goals")
    void eachOptionOfTheCommandIsAPropertyOfTheGoal(Goal goal) {
        StringWriter help = new StringWriter();
        PrintWriter out = new PrintWriter(help, true);
        assertThat(Cairn.run(out, out, Surroundings.silent(Map.of()), goal.name(), "--help"))
                .isZero();
        Set<String> wanted = new TreeSet<>();
        OPTION.matcher(help.toString()).results().map(each -> each.group(1)).forEach(wanted::add);
        assertThat(wanted).contains("help");
        wanted.removeAll(OF_NO_GOAL);

        assertThat(goal.properties())
                .containsAll(wanted.stream().map(Goal::property).toList());
    }
}
