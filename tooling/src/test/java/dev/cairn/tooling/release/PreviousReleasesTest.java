package dev.cairn.tooling.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.tooling.release.ReleasedQueries.Release;
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

    private static final String LIST = "shop.queries.jsonl";

    @TempDir
    private Path parent;

    private Path folder;
    private final SortedMap<Integer, Path> migrations = new TreeMap<>();

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createDirectories(parent.resolve("shop"));
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        return new GitFolder(folder).git(arguments);
    }

    private void list(String state) throws IOException {
        Files.writeString(
                folder.resolve(LIST),
                "{\"format\":1,\"enum\":\"shop.State\",\"database\":\"shop\",\"table\":\"orders\",\"column\":\"state\","
                        + "\"constants\":[\"" + state + "\"]}\n");
    }

    /** Writes a migration, and the list of the state after it. */
    private void write(int number, String state) throws IOException {
        Path file = folder.resolve("V000" + number + ".java");
        Files.writeString(file, state);
        migrations.put(number, file);
        list(state);
    }

    private void commit(int number, String state) throws IOException, InterruptedException {
        write(number, state);
        git("add", ".");
        git("commit", "--quiet", "--message=" + state);
    }

    private PreviousReleases releases() {
        return PreviousReleases.of(new ReleasedQueries(folder.resolve(LIST)), migrations);
    }

    private static String state(Release release) {
        assertThat(release.isKnown()).as(release.name()).isTrue();
        return release.constants().get(0).constants().get(0);
    }

    @Test
    void aMigrationFollowsTheLastTagThatLacksIt() throws IOException, InterruptedException {
        git("init", "--quiet");
        commit(1, "ONE");
        git("tag", "v1");
        commit(2, "TWO");
        commit(3, "THREE");
        git("tag", "v2");
        assertThat(releases().releaseBefore(2).name()).isEqualTo("v1");
        assertThat(state(releases().releaseBefore(2))).isEqualTo("ONE");
        assertThat(releases().releaseBefore(3).name()).isEqualTo("v1");
        assertThat(releases().releaseBefore(PreviousReleases.NEXT).name()).isEqualTo("v2");
        assertThat(releases().releaseBefore(1).name()).isEqualTo("none, because no commit is older than V0001");

        write(4, "FOUR");
        assertThat(releases().releaseBefore(4).name()).isEqualTo("v2");
        assertThat(state(releases().releaseBefore(4))).isEqualTo("THREE");
    }

    @Test
    void aMergedMigrationFollowsTheTagsOfTheMainBranch() throws IOException, InterruptedException {
        git("init", "--quiet", "--initial-branch=main");
        commit(1, "ONE");
        git("checkout", "--quiet", "-b", "change");
        commit(2, "TWO");
        git("checkout", "--quiet", "main");
        Files.writeString(folder.resolve("README"), "released meanwhile");
        git("add", "README");
        git("commit", "--quiet", "--message=readme");
        git("tag", "v1");
        git("merge", "--quiet", "--no-edit", "change");
        assertThat(releases().releaseBefore(2).name()).isEqualTo("v1");
    }

    @Test
    void withoutATagAMigrationFollowsTheCommitBeforeIt() throws IOException, InterruptedException {
        git("init", "--quiet");
        commit(1, "ONE");
        String first = git("rev-parse", "HEAD");
        commit(2, "TWO");
        assertThat(releases().releaseBefore(2).name())
                .isEqualTo("commit " + first.substring(0, 8) + " before V0002 (no tag marks a release)");
        assertThat(state(releases().releaseBefore(2))).isEqualTo("ONE");
        assertThat(state(releases().releaseBefore(PreviousReleases.NEXT))).isEqualTo("TWO");

        git("tag", "v1", first);
        git("rm", "--quiet", "--cached", LIST);
        assertThat(releases().releaseBefore(2).name()).isEqualTo("v1");
    }

    @Test
    void theRevisionToCompareWithIsTheReleaseOnlyWithoutATag() throws IOException, InterruptedException {
        git("init", "--quiet", "--initial-branch=main");
        commit(1, "ONE");
        git("checkout", "--quiet", "-b", "change");
        commit(2, "TWO");
        commit(3, "THREE");
        assertThat(releases().withRevision("main").releaseBefore(3).name())
                .isEqualTo("the last common commit with main (no tag marks a release)");
        assertThat(state(releases().withRevision("main").releaseBefore(3))).isEqualTo("ONE");
        git("tag", "v2", "HEAD~1");
        assertThat(releases().withRevision("main").releaseBefore(3).name()).isEqualTo("v2");
        git("tag", "--delete", "v2");
        assertThatThrownBy(() -> releases().withRevision("mian").releaseBefore(3))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aTagWithoutAListIsNoRelease() throws IOException, InterruptedException {
        git("init", "--quiet");
        git("commit", "--quiet", "--allow-empty", "--message=nothing");
        git("tag", "v0");
        String tagged = git("rev-parse", "HEAD");
        commit(1, "ONE");
        assertThat(releases().releaseBefore(1).isKnown()).isFalse();
        assertThat(releases().releaseBefore(1).name())
                .isEqualTo("unknown, because commit " + tagged.substring(0, 8)
                        + " before V0001 has no shop.queries.jsonl (v0 has no list of queries)");
        commit(2, "TWO");
        assertThat(releases().releaseBefore(2).name()).endsWith(" before V0002 (v0 has no list of queries)");
    }

    @Test
    void theMigrationsThatADatabaseLacksFollowWhatRunsOnIt() throws IOException, InterruptedException {
        git("init", "--quiet");
        commit(1, "ONE");
        git("tag", "v1");
        commit(2, "TWO");
        String second = git("rev-parse", "HEAD");
        commit(3, "THREE");
        git("tag", "v3");
        commit(4, "FOUR");
        PreviousReleases first = releases().withLastApplied(OptionalInt.of(1));
        assertThat(first.releaseBefore(4).name()).isEqualTo("v1");
        assertThat(first.releaseBefore(PreviousReleases.NEXT).name()).isEqualTo("v1");
        PreviousReleases later = releases().withLastApplied(OptionalInt.of(2));
        assertThat(later.releaseBefore(4).name()).startsWith("commit " + second.substring(0, 8) + " before V0003");
        assertThat(state(later.releaseBefore(4))).isEqualTo("TWO");
        assertThat(state(later.withRevision("HEAD").releaseBefore(4))).isEqualTo("TWO");
        assertThat(state(releases().withLastApplied(OptionalInt.of(4)).releaseBefore(PreviousReleases.NEXT)))
                .isEqualTo("FOUR");
        assertThat(releases()
                        .withLastApplied(OptionalInt.of(0))
                        .releaseBefore(4)
                        .name())
                .isEqualTo("none, because no migration has run in the database");
    }

    @Test
    void withoutAHistoryNothingIsKnown() throws IOException, InterruptedException {
        write(1, "ONE");
        assertThat(releases().releaseBefore(1).name())
                .isEqualTo("unknown, because " + folder + " is not in a git repository");
        git("init", "--quiet");
        assertThat(releases().releaseBefore(1).name()).isEqualTo("none, because no commit is older than V0001");
        assertThat(releases().releaseBefore(PreviousReleases.NEXT).name())
                .isEqualTo("unknown, because nothing is committed");
        commit(1, "ONE");
        commit(2, "TWO");
        Path clone = parent.resolve("clone");
        new GitFolder(parent).git("clone", "--quiet", "--depth=1", "file://" + folder, "clone");
        migrations.replaceAll((number, file) -> clone.resolve(file.getFileName()));
        Release shallow = PreviousReleases.of(new ReleasedQueries(clone.resolve(LIST)), migrations)
                .releaseBefore(2);
        assertThat(shallow.isKnown()).isFalse();
        assertThat(shallow.name()).startsWith("unknown, because the clone of git is shallow: fetch its history");
    }
}
