package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Completion scripts, manual pages, {@code bin/install} and {@code bin/cairn}. Shells and {@code mandoc} check them
 * where they are installed.
 */
class InstallationCommandsTest {
    @TempDir
    private Path folder;

    private String renderCompletion(String shell) {
        CommandProject project = new CommandProject(folder);
        assertThat(project.cairn("completion", shell)).as(project::err).isZero();
        return project.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theScriptIsCorrectAndNamesEachCommand(String shell) throws Exception {
        String script = renderCompletion(shell);
        assertThat(script)
                .contains("record", "upgrade", "run-sql", "destructive")
                .doesNotContain("man-pages");
        Path file = Files.writeString(folder.resolve("script"), script);
        assumeInstalled(shell);
        assertThat(runProgram(shell, "-n", file.toString())).isEmpty();
    }

    @Test
    void fishCompletesCommandsOptionsValuesAndFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("cairn.fish"), renderCompletion("fish"));
        Files.createFile(folder.resolve("schema.sql"));
        assumeInstalled("fish");
        assertThat(completeInFish(file, "cairn rec")).containsExactly("record");
        assertThat(completeInFish(file, "cairn record --dest")).containsExactly("--destructive");
        assertThat(completeInFish(file, "cairn completion ")).contains("bash", "fish", "zsh");
        assertThat(completeInFish(file, "cairn init --build=")).contains("--build=gradle", "--build=maven");
        assertThat(completeInFish(file, "cairn fmt " + folder + "/sch")).containsExactly(folder + "/schema.sql");
        assertThat(completeInFish(file, "cairn status sch")).isEmpty();
    }

    private List<String> completeInFish(Path script, String line) throws Exception {
        return runProgram("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'")
                .lines()
                .map(each -> each.replaceFirst("\t.*", ""))
                .toList();
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path file = Files.writeString(folder.resolve("cairn.bash"), renderCompletion("bash"));
        assumeInstalled("bash");
        assertThat(completeInBash(file, "cairn rec")).isEqualTo("record");
        assertThat(completeInBash(file, "cairn record --dest")).isEqualTo("--destructive");
    }

    private String completeInBash(Path script, String line) throws Exception {
        String words = line.replace(" ", "' '");
        return runProgram(
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
                String manualPage = Files.readString(page);
                assertThat(manualPage)
                        .startsWith(".TH \"CAIRN")
                        .contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH EXIT STATUS\n");
                // Each line that begins with a point is a known macro, so that none is a text by mistake.
                assertThat(manualPage.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                        .allMatch(Pattern.compile("\\.(TH|SH|TP|B)( .*)?").asMatchPredicate());
            }
        }
        assertThat(pages.resolve("cairn-record.1"))
                .content()
                .contains("cairn-record - records all declared changes".replace("-", "\\-"))
                .contains("\\-\\-destructive");
    }

    @Test
    void mandocAcceptsEachManualPage() throws Exception {
        assumeInstalled("mandoc");
        CommandProject project = new CommandProject(folder);
        Path pages = folder.resolve("man1");
        assertThat(project.cairn("man-pages", pages.toString()))
                .as(project::err)
                .isZero();
        try (Stream<Path> files = Files.list(pages)) {
            for (Path page : files.sorted().toList()) {
                assertThat(runProgram("mandoc", "-Tlint", "-Wwarning", page.toString())
                                .lines())
                        .allMatch(line -> line.contains("missing date"));
            }
        }
    }

    @Test
    void theInstalledCommandRunsAndCanBeRemoved() throws Exception {
        assumeInstalled("bash");
        String install = createCheckout(true).resolve("bin/install").toString();
        Path prefix = folder.resolve("usr");
        String version = "cairn " + Cairn.readVersion();

        assertThat(runProgram("bash", install, "--prefix", prefix.toString()))
                .contains("Installed " + version, "into " + prefix, "export PATH=\"" + prefix + "/bin:");
        assertThat(runProgram(prefix.resolve("bin/cairn").toString(), "--version"))
                .startsWith(version);
        Path share = prefix.resolve("share");
        assertThat(share.resolve("bash-completion/completions/cairn")).hasContent(renderCompletion("bash"));
        assertThat(share.resolve("zsh/site-functions/_cairn")).hasContent(renderCompletion("zsh"));
        assertThat(share.resolve("fish/vendor_completions.d/cairn.fish")).hasContent(renderCompletion("fish"));
        assertThat(share.resolve("man/man1"))
                .isDirectoryContaining("glob:**/cairn.1")
                .isDirectoryContaining("glob:**/cairn-record.1");
        for (String file : List.of("cairn.jar", "mysql-connector-j.jar", "cairn.classes", "LICENSE", "NOTICE")) {
            assertThat(share.resolve("cairn").resolve(file)).isNotEmptyFile();
        }

        assertThat(runProgram("bash", install, "--prefix", prefix.toString(), "--uninstall"))
                .isEqualTo("Removed the cairn command from " + prefix + "\n");
        try (Stream<Path> remainingFiles = Files.walk(prefix)) {
            assertThat(remainingFiles.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void installingWithoutAnArchiveNamesIt() throws Exception {
        assumeInstalled("bash");
        String install = createCheckout(false).resolve("bin/install").toString();
        assertThat(runProgram("bash", install, "--prefix", folder.resolve("usr").toString()))
                .endsWith("/cli/target/cairn.jar is missing: build it without CAIRN_BUILD=never\n");
        assertThat(folder.resolve("usr")).doesNotExist();
    }

    @Test
    void installingWithoutAHomeNeedsAPrefix() throws Exception {
        assumeInstalled("bash");
        String install = createCheckout(false).resolve("bin/install").toString();
        assertThat(runProgram("env", "-u", "HOME", "bash", install))
                .isEqualTo("HOME is not set: pass the folder to install into as --prefix\n");
    }

    @Test
    void theCommandOfACheckoutRunsThroughALink() throws Exception {
        assumeInstalled("bash");
        Path command = createCheckout(true).resolve("bin/cairn");
        Path link = Files.createSymbolicLink(folder.resolve("linked"), command);
        assertThat(runProgram("bash", link.toString(), "--version")).startsWith("cairn " + Cairn.readVersion());
    }

    /**
     * In the POSIX locale, the JVM reads paths as ASCII; the shell names the folder, because this JVM may be unable to.
     */
    @Test
    void theCommandRunsInAFolderOutsideAsciiWithoutALocale() throws Exception {
        assumeInstalled("bash");
        createCheckout(true);
        assumeTrue(runProgram("bash", "-c", "LC_ALL=C.UTF-8 locale charmap").equals("UTF-8\n"), "There is no C.UTF-8.");
        String shellCommands =
                "cd '" + folder + "'; mv checkout $'Pr\\xc3\\xbcf'; exec bash $'Pr\\xc3\\xbcf/bin/cairn' --version";
        assertThat(runProgram("bash", "-c", shellCommands)).startsWith("cairn " + Cairn.readVersion());
    }

    @Test
    void aMissingBuildOrJvmIsNamed() throws Exception {
        assumeInstalled("bash");
        String command = createCheckout(false).resolve("bin/cairn").toString();
        assertThat(runProgram("bash", command, "--version"))
                .endsWith("/cli/target/cairn.jar is missing: build it without CAIRN_BUILD=never\n");
        assertThat(runProgram("env", "JAVA_HOME=/nowhere", "bash", command, "--version"))
                .isEqualTo("There is no /nowhere/bin/java: set JAVA_HOME to a JDK, or unset it\n");
    }

    /**
     * Returns a checkout with the files that {@code bin/install} and {@code bin/cairn} need. Only {@code -Pcommands}
     * builds the archive of the command, so this one refers to the class path of this JVM. Since that contains folders,
     * no archive of shared classes is written.
     */
    private Path createCheckout(boolean hasArchive) throws Exception {
        Path checkout = folder.resolve("checkout");
        for (String file : List.of("bin/install", "bin/cairn", "bin/common.sh", "LICENSE", "cli/NOTICE")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(Path.of("..", file), checkout.resolve(file));
        }
        if (hasArchive) {
            Path target = Files.createDirectory(checkout.resolve("cli/target"));
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Cairn.class.getName());
            manifest.getMainAttributes()
                    .put(
                            Attributes.Name.CLASS_PATH,
                            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                    .map(entry -> Path.of(entry).toUri().toString())
                                    .collect(Collectors.joining(" ")));
            new JarOutputStream(Files.newOutputStream(target.resolve("cairn.jar")), manifest).close();
            Path driver = Path.of(com.mysql.cj.jdbc.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Files.copy(driver, target.resolve("mysql-connector-j.jar"));
        }
        return checkout;
    }

    private static void assumeInstalled(String program) {
        boolean isInstalled = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(each -> !each.isEmpty() && Files.isExecutable(Path.of(each, program)));
        assumeTrue(isInstalled, () -> "There is no " + program + " in the PATH of this machine.");
    }

    /** Runs a program without the settings of a user: neither the environment nor the home folder has any. */
    private String runProgram(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("CAIRN_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
