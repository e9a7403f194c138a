package dev.cairn.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program with its first arguments and additional variables of its environment. */
record Program(List<String> command, Map<String, String> environment) {

    /** The exit code and the output of a program, with its errors. */
    record Result(int exitCode, String output) {}

    /** Skips the test if the program is not installed or fails. */
    void assumeSuccess(String name) {
        boolean succeeds;
        try {
            succeeds = run(List.of(), "").exitCode() == 0;
        } catch (IOException ignored) {
            succeeds = false;
        }
        assumeTrue(succeeds, () -> name + " is not installed: `" + String.join(" ", command) + "` fails");
    }

    /** Runs the program with more arguments and an input, and waits for its end. */
    Result run(List<String> arguments, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(command.stream(), arguments.stream()).toList())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException(interruption);
        } finally {
            process.destroyForcibly();
        }
    }
}
