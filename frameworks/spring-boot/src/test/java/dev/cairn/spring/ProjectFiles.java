package dev.cairn.spring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds files of the project. The tests run in the folders of two modules, which lie at different depths. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** Returns a file of the project by its path from the root; the file must exist. */
    static Path find(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + path + " above the working directory"));
    }
}
