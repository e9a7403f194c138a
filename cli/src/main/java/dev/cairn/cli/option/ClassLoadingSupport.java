package dev.cairn.cli.option;

/** Whether this process can load the classes of a project. */
public final class ClassLoadingSupport {
    private ClassLoadingSupport() {}

    /** Returns whether this process can load the classes of a project, which a native image of GraalVM can't. */
    static boolean isAvailable() {
        // GraalVM sets the property in the images that it builds.
        return !"runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    /**
     * Requires that this process can load the classes of a project.
     *
     * @throws CommandException if it can't
     */
    public static void requireAvailable() {
        if (!isAvailable()) {
            throw CommandException.usage(
                    "This command reads the classes of a project, and a native image can't load classes:"
                            + " run it with Java, for example java -jar cairn.jar.");
        }
    }
}
