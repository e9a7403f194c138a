package dev.cairn.integration.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A JVM that upgrades one database for each line of its input, and answers each with a line. Its parent process may
 * stop, continue and kill it.
 */
final class MigratorProcess implements AutoCloseable {
    private static final Logger CAIRN_LOGGER = Logger.getLogger("dev.cairn");
    private static final String READY_LINE = "READY";
    private static final Duration TOOL_TIMEOUT = Duration.ofSeconds(20);

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter requests;

    private MigratorProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    static MigratorProcess start() {
        try {
            MigratorProcess migratorProcess = new MigratorProcess(new ProcessBuilder(
                            findTool("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            MigratorProcess.class.getName())
                    .redirectError(Redirect.INHERIT)
                    .start());
            String firstLine = migratorProcess.answers.readLine();
            if (!READY_LINE.equals(firstLine)) {
                throw new IllegalStateException("A migrator did not start: " + firstLine);
            }
            return migratorProcess;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String findTool(String tool) {
        return System.getProperty("java.home") + "/bin/" + tool;
    }

    /** The main class of the process. */
    public static void main(String[] arguments) throws IOException {
        CAIRN_LOGGER.setLevel(Level.OFF);
        System.out.println(READY_LINE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 4);
                DisturbedSchema schema = DisturbedSchema.valueOf(words[0]);
                Duration lease = Duration.ofMillis(Long.parseLong(words[2]));
                System.out.println(Ending.ofUpgrade(schema, words[3], Ending.createOptions(words[1], lease)));
            }
        }
        // Threads that hang do not keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    /** Waits for the end of an upgrade, or of the process. */
    Ending upgrade(DisturbedSchema schema, String author, Duration lease, String url) {
        try {
            requests.write(String.join(" ", schema.name(), author, String.valueOf(lease.toMillis()), url) + "\n");
            requests.flush();
            String answer = answers.readLine();
            return answer == null ? Ending.KILLED : Ending.parse(answer);
        } catch (IOException ignored) {
            return Ending.KILLED;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process, without {@link Process#destroyForcibly}, which waits for the reader of its output. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    void pause() {
        sendSignal("STOP");
    }

    void resume() {
        sendSignal("CONT");
    }

    private void sendSignal(String signal) {
        ProcessBuilder killCommand = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()));
        // Some versions of kill know the names of signals only in this locale.
        killCommand.environment().put("LC_ALL", "C");
        try {
            int exitCode = killCommand.start().onExit().join().exitValue();
            if (exitCode != 0 && isAlive()) {
                throw new IllegalStateException("kill -" + signal + " ended with " + exitCode);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the stack traces of the process's threads. */
    String renderThreadDump() {
        try {
            Process jcmd = new ProcessBuilder(findTool("jcmd"), String.valueOf(process.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            // jcmd does not return while the process is stopped.
            Future<?> timeout = CompletableFuture.runAsync(
                    jcmd::destroyForcibly,
                    CompletableFuture.delayedExecutor(TOOL_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            try {
                return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                timeout.cancel(false);
            }
        } catch (IOException failure) {
            return String.format(Locale.ROOT, "no thread dump: %s", failure);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
