package dev.cairn.embedded.protocol;

/** A login is refused. Holds the answer for the client: an error, or none if the network fails. */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    public LoginRefusedException(Answer.Failure failure) {
        super(failure.message());
        this.answer = failure;
    }

    /** Refuses a login without an error: the answer is {@link Answer#CUT} or {@link Answer#SILENCE}. */
    public LoginRefusedException(Answer answer) {
        super("No answer to the login");
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
