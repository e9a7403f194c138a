package dev.cairn.cli.option;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Parses class paths, in the syntax of {@code java -cp}. */
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

    /** The class path of this JVM, which contains Cairn's own classes. */
    public static List<Path> ofProcess() {
        return of(System.getProperty("java.class.path"));
    }
}
