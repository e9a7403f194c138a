package dev.cairn.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs the Maven that runs the tests, in a folder. */
final class MavenRun {
    private MavenRun() {}

    static String home() {
        return Objects.requireNonNull(System.getProperty("maven.home"));
    }

    /** Returns the local repository of the downloads. */
    static Path downloaded() {
        return Path.of(Objects.requireNonNull(System.getProperty("maven.repository")));
    }

    /** All that it printed. */
    static List<String> in(Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(home(), "bin", "mvn").toString());
        command.addAll(List.of("-B", "-Dstyle.color=never"));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return log.lines().toList();
    }
}
