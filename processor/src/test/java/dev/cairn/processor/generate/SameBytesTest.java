package dev.cairn.processor.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the same sources become the same bytes in any order, language, time zone and encoding, and with any JDK.
 * Each compilation is a process of its own, because these are settings of a whole JVM.
 */
class SameBytesTest {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/golden");
    private static final List<String> ENGLISH = List.of("-J-Duser.language=en", "-J-Duser.timezone=UTC");

    @TempDir
    private Path folder;

    @Test
    void neitherOrderNorLanguageChangesTheBytes() throws Exception {
        Map<String, String> expected = readGoldenFiles("materializedViews");
        List<Path> sources = sources("materializedViews");
        List<List<String>> settings = List.of(
                ENGLISH,
                List.of("-J-Duser.language=tr", "-J-Duser.country=TR", "-J-Duser.timezone=Asia/Tokyo"),
                List.of(
                        "-J-Duser.language=th",
                        "-J-Duser.country=TH",
                        "-J-Duser.variant=TH",
                        "-J-Dfile.encoding=US-ASCII"));
        long seed = 20_261_120;
        Random random = new Random(seed);
        for (List<String> setting : settings) {
            Collections.shuffle(sources, random);
            assertThat(generate(Path.of(System.getProperty("java.home")), setting, sources))
                    .as("with %s, in the order %s", setting, sources)
                    .containsExactlyEntriesOf(expected);
        }
    }

    @Test
    void theNewestJdkGeneratesTheSameBytes() throws Exception {
        Optional<Path> newestJdk = findJdk("25");
        assumeTrue(newestJdk.isPresent(), "no JDK 25 beside this one");

        assertThat(generate(newestJdk.orElseThrow(), ENGLISH, sources("allTypes")))
                .containsExactlyEntriesOf(readGoldenFiles("allTypes"));
    }

    private Map<String, String> generate(Path jdk, List<String> settings, List<Path> sources)
            throws IOException, InterruptedException {
        Path outputFolder = Files.createTempDirectory(folder, "generated");
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/javac").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(settings);
        command.addAll(List.of(
                "-proc:only", "-processor", "dev.cairn.processor.CairnProcessor", "-s", outputFolder.toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        sources.forEach(source -> command.add(source.toAbsolutePath().toString()));
        Path logFile = Files.createTempFile(folder, "javac", ".log");
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logFile.toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(Files.readString(logFile)).isZero();
        return readTexts(outputFolder.resolve("shop"));
    }

    private static Optional<Path> findJdk(String version) throws IOException {
        Path jdkFolder = Path.of(System.getProperty("java.home")).resolveSibling("");
        try (Stream<Path> homes = Files.list(jdkFolder)) {
            return homes.filter(home -> home.getFileName().toString().contains("-" + version))
                    .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                    .findFirst();
        }
    }

    private static List<Path> sources(String golden) throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN_FOLDER.resolve(golden))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList());
        }
    }

    private static Map<String, String> readGoldenFiles(String golden) throws IOException {
        return readTexts(GOLDEN_FOLDER.resolve(golden).resolve("generated"));
    }

    private static Map<String, String> readTexts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
