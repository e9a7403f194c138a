package dev.cairn.upgrade;

/** Thrown if generated classes fit neither this runtime nor one another: the whole module has to be compiled again. */
public final class StaleClassException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with a message that names the class and what to do. */
    public StaleClassException(String message) {
        super(message);
    }
}
