package dev.cairn.cli.option;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths as {@code java -cp} takes them. */
public final class ClassPath {
    private ClassPath() {}

    public static List<Path> of(String classPath) {
        List<Path> paths = new ArrayList<>();
        for (String path : classPath.split(File.pathSeparator, -1)) {
            if (!path.isEmpty()) {
                paths.add(Path.of(path));
            }
        }
        return paths;
    }

    /** Those of this JVM, where Cairn's own classes are. */
    static List<Path> ofProcess() {
        return of(System.getProperty("java.class.path"));
    }
}
