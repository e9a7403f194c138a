package dev.cairn.schema;

/** A generated class and the runtime beside it are of versions that do not fit. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FormatException(Class<?> generated, int format) {
        super(generated.getName() + " was generated in format " + format + ", and this runtime reads format "
                + Format.CURRENT + ": compile it with the processor of the same version as the runtime.");
    }
}
