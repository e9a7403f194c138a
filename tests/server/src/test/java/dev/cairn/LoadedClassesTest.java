package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.architecture.Wing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade that needs no wing loads no class of a wing. */
class LoadedClassesTest {
    private static final Pattern LOADED_CLASS_PATTERN = Pattern.compile("(dev\\.cairn\\.[A-Za-z0-9_.$]+) source: ");

    @TempDir
    Path folder;

    @Test
    void anUpgradeOfTablesLoadsNoClassOfAWing() throws IOException, InterruptedException {
        SortedSet<String> loadedClasses = findClassesLoadedByUpgrade();

        assertThat(loadedClasses).contains("dev.cairn.internal.run.MigrationRun");
        assertThat(loadedClasses)
                .filteredOn(type -> Wing.findWings(type).findAny().isPresent())
                .isEmpty();
    }

    private SortedSet<String> findClassesLoadedByUpgrade() throws IOException, InterruptedException {
        Path log = folder.resolve("loaded.log");
        Path output = folder.resolve("output.txt");
        try (World world = new World()) {
            Process upgrade = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xlog:class+load:file=" + log,
                            "-cp",
                            System.getProperty("java.class.path"),
                            TwoTableApplication.class.getName(),
                            world.url())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(upgrade.waitFor()).as(() -> read(output)).isZero();
        }
        SortedSet<String> loadedClasses = new TreeSet<>();
        Matcher matcher = LOADED_CLASS_PATTERN.matcher(read(log));
        while (matcher.find()) {
            loadedClasses.add(matcher.group(1));
        }
        return loadedClasses;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
