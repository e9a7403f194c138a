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
 * Tests of all modules read nothing that only some machines have: neither the local repository, nor the home folder,
 * nor variables other than a few.
 */
class IndependenceTest {
    /**
     * The variables that CONTRIBUTING.md names, the path of programs, the options of Maven, and a variable that a test
     * passes to a process of its own.
     */
    private static final Set<String> ALLOWED_VARIABLES =
            Set.of("CAIRN_CORPUS", "CAIRN_ROWS", "PATH", "MAVEN_OPTS", "URL_VARIABLE");

    private static final Pattern VARIABLE_PATTERN =
            Pattern.compile("System\\.getenv\\((?:\\)\\s*\\.(?:get|getOrDefault)\\()?\"?(?<name>\\w*)");
    private static final Pattern PERSONAL_SETTING_PATTERN = Pattern.compile(
            "settings\\.localRepository|getProperty\\(\"user\\.home|\\$\\{(?:user\\.home|env\\.)|\\.m2[/\"]");

    private static List<Path> findTestFiles(String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path module : Checkout.modules()) {
            Path tests = module.resolve("src/test");
            try (Stream<Path> testFiles = Files.isDirectory(tests) ? Files.walk(tests) : Stream.empty()) {
                testFiles.filter(file -> file.toString().endsWith(pattern)).forEach(files::add);
            }
        }
        return files;
    }

    @Test
    void testsReadNoVariableOfAPerson() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : findTestFiles(".java")) {
            Matcher variable = VARIABLE_PATTERN.matcher(Files.readString(file));
            while (variable.find()) {
                names.add(variable.group("name") + " in " + file);
            }
        }
        assertThat(names)
                .hasSizeGreaterThan(5)
                .allMatch(name -> ALLOWED_VARIABLES.contains(name.substring(0, name.indexOf(' '))));
    }

    @Test
    void testsAndBuildFilesReadNoHomeAndNoLocalRepository() throws IOException {
        List<Path> all = findTestFiles(".java");
        Checkout.modules().forEach(module -> all.add(module.resolve("pom.xml")));
        all.add(Checkout.ROOT.resolve("pom.xml"));
        assertThat(all).hasSizeGreaterThan(400);
        List<String> personalSettings = new ArrayList<>();
        for (Path file : all) {
            PERSONAL_SETTING_PATTERN
                    .matcher(Files.readString(file))
                    .results()
                    .forEach(read -> personalSettings.add(read.group() + " in " + file));
        }
        assertThat(personalSettings).isEmpty();
    }
}
