package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stored inputs are replayed only if their folder has the name of a fuzz test and of its method. */
class FuzzInputsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String FOLDER_SUFFIX = "Inputs";

    @Test
    void eachFolderOfInputsBelongsToAFuzzTest() throws IOException {
        List<Path> inputFolders = new ArrayList<>();
        List<Path> orphans = new ArrayList<>();
        for (String module : List.of("engine", "embedded")) {
            Path resources = ROOT.resolve(module).resolve("src/test/resources");
            Path sources = ROOT.resolve(module).resolve("src/test/java");
            try (Stream<Path> paths = Files.walk(resources)) {
                for (Path inputFolder :
                        paths.filter(FuzzInputsTest::isInputFolder).toList()) {
                    inputFolders.add(inputFolder);
                    String testFolder = inputFolder.getParent().getFileName().toString();
                    Path test = sources.resolve(resources.relativize(inputFolder.getParent()))
                            .resolveSibling(
                                    testFolder.substring(0, testFolder.length() - FOLDER_SUFFIX.length()) + ".java");
                    if (!Files.exists(test)
                            || !Files.readString(test).contains(" " + inputFolder.getFileName() + "(")) {
                        orphans.add(ROOT.relativize(inputFolder));
                    }
                }
            }
        }
        assertThat(inputFolders).isNotEmpty();
        assertThat(orphans).isEmpty();
    }

    private static boolean isInputFolder(Path folder) {
        return Files.isDirectory(folder)
                && folder.getParent().getFileName().toString().endsWith("FuzzTest" + FOLDER_SUFFIX);
    }
}
