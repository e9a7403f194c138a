package dev.cairn.engine;

/** A text that is not what it should be, a number, a date, a list of columns; who reads it says where it stood. */
final class InvalidValue extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;

    InvalidValue(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    String problem() {
        return problem;
    }
}
