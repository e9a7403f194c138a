package dev.cairn;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A process with migrators, which a test starts, stops, continues and kills. */
final class PodProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;

    private PodProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    static PodProcess start(String name, Duration lease) throws IOException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForkedMigrators.class.getName(),
                        name,
                        String.valueOf(lease.toMillis()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new PodProcess(name, process);
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Requests an upgrade from the migrators of the process. */
    void requestUpgrade(String schema, String url) {
        try {
            input.write(schema + " " + url + "\n");
            input.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(name, failure);
        }
    }

    /** Returns the next line of the process; empty if it was killed before. */
    Optional<String> readLine() {
        try {
            return Optional.ofNullable(output.readLine());
        } catch (IOException failure) {
            throw new UncheckedIOException(name, failure);
        }
    }

    /** Kills the process, without {@link Process#destroyForcibly}, which waits for the reader of its output. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    void suspend() {
        sendSignal("-STOP");
    }

    void continueProcess() {
        sendSignal("-CONT");
    }

    /** Sends a signal, in the locale C: in Turkish, some versions of {@code kill} do not know the name of CONT. */
    private void sendSignal(String signal) {
        ProcessBuilder kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid()));
        kill.environment().put("LC_ALL", "C");
        try {
            int status = kill.start().onExit().join().exitValue();
            if (status != 0 && isAlive()) {
                throw new IllegalStateException("kill " + signal + " ended with " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
