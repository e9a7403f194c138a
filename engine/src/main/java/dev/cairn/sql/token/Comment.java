package dev.cairn.sql.token;

import java.util.ArrayList;
import java.util.List;

/** The place of a comment in a text, with its marks; the line break after {@code --} is not a part of it. */
public record Comment(int start, int end) {
    static final String BLOCK_START = "/*";
    static final String BLOCK_END = "*/";
    static final String LINE_START = "--";

    /** Finds the comments of a range that contains only whitespace and comments, such as the text between two tokens. */
    public static List<Comment> findAll(String text, int start, int end) {
        List<Comment> comments = new ArrayList<>();
        int offset = start;
        while (offset < end) {
            int commentEnd = text.startsWith(BLOCK_START, offset)
                    ? text.indexOf(BLOCK_END, offset + BLOCK_START.length()) + BLOCK_END.length()
                    : text.startsWith(LINE_START, offset) ? findLineEnd(text, offset) : offset;
            if (commentEnd > offset) {
                comments.add(new Comment(offset, commentEnd));
            }
            offset = Math.max(commentEnd, offset + 1);
        }
        return comments;
    }

    /** Returns the offset of the line break that ends a comment with {@code --}, as the server reads it. */
    static int findLineEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }
}
