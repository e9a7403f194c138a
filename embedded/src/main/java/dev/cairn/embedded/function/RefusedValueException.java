package dev.cairn.embedded.function;

import java.util.Optional;

/** A function does not take a value: the message says so in the words of the server. */
public final class RefusedValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Stands before the words, so that they are found in what the row engine makes of them. */
    static final String MARK = "cairn refuses: ";

    RefusedValueException(String words) {
        super(MARK + words, null, false, false);
    }

    /** A failure of the function that it did not foresee. */
    public static RefusedValueException of(OwnFunction function) {
        return new RefusedValueException(
                "The embedded server can't calculate the function '" + function.title() + "' with these values");
    }

    /** The words in a message of the row engine; empty for a message of its own. */
    public static Optional<String> words(String message) {
        int mark = message.indexOf(MARK);
        return mark < 0 ? Optional.empty() : Optional.of(message.substring(mark + MARK.length()));
    }
}
