package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A stored input is replayed only if its folder has the name of a test method, in the folder of the method's class.
 */
class FuzzInputsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String FOLDER_SUFFIX = "Inputs";

    @Test
    void eachFolderOfInputsBelongsToAFuzzTest() throws IOException {
        List<Path> inputFolders = new ArrayList<>();
        List<Path> orphanedFolders = new ArrayList<>();
        for (String module : List.of("engine", "embedded")) {
            Path resources = ROOT.resolve(module).resolve("src/test/resources");
            Path sources = ROOT.resolve(module).resolve("src/test/java");
            try (Stream<Path> paths = Files.walk(resources)) {
                for (Path inputFolder :
                        paths.filter(FuzzInputsTest::isInputFolder).toList()) {
                    inputFolders.add(inputFolder);
                    String classFolder = inputFolder.getParent().getFileName().toString();
                    Path testFile = sources.resolve(resources.relativize(inputFolder.getParent()))
                            .resolveSibling(
                                    classFolder.substring(0, classFolder.length() - FOLDER_SUFFIX.length()) + ".java");
                    if (!Files.exists(testFile)
                            || !Files.readString(testFile).contains(" " + inputFolder.getFileName() + "(")) {
                        orphanedFolders.add(ROOT.relativize(inputFolder));
                    }
                }
            }
        }
        assertThat(inputFolders).isNotEmpty();
        assertThat(orphanedFolders).isEmpty();
    }

    private static boolean isInputFolder(Path folder) {
        return Files.isDirectory(folder)
                && folder.getParent().getFileName().toString().endsWith("FuzzTest" + FOLDER_SUFFIX);
    }
}
