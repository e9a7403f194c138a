package dev.cairn.cli.option;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Class paths, in the syntax of {@code java -cp}. */
public final class ClassPath {
    private ClassPath() {}

    /** Returns the directories and archives of a class path; an empty list for an empty string. */
    public static List<Path> parse(String classPath) {
        List<Path> paths = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                paths.add(Path.of(entry));
            }
        }
        return paths;
    }

    /** Returns the class path of this JVM, which contains Cairn's own classes; empty in a native image. */
    public static List<Path> ofCurrentProcess() {
        return parse(System.getProperty("java.class.path", ""));
    }
}
