package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion scripts and manual pages. Shells and {@code mandoc} check them where they are installed. */
class InstallationCommandsTest {
    @TempDir
    private Path folder;

    private String completion(String shell) {
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("completion", shell)).as(project::err).isZero();
        return project.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theScriptIsCorrectAndNamesEachCommand(String shell) throws Exception {
        String script = completion(shell);
        assertThat(script)
                .contains("record", "upgrade", "run-sql", "destructive")
                .doesNotContain("man-pages");
        Path file = Files.writeString(folder.resolve("script"), script);
        Assumptions.assumeTrue(isInstalled(shell));
        assertThat(run(shell, "-n", file.toString())).isEmpty();
    }

    @Test
    void fishCompletesCommandsOptionsValuesAndFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("cairn.fish"), completion("fish"));
        Files.createFile(folder.resolve("schema.sql"));
        Assumptions.assumeTrue(isInstalled("fish"));
        assertThat(fish(file, "cairn rec")).containsExactly("record");
        assertThat(fish(file, "cairn record --dest")).containsExactly("--destructive");
        assertThat(fish(file, "cairn completion ")).contains("bash", "fish", "zsh");
        assertThat(fish(file, "cairn init --build=")).contains("--build=gradle", "--build=maven");
        assertThat(fish(file, "cairn fmt " + folder + "/sch")).containsExactly(folder + "/schema.sql");
        assertThat(fish(file, "cairn status sch")).isEmpty();
    }

    private static List<String> fish(Path script, String line) throws Exception {
        return run("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'")
                .lines()
                .map(each -> each.replaceFirst("\t.*", ""))
                .toList();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path file = Files.writeString(folder.resolve("cairn.bash"), completion("bash"));
        Assumptions.assumeTrue(isInstalled("bash"));
        assertThat(bash(file, "cairn rec")).isEqualTo("record");
        assertThat(bash(file, "cairn record --dest")).isEqualTo("--destructive");
    }

    private static String bash(Path script, String line) throws Exception {
        String words = line.replace(" ", "' '");
        return run(
                        "bash",
                        "-c",
                        "compopt() { :; }; source " + script + "; COMP_WORDS=('" + words
                                + "'); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_cairn; echo ${COMPREPLY[@]}")
                .strip();
    }

    @Test
    void eachCommandHasAManualPage() throws Exception {
        CommandProject project = new CommandProject(folder);
        Path pages = folder.resolve("man1");
        assertThat(project.cairn("man-pages", pages.toString()))
                .as(project::err)
                .isZero();
        assertThat(pages).isDirectoryContaining("glob:**/cairn.1").isDirectoryContaining("glob:**/cairn-run-sql.1");
        try (Stream<Path> files = Files.list(pages)) {
            for (Path page : files.sorted().toList()) {
                String text = Files.readString(page);
                assertThat(text)
                        .startsWith(".TH \"CAIRN")
                        .contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH EXIT STATUS\n");
                // Each line that begins with a point is a known macro: no text was taken for one.
                assertThat(text.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                        .allMatch(Pattern.compile("\\.(TH|SH|TP|B)( .*)?").asMatchPredicate());
                if (isInstalled("mandoc")) {
                    assertThat(run("mandoc", "-Tlint", "-Wwarning", page.toString())
                                    .lines())
                            .allMatch(line -> line.contains("missing date"));
                }
            }
        }
        assertThat(pages.resolve("cairn-record.1"))
                .content()
                .contains("cairn-record - records all declared changes".replace("-", "\\-"))
                .contains("\\-\\-destructive");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(each -> !each.isEmpty() && Files.isExecutable(Path.of(each, program)));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
