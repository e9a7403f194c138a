package dev.cairn.embedded.protocol;

/**
 * Thrown if a login is refused. It holds the answer for the client: an error, or none if a fault prevents an answer.
 */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    public LoginRefusedException(Answer.Failure failure) {
        this(failure.message(), failure);
    }

    private LoginRefusedException(String message, Answer answer) {
        super(message);
        this.answer = answer;
    }

    /**
     * Returns the exception for an answer that refuses a login: an error, {@link Answer#CLOSED_CONNECTION} or
     * {@link Answer#SILENCE}.
     */
    public static LoginRefusedException of(Answer answer) {
        return answer instanceof Answer.Failure failure
                ? new LoginRefusedException(failure)
                : new LoginRefusedException("No answer to the login", answer);
    }

    public Answer answer() {
        return answer;
    }
}
