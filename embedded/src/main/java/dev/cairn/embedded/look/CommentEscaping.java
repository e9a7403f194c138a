package dev.cairn.embedded.look;

/** How SHOW FULL COLUMNS and SHOW TABLE STATUS print comments; information_schema prints them as they are. */
final class CommentEscaping {
    private CommentEscaping() {}

    static String comment(String comment) {
        return comment.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
