package dev.cairn.tooling.lint.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asks git which files are new or changed. */
public final class ChangedFiles {
    private ChangedFiles() {}

    /**
     * Returns the files that are new or changed since the last common commit of a revision and the current one, with changes that
     * are not committed.
     *
     * @throws IllegalArgumentException if git is missing, a folder is in no repository, or the revision is unknown
     */
    public static Set<Path> since(String revision, List<Path> folders) {
        Set<Path> changed = new TreeSet<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            if (!git(folder, "rev-parse", "--is-inside-work-tree").isSuccess()) {
                throw new IllegalArgumentException("--since: " + folder + " is not in a git repository.");
            }
            if (revision.startsWith("-")
                    || !git(folder, "rev-parse", "--verify", "--quiet", revision + "^{commit}")
                            .isSuccess()) {
                throw new IllegalArgumentException(
                        "--since: git knows no revision '" + revision
                                + "'. In a shallow clone, fetch its history first, as with fetch-depth: 0 in a GitHub workflow.");
            }
            Answer base = git(folder, "merge-base", revision, "HEAD");
            String start = base.isSuccess() ? base.output().strip() : revision;
            Answer tracked =
                    git(folder, "diff", "--name-only", "--relative", "--diff-filter=d", "-z", start, "--", ".");
            Answer untracked = git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".");
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
        }
        return changed;
    }

    private record Answer(int code, String output) {
        boolean isSuccess() {
            return code == 0;
        }
    }

    private static Answer git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException missing) {
            throw new IllegalArgumentException(
                    "--since requires git, which can't be started: " + missing.getMessage(), missing);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted while git was running", interrupted));
        }
    }
}
