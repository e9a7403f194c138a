package dev.cairn.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Runs {@code mvn}: the Maven that runs the tests, in a folder that is also its home. It reads neither the local
 * repository nor the environment variables of the user.
 */
final class MavenCommand {
    private final Path home;
    private final String jvmOptions;

    private MavenCommand(Path home, String jvmOptions) {
        this.home = home;
        this.jvmOptions = jvmOptions;
    }

    /** Creates a command that builds offline, with the repository that the build has prepared for the tests. */
    static MavenCommand createOffline(Path home) throws IOException {
        Path settings = Files.writeString(home.resolve("settings.xml"), "<settings />");
        return new MavenCommand(home, "")
                .writeScript(
                        "-o",
                        "-s",
                        settings.toString(),
                        "-gs",
                        settings.toString(),
                        repositoryOption(offlineRepository()));
    }

    /** Creates a command that begins with an empty repository, and downloads artifacts as the build itself does. */
    static MavenCommand createDownloading(Path home) throws IOException {
        List<String> options = new ArrayList<>(List.of(repositoryOption(home.resolve("repository"))));
        Path settings = Path.of(requireProperty("cairn.maven.settings"));
        if (Files.exists(settings)) {
            options.addAll(List.of("-s", settings.toString()));
        }
        return new MavenCommand(home, System.getenv().getOrDefault("MAVEN_OPTS", ""))
                .writeScript(options.toArray(String[]::new));
    }

    private static String repositoryOption(Path folder) {
        return "-Dmaven.repo.local=" + folder;
    }

    static Path offlineRepository() {
        return Path.of(requireProperty("cairn.offline.repository"));
    }

    private static String requireProperty(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    private MavenCommand writeScript(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(requireProperty("maven.home"), "bin", "mvn").toString(), "-B", "-Dstyle.color=never"));
        command.addAll(List.of(options));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("mvn");
        Files.writeString(
                script,
                command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ", "#!/bin/sh\nexec ", ""))
                        + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("Can't make " + script + " executable");
        }
        return this;
    }

    /** Returns the whole environment of a process that calls the command. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", home.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        environment.put("JAVA_HOME", requireProperty("java.home"));
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.toString());
        environment.put("MAVEN_SKIP_RC", "true");
        environment.put(
                "MAVEN_OPTS",
                (jvmOptions + " -Duser.home=" + home + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC").strip());
        return environment;
    }

    /**
     * Runs the goals in the folder of a project, and returns the lines of the output, whether or not the build
     * succeeds.
     */
    List<String> run(Path project, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/mvn").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return log.lines().toList();
    }
}
