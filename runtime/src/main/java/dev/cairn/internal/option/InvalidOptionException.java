package dev.cairn.internal.option;

/** Thrown if an option does not accept a value. */
public final class InvalidOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String reason;

    public InvalidOptionException(String name, String reason) {
        super(name + " " + reason);
        this.name = name;
        this.reason = reason;
    }

    /** Returns the name of the option as the caller wrote it, or in its Java spelling. */
    public String name() {
        return name;
    }

    /**
     * Returns the continuation of a sentence that begins with the name of the option, as in "must be at least 1, but
     * was 0".
     */
    public String reason() {
        return reason;
    }
}
