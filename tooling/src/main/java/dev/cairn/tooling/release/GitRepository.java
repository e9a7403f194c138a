package dev.cairn.tooling.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The git repository that contains a directory. It is read with the command {@code git}, and never changed.
 */
public record GitRepository(Path directory) {
    /** The revision that stands for the current commit. */
    static final String HEAD = "HEAD";

    private record GitResult(int exitCode, String output) {
        boolean isSuccess() {
            return exitCode == 0;
        }

        /** Returns the output without surrounding white space; empty if the command failed. */
        Optional<String> findOutput() {
            return isSuccess() ? Optional.of(output.strip()) : Optional.empty();
        }
    }

    /**
     * Returns the root of the repository that contains a file: the nearest directory above it with {@code .git}; empty
     * if the file is not in a repository.
     */
    public static Optional<Path> findRoot(Path file) {
        for (Path directory = file.toAbsolutePath().normalize(); directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve(".git"))) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }

    /** Returns whether the directory is in a repository, and git can be started. */
    boolean exists() {
        return tryToRun("rev-parse", "--is-inside-work-tree").isSuccess();
    }

    /** Returns whether the clone is shallow, and so lacks older commits; false if git can't be started. */
    boolean isShallow() {
        return tryToRun("rev-parse", "--is-shallow-repository").findOutput().equals(Optional.of("true"));
    }

    /** Returns the tag of a commit or of the nearest commit before it; empty if none of them has a tag. */
    Optional<String> findLastTag(String commit) {
        return tryToRun("describe", "--tags", "--abbrev=0", commit).findOutput();
    }

    /**
     * Returns the commit of a revision; empty if git does not know it. A text that begins with a hyphen is never passed
     * to git, which would read it as an option.
     */
    Optional<String> findCommit(String revision) {
        return revision.startsWith("-")
                ? Optional.empty()
                : tryToRun("rev-parse", "--verify", "--quiet", revision + "^{commit}")
                        .findOutput();
    }

    /**
     * Returns the last common commit of a revision and the current commit, or the revision if there is no such commit.
     *
     * @throws IllegalArgumentException if git is missing, the directory is not in a repository, or the revision is
     *     unknown
     */
    String resolveMergeBase(String revision) {
        if (!run("rev-parse", "--is-inside-work-tree").isSuccess()) {
            throw new IllegalArgumentException("--since: " + directory + " is not in a git repository.");
        }
        if (findCommit(revision).isEmpty()) {
            throw new IllegalArgumentException("--since: git knows no revision '" + revision
                    + "'. In a shallow clone, fetch its history first, as with fetch-depth: 0 in a GitHub workflow.");
        }
        GitResult mergeBaseResult = run("merge-base", revision, HEAD);
        return mergeBaseResult.findOutput().orElse(revision);
    }

    /**
     * A file in the directory of a {@link GitRepository}. It may be new and not committed yet.
     *
     * @param name the name of the file in the directory
     */
    record TrackedFile(GitRepository repository, String name) {
        static TrackedFile of(Path file) {
            return new TrackedFile(
                    new GitRepository(
                            Objects.requireNonNull(file.toAbsolutePath().getParent())),
                    String.valueOf(file.getFileName()));
        }

        /**
         * Returns the text of the file in a revision; empty if the revision has no such file, or if git does not know
         * it.
         */
        Optional<String> readText(String revision) {
            return Optional.of(repository.tryToRun("show", revision + ":./" + name))
                    .filter(GitResult::isSuccess)
                    .map(GitResult::output);
        }

        /**
         * Returns the commit of the current branch before the one that last added the file, or the current commit if
         * no commit has added it. Empty if the first commit added the file, or if there is no commit.
         */
        Optional<String> findLastCommitWithoutFile() {
            return repository
                    .tryToRun("log", "--first-parent", "-m", "--diff-filter=A", "-1", "--format=%H", "--", name)
                    .findOutput()
                    .flatMap(commit -> repository.findCommit(commit.isEmpty() ? HEAD : commit + "^"));
        }
    }

    /**
     * Returns the files in directories that are new or changed since the last common commit of a revision and the
     * current commit. The result includes uncommitted changes, but no deleted files. Directories that do not exist are
     * ignored.
     *
     * @throws IllegalArgumentException if git is missing, a directory is not in a repository, or the revision is
     *     unknown
     */
    public static Set<Path> findChangedFiles(String revision, List<Path> directories) {
        Set<Path> changedFiles = new TreeSet<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                changedFiles.addAll(new GitRepository(directory).findChangedFiles(revision));
            }
        }
        return changedFiles;
    }

    private Set<Path> findChangedFiles(String revision) {
        String startCommit = resolveMergeBase(revision);
        GitResult trackedListing =
                run("diff", "--name-only", "--relative", "--diff-filter=d", "-z", startCommit, "--", ".");
        GitResult untrackedListing = run("ls-files", "--others", "--exclude-standard", "-z", "--", ".");
        Set<Path> changedFiles = new TreeSet<>();
        for (GitResult fileListing : List.of(trackedListing, untrackedListing)) {
            if (!fileListing.isSuccess()) {
                throw new IllegalArgumentException("--since: git can't list the files of " + directory + ".");
            }
            for (String fileName : fileListing.output().split("\0", -1)) {
                if (!fileName.isEmpty()) {
                    changedFiles.add(
                            directory.resolve(fileName).toAbsolutePath().normalize());
                }
            }
        }
        return changedFiles;
    }

    /**
     * Runs git for the option {@code --since}.
     *
     * @throws IllegalArgumentException if git can't be started
     */
    private GitResult run(String... arguments) {
        try {
            return execute(arguments);
        } catch (IOException failure) {
            throw new IllegalArgumentException(
                    "--since requires git, which can't be started: " + failure.getMessage(), failure);
        }
    }

    /** Runs git. If git can't be started, the result is a failure. */
    private GitResult tryToRun(String... arguments) {
        try {
            return execute(arguments);
        } catch (IOException ignored) {
            return new GitResult(-1, "");
        }
    }

    /**
     * Runs git in the directory, and discards its messages.
     *
     * @throws IOException if git can't be started
     * @throws UncheckedIOException if the thread is interrupted while git runs; the thread remains interrupted
     */
    private GitResult execute(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new GitResult(process.waitFor(), output);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while git was running", interruption));
        }
    }
}
