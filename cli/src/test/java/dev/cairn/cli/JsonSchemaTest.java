package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.tooling.lint.effect.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published schema of the output of {@code --json}. {@link CommandProject} validates the JSON that any test of this
 * module prints; this test runs the commands that have no other test of their JSON.
 */
class JsonSchemaTest {
    @TempDir
    private Path folder;

    @Test
    void theSchemaDescribesEachCommandThatPrintsJson() throws IOException {
        CommandProject project = new CommandProject(folder);
        List<String> jsonCommands = new ArrayList<>();
        for (String command : listCommands(project)) {
            project.cairn(command, "--help");
            if (project.out().contains("--json ")) {
                jsonCommands.add(command);
            }
        }
        assertThat(jsonCommands).hasSizeGreaterThan(20);
        assertThat(JsonOutputSchema.readCommandNames()).containsAll(jsonCommands);
    }

    @Test
    void theSchemaListsAllConstantsOfAnEnum() {
        for (Class<? extends Enum<?>> type : List.of(Effect.Kind.class, ColumnUse.class, DatabaseState.class)) {
            List<String> words = Stream.of(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList();
            assertThat(JsonOutputSchema.readEnums())
                    .as(type.getName())
                    .anySatisfy(list -> assertThat(list).containsExactlyInAnyOrderElementsOf(words));
        }
    }

    private static List<String> listCommands(CommandProject project) {
        project.cairn("--help");
        return project.out()
                .lines()
                .filter(line -> line.matches("  [a-z][-a-z]+ .*"))
                .map(line -> line.strip().replaceFirst(" .*", ""))
                .toList();
    }

    @Test
    void membersWithAnotherTypeAreErrorsAndSoAreUndocumentedMembers() {
        assertThat(JsonOutputSchema.findErrors("current", "{\"schema\":\"shop\",\"number\":0,\"hash\":\"\"}"))
                .isEmpty();
        assertThat(JsonOutputSchema.findErrors("current", "{\"schema\":\"shop\",\"number\":\"0\",\"hash\":\"\"}"))
                .isNotEmpty();
        assertThat(JsonOutputSchema.findErrors(
                        "current", "{\"schema\":\"shop\",\"number\":0,\"hash\":\"\",\"more\":1}"))
                .isNotEmpty();
        assertThat(JsonOutputSchema.findErrors("current", "{\"schema\":\"shop\",\"number\":0}"))
                .isNotEmpty();
    }

    @Test
    void eachCommandOnALiveDatabaseSatisfiesTheSchema() throws IOException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            CommandProject project = createProject(server);
            project.writeShop("long id, String note").record("initial");
            project.writeShop("long id, String note, Integer points")
                    .record("add points")
                    .compile();
            for (List<String> arguments : List.of(
                    List.of("heads"),
                    List.of("show", "2"),
                    List.of("plan"),
                    List.of("status"),
                    List.of("upgrade"),
                    List.of("current"),
                    List.of("history"),
                    List.of("downgrade", "1", "--destructive"),
                    List.of("stamp", "0", "--yes"),
                    List.of("stamp", "1", "--yes"),
                    List.of("unlock", "--yes"),
                    List.of("check"))) {
                printJson(project, arguments, "--classes=" + project.classes());
            }
            Path script = Files.writeString(folder.resolve("other.sql"), """
                    CREATE TABLE account (id BIGINT NOT NULL, note STRING) PRIMARY KEY (id)
                    DISTRIBUTED BY HASH (id) BUCKETS 2;
                    CREATE VIEW noted AS SELECT id, upper(note) AS big FROM account WHERE note IS NOT NULL;
                    """);
            printJson(project, List.of("diff", project.classes().toString(), script.toString()));
            printJson(project, List.of("lineage", script.toString(), "noted.big"));
            printJson(project, List.of("lineage", project.classes().toString(), "--impact=V0002"));
            printJson(project, List.of("init", folder.resolve("fresh").toString()));
            printJson(
                    project,
                    List.of("pull", script.toString(), "--package=a.b", "--sources=" + folder.resolve("pulled")));
        }
    }

    @Test
    void aBaselineSatisfiesTheSchema() {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            CommandProject project = createProject(server);
            project.writeShop("long id, String note").record("initial").compile();
            printJson(project, List.of("baseline", "0", "--yes"), "--classes=" + project.classes());
        }
    }

    private CommandProject createProject(EmbeddedStarRocks server) {
        server.createDatabase("shop");
        CommandProject project = new CommandProject(folder);
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
        return project;
    }

    /** Runs a command, whose output {@link CommandProject} validates. */
    private static void printJson(CommandProject project, List<String> arguments, String... options) {
        List<String> allArguments = new ArrayList<>(arguments);
        allArguments.add("--json");
        allArguments.addAll(List.of(options));
        int exitCode = project.cairn(allArguments.toArray(String[]::new));
        assertThat(exitCode).as(() -> allArguments + ": " + project.err()).isIn(0, 3);
        assertThat(project.out()).as(() -> allArguments + ": " + project.err()).startsWith("{");
    }
}
