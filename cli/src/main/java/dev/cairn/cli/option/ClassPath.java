package dev.cairn.cli.option;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Class paths, in the syntax of {@code java -cp}, and whether this process can load the classes that they contain. */
public final class ClassPath {
    private ClassPath() {}

    /** Returns the directories and archives of a class path; an empty list for an empty string. */
    public static List<Path> parse(String classPath) {
        List<Path> paths = new ArrayList<>();
        for (String path : classPath.split(File.pathSeparator, -1)) {
            if (!path.isEmpty()) {
                paths.add(Path.of(path));
            }
        }
        return paths;
    }

    /** Returns the class path of this JVM, which contains Cairn's own classes; empty in a native image. */
    public static List<Path> ofProcess() {
        return parse(System.getProperty("java.class.path", ""));
    }

    /** Returns whether this process can load classes of a project: a native image of GraalVM can't. */
    static boolean canLoadClasses() {
        // GraalVM sets the property in the images that it builds.
        return !"runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    /**
     * Requires that this process can load the classes of a project.
     *
     * @throws CommandException if it can't
     */
    public static void requireClassLoading() {
        if (!canLoadClasses()) {
            throw CommandException.usage(
                    "This command reads the classes of a project, and a native image can't load classes:"
                            + " run it with Java, for example java -jar cairn.jar.");
        }
    }
}
