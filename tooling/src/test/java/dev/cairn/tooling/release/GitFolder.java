package dev.cairn.tooling.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** A folder in which a test runs git; without git on the machine, the test is skipped. */
public record GitFolder(Path folder) {
    /** Runs a command, and returns its output. */
    public String runGit(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=Ann", "-c", "user.email=ann@localhost"));
        command.addAll(List.of(arguments));
        Process git;
        try {
            git = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException failure) {
            throw new TestAbortedException("There is no git in the PATH of this machine.", failure);
        }
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        return output.strip();
    }

    /** Commits all files, and marks them as a release. */
    public void release(String tag) throws IOException, InterruptedException {
        runGit("add", ".");
        runGit("commit", "--quiet", "--message=" + tag);
        runGit("tag", tag);
    }
}
