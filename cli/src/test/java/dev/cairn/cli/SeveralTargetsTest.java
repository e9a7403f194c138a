package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read a compiled schema with several targets. */
class SeveralTargetsTest {
    private static final ServerProfile SHARED_DATA_PROFILE =
            ServerProfile.DEFAULT.with(Version.V3_5).with(RunMode.SHARED_DATA);

    @TempDir
    private static Path folder;

    private static CommandProject project;

    @BeforeAll
    static void compileProject() throws IOException {
        project = new CommandProject(folder)
                .write("shop/Shop.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Schema(name = "shop", value = Account.class, targets = {
                            @Schema.Target(server = "3.5", runMode = Schema.RunMode.SHARED_DATA),
                            @Schema.Target(server = "4.1")})
                    public interface Shop {}
                    """)
                .write("shop/Account.java", renderAccount("ONE"))
                .record("initial")
                .write("shop/Account.java", renderAccount("ALL"))
                .record("quorum")
                .compile();
        Files.writeString(folder.resolve("empty.sql"), "");
        Files.writeString(
                folder.resolve("cairn.properties"), "lint.production = true\nlint.targets = 3.5 shared-data\n");
    }

    private static String renderAccount(String quorum) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            @Property(name = "write_quorum", value = "%s")
            @Property(name = "replication_num", value = "1")
            public record Account(long id) {}
            """.formatted(quorum);
    }

    @Test
    void lintNamesTheTargetsOfAFindingThatDoesNotHoldForAll() {
        assertThat(project.cairnWithClasses(
                        "lint", "--sources=" + project.sources(), "--config=" + folder.resolve("cairn.properties")))
                .isEqualTo(3);
        assertThat(project.out().replace(folder + "/", "")).isEqualTo("""
            src/shop/Account.java:6:15: warning: [single-replica] shop.account: Only on 4.1 shared-nothing: with replication_num = 1, the failure of a disk loses rows of account.
              Set replication_num to 3.

            1 finding: 1 warning.
            """);
    }

    @Test
    void diffTakesTheNewestTargetUnlessAnotherIsChosen() {
        String emptyScript = folder.resolve("empty.sql").toString();
        project.cairn("diff", emptyScript, project.classes().toString());
        assertThat(project.out()).contains("CREATE TABLE `account`", "write_quorum");
        project.cairn("diff", emptyScript, project.classes().toString(), "--server=3.5", "--shared-data");
        assertThat(project.out()).contains("CREATE TABLE `account`").doesNotContain("write_quorum");
        project.cairn("diff", emptyScript, project.classes().toString(), "--shared-data");
        assertThat(project.out()).contains("CREATE TABLE `account`").doesNotContain("write_quorum");
    }

    @Test
    void diffWithAServerTakesTheTargetOfTheServer() {
        for (ServerProfile profile : new ServerProfile[] {SHARED_DATA_PROFILE, ServerProfile.DEFAULT}) {
            try (EmbeddedStarRocks server =
                    EmbeddedStarRocks.start(Options.DEFAULT.profile(profile).database("shop"))) {
                String url = "starrocks://root@localhost:" + server.port() + "/shop";
                project.cairn("diff", url, project.classes().toString());
                assertThat(project.out().contains("write_quorum")).isEqualTo(!profile.isSharedData());
            }
        }
    }

    @Test
    void theReportOfAPlanIsThatOfTheServer() throws IOException {
        for (ServerProfile profile : new ServerProfile[] {SHARED_DATA_PROFILE, ServerProfile.DEFAULT}) {
            Path report = folder.resolve("plan.md");
            try (EmbeddedStarRocks server =
                    EmbeddedStarRocks.start(Options.DEFAULT.profile(profile).database("shop"))) {
                assertThat(project.cairnWithClasses(
                                "plan", "--url=" + server.jdbcUrl("shop"), "--user=root", "--report=" + report))
                        .isZero();
            }
            assertThat(Files.readString(report).contains("SET (\"write_quorum\" = \"ALL\")"))
                    .isEqualTo(!profile.isSharedData());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff", "lineage", "docs"})
    void aTargetThatTheSchemaDoesNotHaveIsAnError(String command) {
        String[] arguments = command.equals("diff")
                ? new String[] {
                    command, project.classes().toString(), project.classes().toString(), "--server=4.0"
                }
                : new String[] {command, project.classes().toString(), "--server=4.0"};
        assertThat(project.cairn(arguments)).isEqualTo(2);
        assertThat(project.err())
                .contains("--server and --shared-data match none of the targets of shop: 3.5 shared-data, 4.1"
                        + " shared-nothing.");
    }

    @Test
    void theChangesOfMigrationsAreThoseOfTheTarget() {
        project.cairn("docs", project.classes().toString(), "--format=markdown");
        assertThat(project.out()).contains("V0002Quorum");
        project.cairn("lineage", project.classes().toString(), "--impact=V0002");
        assertThat(project.out()).startsWith("shop.account: property write_quorum changes\n");
        project.cairn("lineage", project.classes().toString(), "--impact=V0002", "--shared-data");
        assertThat(project.out()).doesNotContain("write_quorum").isNotEmpty();
    }
}
