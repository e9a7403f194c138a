package dev.cairn.engine.value;

/** A text that is not what it should be, a number, a date, a list of columns; who reads it says where it stood. */
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
