package dev.cairn.tooling.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The git repository that contains a folder, read with the command {@code git}. */
public record GitRepository(Path folder) {
    private record Answer(int code, String output) {
        boolean isSuccess() {
            return code == 0;
        }
    }

    /** Returns the last tag before the current commit, or of it; empty without a tag, without a repository, or without git. */
    Optional<String> lastTag() {
        return Optional.of(tryToRun("describe", "--tags", "--abbrev=0"))
                .filter(Answer::isSuccess)
                .map(answer -> answer.output().strip());
    }

    /**
     * Returns the last common commit of a revision and the current one, or the revision if they have none.
     *
     * @throws IllegalArgumentException if git is missing, the folder is in no repository, or the revision is unknown
     */
    String commonCommit(String revision) {
        if (!run("rev-parse", "--is-inside-work-tree").isSuccess()) {
            throw new IllegalArgumentException("--since: " + folder + " is not in a git repository.");
        }
        if (revision.startsWith("-")
                || !run("rev-parse", "--verify", "--quiet", revision + "^{commit}")
                        .isSuccess()) {
            throw new IllegalArgumentException("--since: git knows no revision '" + revision
                    + "'. In a shallow clone, fetch its history first, as with fetch-depth: 0 in a GitHub workflow.");
        }
        Answer base = run("merge-base", revision, "HEAD");
        return base.isSuccess() ? base.output().strip() : revision;
    }

    /** Returns a file of this folder as it was in a revision; empty if it did not exist. */
    Optional<String> file(String revision, String name) {
        return Optional.of(tryToRun("show", revision + ":./" + name))
                .filter(Answer::isSuccess)
                .map(Answer::output);
    }

    /**
     * Returns the files of folders that are new or changed since the last common commit of a revision and the current one, with
     * changes that are not committed. Folders that do not exist are ignored.
     *
     * @throws IllegalArgumentException if git is missing, a folder is in no repository, or the revision is unknown
     */
    public static Set<Path> changedSince(String revision, List<Path> folders) {
        Set<Path> changed = new TreeSet<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                changed.addAll(new GitRepository(folder).changedSince(revision));
            }
        }
        return changed;
    }

    private Set<Path> changedSince(String revision) {
        String start = commonCommit(revision);
        Answer tracked = run("diff", "--name-only", "--relative", "--diff-filter=d", "-z", start, "--", ".");
        Answer untracked = run("ls-files", "--others", "--exclude-standard", "-z", "--", ".");
        Set<Path> changed = new TreeSet<>();
        for (Answer files : List.of(tracked, untracked)) {
            if (!files.isSuccess()) {
                throw new IllegalArgumentException("--since: git can't list the files of " + folder + ".");
            }
            for (String file : files.output().split("\0", -1)) {
                if (!file.isEmpty()) {
                    changed.add(folder.resolve(file).toAbsolutePath().normalize());
                }
            }
        }
        return changed;
    }

    private Answer run(String... arguments) {
        try {
            return answer(arguments);
        } catch (IOException missing) {
            throw new IllegalArgumentException(
                    "--since requires git, which can't be started: " + missing.getMessage(), missing);
        }
    }

    /** Runs git where it is not required. */
    private Answer tryToRun(String... arguments) {
        try {
            return answer(arguments);
        } catch (IOException missing) {
            return new Answer(-1, "");
        }
    }

    private Answer answer(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Answer(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while git was running", interrupted));
        }
    }
}
