package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests of all modules read nothing that only some machines have: no local repository, no home, no variable without a
 * meaning here.
 */
class IndependenceTest {
    /**
     * What CONTRIBUTING.md names, where programs are, how Maven downloads, and what a test passes to a process of its
     * own.
     */
    private static final Set<String> VARIABLES = Set.of("CAIRN_CORPUS", "CAIRN_ROWS", "PATH", "MAVEN_OPTS", "DATABASE");

    private static final Pattern VARIABLE =
            Pattern.compile("System\\.getenv\\((?:\\)\\s*\\.(?:get|getOrDefault)\\()?\"?(?<name>\\w*)");
    private static final Pattern PERSONAL = Pattern.compile(
            "settings\\.localRepository|getProperty\\(\"user\\.home|\\$\\{(?:user\\.home|env\\.)|\\.m2[/\"]");

    private static List<Path> files(String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path module : Checkout.modules()) {
            Path tests = module.resolve("src/test");
            try (Stream<Path> found = Files.isDirectory(tests) ? Files.walk(tests) : Stream.empty()) {
                found.filter(file -> file.toString().endsWith(pattern)).forEach(files::add);
            }
        }
        return files;
    }

    @Test
    void testsReadNoVariableOfAPerson() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : files(".java")) {
            Matcher variable = VARIABLE.matcher(Files.readString(file));
            while (variable.find()) {
                names.add(variable.group("name") + " in " + file);
            }
        }
        assertThat(names)
                .hasSizeGreaterThan(5)
                .allMatch(name -> VARIABLES.contains(name.substring(0, name.indexOf(' '))));
    }

    @Test
    void testsAndBuildFilesReadNoHomeAndNoLocalRepository() throws IOException {
        List<Path> all = files(".java");
        Checkout.modules().forEach(module -> all.add(module.resolve("pom.xml")));
        all.add(Checkout.ROOT.resolve("pom.xml"));
        assertThat(all).hasSizeGreaterThan(400);
        List<String> reads = new ArrayList<>();
        for (Path file : all) {
            PERSONAL.matcher(Files.readString(file)).results().forEach(read -> reads.add(read.group() + " in " + file));
        }
        assertThat(reads).isEmpty();
    }
}
