package dev.cairn.migration;

import java.util.regex.Pattern;

/**
 * Data that is lost together with the rows of a table, because the migration does not copy it to another table.
 *
 * @param subject the lost part, such as {@code orders} or {@code orders.note}
 * @param description the loss as a marker describes it, such as {@code drops orders.note}
 */
public record RowLoss(Kind kind, String subject, String description) {
    /** The part of a table that is lost. */
    public enum Kind {
        /** No statement copies the rows. */
        TABLE,
        /** No statement copies the column. */
        COLUMN,
        /** The statements that copy the rows may leave out some of them. */
        ROWS,
        /** The statements that copy the rows may give several of them the same key. */
        MERGED_ROWS,
        /** The column is copied to a column that can't hold all of its values. */
        VALUES
    }

    /** Returns whether the reason of a marker names what is lost. Any reason names the loss of a whole table. */
    boolean isNamedIn(String reason) {
        String name = Pattern.quote(subject);
        String pattern = switch (kind) {
            case TABLE -> "";
            case COLUMN -> "(?<![\\w.])" + name + "(?!\\w|\\.\\w)";
            case ROWS, MERGED_ROWS -> "\\brows? of " + name + "(?!\\w|\\.\\w)";
            case VALUES -> "(?<![\\w.])" + name + "(?!\\w)";
        };
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(reason)
                .find();
    }
}
