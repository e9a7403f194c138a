package dev.cairn.embedded.protocol;

/** A client that is not let in, with the server's words. */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer.Failure failure;

    public LoginRefusedException(Answer.Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Answer.Failure failure() {
        return failure;
    }
}
