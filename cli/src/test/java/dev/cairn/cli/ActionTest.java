package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code action.yml}, with a command that prints its arguments, one on a line. */
@DisabledOnOs(OS.WINDOWS)
class ActionTest {
    @TempDir
    private Path folder;

    @Test
    void aQuotedTextIsOneArgument() throws Exception {
        assertThat(runStep("record \"add city\" --sources 'src dir'\n  --message=a\\ b $HOME `id`"))
                .containsExactly("record", "add city", "--sources", "src dir", "--message=a b", "$HOME", "`id`");
    }

    @Test
    void wordsAreSeparateArguments() throws Exception {
        assertThat(runStep("lint --since origin/main  --format github"))
                .containsExactly("lint", "--since", "origin/main", "--format", "github");
    }

    private List<String> runStep(String command) throws IOException, InterruptedException {
        Path cairn = folder.resolve("cairn/bin/cairn");
        Files.createDirectories(cairn.getParent());
        Files.writeString(cairn, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(cairn.toFile().setExecutable(true)).isTrue();
        ProcessBuilder bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", readScript());
        bash.environment().putAll(Map.of("RUNNER_TEMP", folder.toString(), "ARGUMENTS", command));
        bash.environment().putAll(Map.of("INPUT_URL", "", "INPUT_USER", "", "INPUT_PASSWORD", ""));
        Process process = bash.redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private static String readScript() throws IOException {
        String action = Files.readString(Path.of("..", "action.yml"));
        String step = action.substring(action.indexOf("- name: Run cairn"));
        return step.substring(step.indexOf("run: |\n") + "run: |\n".length()).stripIndent();
    }
}
