package dev.cairn.engine;

/** A text that is no value of its type; who reads the text says where it stood. */
final class InvalidLiteral extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;

    InvalidLiteral(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    String problem() {
        return problem;
    }
}
