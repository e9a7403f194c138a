package dev.cairn.cli.option;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Class paths, in the syntax of {@code java -cp}, and whether this process can load the classes that they contain. */
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

    /** The class path of this JVM, which contains Cairn's own classes; empty in a native image. */
    public static List<Path> ofProcess() {
        return of(System.getProperty("java.class.path", ""));
    }

    /** Refuses a command that loads or compiles classes of a project if this process is a native image of GraalVM. */
    public static void requireClassLoading() {
        // GraalVM sets the property in the images that it builds.
        if ("runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))) {
            throw CommandException.usage(
                    "This command reads the classes of a project, and a native image can't load classes:"
                            + " run it with Java, as in java -jar cairn.jar.");
        }
    }
}
