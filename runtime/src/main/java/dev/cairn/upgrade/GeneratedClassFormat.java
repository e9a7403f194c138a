package dev.cairn.upgrade;

/** The format version of generated classes: of their contents and of the runtime methods that they call. */
public final class GeneratedClassFormat {
    /** The format that the processor of the same release generates, and the only one that this runtime supports. */
    public static final int CURRENT = 3;

    private GeneratedClassFormat() {}

    /**
     * Called by Cairn: requires that a generated class has the current format.
     *
     * @throws StaleClassException if it has another one
     */
    public static void require(int format, Class<?> generatedClass) {
        if (format != CURRENT) {
            throw new StaleClassException(generatedClass.getName() + " was generated in format " + format
                    + ", and this runtime reads format " + CURRENT
                    + ": compile it with the processor of the same version as the runtime.");
        }
    }

    /**
     * Thrown if generated classes do not fit this runtime, or one another: the whole module has to be compiled again.
     */
    public static final class StaleClassException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Creates an exception with a message that names the class and what to do. */
        public StaleClassException(String message) {
            super(message);
        }
    }
}
