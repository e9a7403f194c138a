package dev.cairn.embedded.protocol;

/**
 * Thrown if a login is refused. It holds the answer for the client: an error, or none if a fault prevents an answer.
 */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    public LoginRefusedException(Answer.Failure failure) {
        super(failure.message());
        this.answer = failure;
    }

    /** Refuses a login without an error: the answer is {@link Answer#CLOSED_CONNECTION} or {@link Answer#SILENCE}. */
    public LoginRefusedException(Answer answer) {
        super("No answer to the login");
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
