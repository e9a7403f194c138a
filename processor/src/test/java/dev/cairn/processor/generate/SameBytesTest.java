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
 * The same sources give the same bytes: in any order, language, time zone and encoding, and by any JDK. Each compile is
 * a process of its own, for these are settings of a whole JVM.
 */
class SameBytesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final List<String> ENGLISH = List.of("-J-Duser.language=en", "-J-Duser.timezone=UTC");

    @TempDir
    private Path folder;

    @Test
    void inAnyOrderAndLanguage() throws Exception {
        Map<String, String> expected = goldens("materializedViews");
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
            assertThat(generated(Path.of(System.getProperty("java.home")), setting, sources))
                    .as("with %s, in the order %s", setting, sources)
                    .containsExactlyEntriesOf(expected);
        }
    }

    @Test
    void byTheNewestJdk() throws Exception {
        Optional<Path> newest = jdk("25");
        assumeTrue(newest.isPresent(), "no JDK 25 beside this one");

        assertThat(generated(newest.orElseThrow(), ENGLISH, sources("allTypes")))
                .containsExactlyEntriesOf(goldens("allTypes"));
    }

    private Map<String, String> generated(Path jdk, List<String> settings, List<Path> sources)
            throws IOException, InterruptedException {
        Path out = Files.createTempDirectory(folder, "generated");
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/javac").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(settings);
        command.addAll(List.of("-proc:only", "-processor", "dev.cairn.processor.CairnProcessor", "-s", out.toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        sources.forEach(source -> command.add(source.toAbsolutePath().toString()));
        Path log = Files.createTempFile(folder, "javac", ".log");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        return texts(out.resolve("shop"));
    }

    private static Optional<Path> jdk(String version) throws IOException {
        Path all = Path.of(System.getProperty("java.home")).resolveSibling("");
        try (Stream<Path> found = Files.list(all)) {
            return found.filter(home -> home.getFileName().toString().contains("-" + version))
                    .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                    .findFirst();
        }
    }

    private static List<Path> sources(String golden) throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve(golden))) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList());
        }
    }

    private static Map<String, String> goldens(String golden) throws IOException {
        return texts(GOLDEN.resolve(golden).resolve("generated"));
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
