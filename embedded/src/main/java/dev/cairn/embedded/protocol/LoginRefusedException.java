package dev.cairn.embedded.protocol;

/** A client that is not let in, with what it is answered: an error, or nothing if the network fails. */
public final class LoginRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Answer answer;

    public LoginRefusedException(Answer.Failure failure) {
        super(failure.message());
        this.answer = failure;
    }

    /** The client gets no answer: {@link Answer#CUT} or {@link Answer#SILENCE}. */
    public LoginRefusedException(Answer answer) {
        super("No answer to the login");
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
