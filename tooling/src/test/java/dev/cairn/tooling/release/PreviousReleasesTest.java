package dev.cairn.tooling.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.tooling.release.ReleasedQueriesFile.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release that a migration follows. Each state of the application is a commit with its migration and a list that
 * names the state, as constants of an enum.
 */
class PreviousReleasesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String LIST_NAME = "shop.queries.jsonl";

    @TempDir
    private Path parent;

    private Path folder;
    private final SortedMap<Integer, Path> migrations = new TreeMap<>();

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createDirectories(parent.resolve("shop"));
    }

    private String runGit(String... arguments) throws IOException, InterruptedException {
        return new GitFolder(folder).runGit(arguments);
    }

    private void writeList(String state) throws IOException {
        Files.writeString(
                folder.resolve(LIST_NAME),
                "{\"format\":1,\"enum\":\"shop.State\",\"database\":\"shop\",\"table\":\"orders\",\"column\":\"state\","
                        + "\"constants\":[\"" + state + "\"]}\n");
    }

    /** Writes a migration, and the list of the state after it. */
    private void writeMigration(int number, String state) throws IOException {
        Path file = folder.resolve("V000" + number + ".java");
        Files.writeString(file, state);
        migrations.put(number, file);
        writeList(state);
    }

    private void commitMigration(int number, String state) throws IOException, InterruptedException {
        writeMigration(number, state);
        runGit("add", ".");
        runGit("commit", "--quiet", "--message=" + state);
    }

    private PreviousReleaseFinder createReleases() {
        return PreviousReleaseFinder.of(new ReleasedQueriesFile(folder.resolve(LIST_NAME)), migrations);
    }

    private static String describeState(Release release) {
        assertThat(release.isKnown()).as(release.name()).isTrue();
        return release.constants().get(0).constants().get(0);
    }

    @Test
    void aMigrationFollowsTheLastTagThatLacksIt() throws IOException, InterruptedException {
        runGit("init", "--quiet");
        commitMigration(1, "ONE");
        runGit("tag", "v1");
        commitMigration(2, "TWO");
        commitMigration(3, "THREE");
        runGit("tag", "v2");
        assertThat(createReleases().resolveReleaseBefore(2).name()).isEqualTo("v1");
        assertThat(describeState(createReleases().resolveReleaseBefore(2))).isEqualTo("ONE");
        assertThat(createReleases().resolveReleaseBefore(3).name()).isEqualTo("v1");
        assertThat(createReleases()
                        .resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER)
                        .name())
                .isEqualTo("v2");
        assertThat(createReleases().resolveReleaseBefore(1).name())
                .isEqualTo("none, because no commit is older than V0001");

        writeMigration(4, "FOUR");
        assertThat(createReleases().resolveReleaseBefore(4).name()).isEqualTo("v2");
        assertThat(describeState(createReleases().resolveReleaseBefore(4))).isEqualTo("THREE");
    }

    @Test
    void aMergedMigrationFollowsTheTagsOfTheMainBranch() throws IOException, InterruptedException {
        runGit("init", "--quiet", "--initial-branch=main");
        commitMigration(1, "ONE");
        runGit("checkout", "--quiet", "-b", "change");
        commitMigration(2, "TWO");
        runGit("checkout", "--quiet", "main");
        Files.writeString(folder.resolve("README"), "released meanwhile");
        runGit("add", "README");
        runGit("commit", "--quiet", "--message=readme");
        runGit("tag", "v1");
        runGit("merge", "--quiet", "--no-edit", "change");
        assertThat(createReleases().resolveReleaseBefore(2).name()).isEqualTo("v1");
    }

    @Test
    void withoutATagAMigrationFollowsTheCommitBeforeIt() throws IOException, InterruptedException {
        runGit("init", "--quiet");
        commitMigration(1, "ONE");
        String releasesAfterFirst = runGit("rev-parse", "HEAD");
        commitMigration(2, "TWO");
        assertThat(createReleases().resolveReleaseBefore(2).name())
                .isEqualTo("commit " + releasesAfterFirst.substring(0, 8) + " before V0002 (no tag marks a release)");
        assertThat(describeState(createReleases().resolveReleaseBefore(2))).isEqualTo("ONE");
        assertThat(describeState(createReleases().resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER)))
                .isEqualTo("TWO");

        runGit("tag", "v1", releasesAfterFirst);
        runGit("rm", "--quiet", "--cached", LIST_NAME);
        assertThat(createReleases().resolveReleaseBefore(2).name()).isEqualTo("v1");
    }

    @Test
    void theRevisionToCompareWithIsTheReleaseOnlyWithoutATag() throws IOException, InterruptedException {
        runGit("init", "--quiet", "--initial-branch=main");
        commitMigration(1, "ONE");
        runGit("checkout", "--quiet", "-b", "change");
        commitMigration(2, "TWO");
        commitMigration(3, "THREE");
        assertThat(createReleases().withRevision("main").resolveReleaseBefore(3).name())
                .isEqualTo("the last common commit with main (no tag marks a release)");
        assertThat(describeState(createReleases().withRevision("main").resolveReleaseBefore(3)))
                .isEqualTo("ONE");
        runGit("tag", "v2", "HEAD~1");
        assertThat(createReleases().withRevision("main").resolveReleaseBefore(3).name())
                .isEqualTo("v2");
        runGit("tag", "--delete", "v2");
        assertThatThrownBy(() -> createReleases().withRevision("mian").resolveReleaseBefore(3))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aTagWithoutAListIsNoRelease() throws IOException, InterruptedException {
        runGit("init", "--quiet");
        runGit("commit", "--quiet", "--allow-empty", "--message=nothing");
        runGit("tag", "v0");
        String taggedCommit = runGit("rev-parse", "HEAD");
        commitMigration(1, "ONE");
        assertThat(createReleases().resolveReleaseBefore(1).isKnown()).isFalse();
        assertThat(createReleases().resolveReleaseBefore(1).name())
                .isEqualTo("unknown, because commit " + taggedCommit.substring(0, 8)
                        + " before V0001 has no shop.queries.jsonl (v0 has no list of queries)");
        commitMigration(2, "TWO");
        assertThat(createReleases().resolveReleaseBefore(2).name())
                .endsWith(" before V0002 (v0 has no list of queries)");
    }

    @Test
    void theMigrationsThatADatabaseLacksFollowWhatRunsOnIt() throws IOException, InterruptedException {
        runGit("init", "--quiet");
        commitMigration(1, "ONE");
        runGit("tag", "v1");
        commitMigration(2, "TWO");
        String secondCommit = runGit("rev-parse", "HEAD");
        commitMigration(3, "THREE");
        runGit("tag", "v3");
        commitMigration(4, "FOUR");
        PreviousReleaseFinder releasesAfterFirst = createReleases().withLastAppliedNumber(OptionalInt.of(1));
        assertThat(releasesAfterFirst.resolveReleaseBefore(4).name()).isEqualTo("v1");
        assertThat(releasesAfterFirst
                        .resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER)
                        .name())
                .isEqualTo("v1");
        PreviousReleaseFinder releasesAfterSecond = createReleases().withLastAppliedNumber(OptionalInt.of(2));
        assertThat(releasesAfterSecond.resolveReleaseBefore(4).name())
                .startsWith("commit " + secondCommit.substring(0, 8) + " before V0003");
        assertThat(describeState(releasesAfterSecond.resolveReleaseBefore(4))).isEqualTo("TWO");
        assertThat(describeState(releasesAfterSecond.withRevision("HEAD").resolveReleaseBefore(4)))
                .isEqualTo("TWO");
        assertThat(describeState(createReleases()
                        .withLastAppliedNumber(OptionalInt.of(4))
                        .resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER)))
                .isEqualTo("FOUR");
        assertThat(createReleases()
                        .withLastAppliedNumber(OptionalInt.of(0))
                        .resolveReleaseBefore(4)
                        .name())
                .isEqualTo("none, because no migration has run in the database");
    }

    @Test
    void withoutAHistoryNothingIsKnown() throws IOException, InterruptedException {
        writeMigration(1, "ONE");
        assertThat(createReleases().resolveReleaseBefore(1).name())
                .isEqualTo("unknown, because " + folder + " is not in a git repository");
        runGit("init", "--quiet");
        assertThat(createReleases().resolveReleaseBefore(1).name())
                .isEqualTo("none, because no commit is older than V0001");
        assertThat(createReleases()
                        .resolveReleaseBefore(PreviousReleaseFinder.NEXT_NUMBER)
                        .name())
                .isEqualTo("unknown, because nothing is committed");
        commitMigration(1, "ONE");
        commitMigration(2, "TWO");
        Path clone = parent.resolve("clone");
        new GitFolder(parent).runGit("clone", "--quiet", "--depth=1", "file://" + folder, "clone");
        migrations.replaceAll((number, file) -> clone.resolve(file.getFileName()));
        Release shallowRelease = PreviousReleaseFinder.of(new ReleasedQueriesFile(clone.resolve(LIST_NAME)), migrations)
                .resolveReleaseBefore(2);
        assertThat(shallowRelease.isKnown()).isFalse();
        assertThat(shallowRelease.name()).startsWith("unknown, because the clone of git is shallow: fetch its history");
    }
}
