package dev.cairn.embedded.protocol;

/** Thrown if a frontend would refuse the value of a parameter. */
final class ParameterRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    ParameterRefusedException(String message) {
        super(message);
    }
}
