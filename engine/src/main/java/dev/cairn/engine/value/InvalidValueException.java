package dev.cairn.engine.value;

/**
 * Signals an invalid text, such as a wrong number, date or list of columns; the caller adds the position in the
 * statement.
 */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;

    public InvalidValueException(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    public String problem() {
        return problem;
    }
}
