package dev.cairn.embedded.http;

/** The statuses in the answers of a frontend and a backend to the requests of loads. */
public enum HttpStatus {
    OK(200, "OK"),
    TEMPORARY_REDIRECT(307, "Temporary Redirect"),
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    NOT_FOUND(404, "Not Found");

    private final int code;
    private final String reasonPhrase;

    HttpStatus(int code, String reasonPhrase) {
        this.code = code;
        this.reasonPhrase = reasonPhrase;
    }

    /** Returns the status as it is written in the status line of an answer, such as {@code 404 Not Found}. */
    @Override
    public String toString() {
        return code + " " + reasonPhrase;
    }
}
