package dev.cairn.cli.option;

import dev.cairn.internal.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files whose changes a command awaits.
 *
 * @param paths files, and directories that stand for all of their files; they need not exist yet
 */
public record WatchedFiles(List<Path> paths) {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

    public WatchedFiles {
        paths = List.copyOf(paths);
    }

    /** Returns the time of the last change of each file; empty if a file was deleted while the times were read. */
    public Map<Path, FileTime> readTimes() {
        Map<Path, FileTime> timeByFile = new TreeMap<>();
        for (Path path : paths) {
            if (Files.exists(path)) {
                try (Stream<Path> files = Files.walk(path)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        timeByFile.put(file, Files.getLastModifiedTime(file));
                    }
                } catch (IOException | UncheckedIOException ignored) {
                    return Map.of(); // a file has just been deleted, so the next reading will differ
                }
            }
        }
        return timeByFile;
    }

    /**
     * Waits until the files have changed, and then until two successive readings are the same, so files that change
     * shortly after one another count as one change.
     *
     * @param initialTimes the times before the change, from {@link #readTimes}
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitChange(Map<Path, FileTime> initialTimes, Ticker ticker) throws InterruptedException {
        Map<Path, FileTime> lastTimes = initialTimes;
        while (true) {
            ticker.sleep(POLL_INTERVAL);
            Map<Path, FileTime> currentTimes = readTimes();
            if (!currentTimes.equals(initialTimes) && currentTimes.equals(lastTimes)) {
                return;
            }
            lastTimes = currentTimes;
        }
    }
}
