package dev.cairn.upgrade;

/** Thrown if the format version of a generated class is not the one that this runtime supports. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FormatException(Class<?> generated, int format) {
        super(generated.getName() + " was generated in format " + format + ", and this runtime reads format "
                + Format.CURRENT + ": compile it with the processor of the same version as the runtime.");
    }
}
