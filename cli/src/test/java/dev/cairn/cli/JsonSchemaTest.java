package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        List<String> printing = new ArrayList<>();
        for (String command : commands(project)) {
            project.cairn(command, "--help");
            if (project.out().contains("--json ")) {
                printing.add(command);
            }
        }
        assertThat(printing).hasSizeGreaterThan(20);
        assertThat(JsonOutputSchema.commandNames()).containsAll(printing);
    }

    private static List<String> commands(CommandProject project) {
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
            CommandProject project = project(server);
            project.shop("long id, String note").record("initial");
            project.shop("long id, String note, Integer points")
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
                print(project, arguments, "--classes=" + project.classes());
            }
            Path other = Files.writeString(folder.resolve("other.sql"), """
                    CREATE TABLE account (id BIGINT NOT NULL, note STRING) PRIMARY KEY (id)
                    DISTRIBUTED BY HASH (id) BUCKETS 2;
                    CREATE VIEW noted AS SELECT id, upper(note) AS big FROM account WHERE note IS NOT NULL;
                    """);
            print(project, List.of("diff", project.classes().toString(), other.toString()));
            print(project, List.of("lineage", other.toString(), "noted.big"));
            print(project, List.of("lineage", project.classes().toString(), "--impact=V0002"));
            print(project, List.of("init", folder.resolve("fresh").toString()));
            print(project, List.of("pull", other.toString(), "--package=a.b", "--sources=" + folder.resolve("pulled")));
        }
    }

    @Test
    void aBaselineSatisfiesTheSchema() {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            CommandProject project = project(server);
            project.shop("long id, String note").record("initial").compile();
            print(project, List.of("baseline", "0", "--yes"), "--classes=" + project.classes());
        }
    }

    private CommandProject project(EmbeddedStarRocks server) {
        server.createDatabase("shop");
        CommandProject project = new CommandProject(folder);
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
        return project;
    }

    /** Runs a command, whose output {@link CommandProject} validates. */
    private static void print(CommandProject project, List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--json");
        all.addAll(List.of(more));
        int code = project.cairn(all.toArray(String[]::new));
        assertThat(code).as(() -> all + ": " + project.err()).isIn(0, 3);
        assertThat(project.out()).as(() -> all + ": " + project.err()).startsWith("{");
    }
}
