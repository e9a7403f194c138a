package dev.cairn.embedded.look;

/** Escapes comments for SHOW FULL COLUMNS and SHOW TABLE STATUS; information_schema prints them unchanged. */
final class CommentEscaping {
    private CommentEscaping() {}

    static String comment(String comment) {
        return comment.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
