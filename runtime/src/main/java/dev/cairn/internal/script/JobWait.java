package dev.cairn.internal.script;

import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.Optional;

/**
 * Something that must have ended before a script goes on.
 *
 * @param object the table whose job it is, or the materialized view that is refreshed
 * @param local whether the session of the script has selected the object's database
 */
public record JobWait(Kind kind, ObjectName object, boolean local) {
    private static final String MARK = "-- wait: ";

    /** How one sees that it has ended. */
    public enum Kind {
        COLUMN,
        ROLLUP,
        OPTIMIZE,
        /** No SHOW statement lists the job. */
        HIDDEN,
        REFRESH
    }

    /** {@code -- wait: ALTER TABLE orders} */
    public String mark() {
        return MARK + what();
    }

    /** {@code ALTER TABLE orders}, the statement that started it. */
    public String what() {
        return (kind == Kind.REFRESH ? "REFRESH MATERIALIZED VIEW " : "ALTER TABLE ")
                + (local ? object.name() : object.toString());
    }

    /** A statement that tells whether it has ended. */
    public String show() {
        String from = local ? "" : " FROM " + SqlQuoting.name(object.database());
        return switch (kind) {
            case COLUMN, ROLLUP, OPTIMIZE ->
                "SHOW ALTER TABLE " + kind + from + " WHERE TableName = " + SqlQuoting.text(object.name())
                        + " ORDER BY JobId DESC LIMIT 1";
            case HIDDEN -> "SHOW CREATE TABLE " + name();
            case REFRESH -> "SHOW MATERIALIZED VIEWS" + from + " WHERE NAME = " + SqlQuoting.text(object.name());
        };
    }

    private String name() {
        return local ? SqlQuoting.name(object.name()) : SqlQuoting.name(object);
    }

    /** What it tells when it has ended. */
    public String until() {
        return switch (kind) {
            case COLUMN, ROLLUP, OPTIMIZE -> "until State is FINISHED";
            case HIDDEN -> "until the change is there (no statement lists the job)";
            case REFRESH -> "until last_refresh_state is SUCCESS";
        };
    }

    /** The mark and the comment below it, each with its line end. */
    String lines() {
        return mark() + "\n--   " + until() + ": " + show() + ";\n";
    }

    /** The table or materialized view of a line, if the line is a mark. */
    static Optional<String> marked(String line) {
        String text = line.strip();
        for (String begin : new String[] {"ALTER TABLE ", "REFRESH MATERIALIZED VIEW "}) {
            if (text.startsWith(MARK + begin)) {
                return Optional.of(
                        text.substring(MARK.length() + begin.length()).strip().replace("`", ""));
            }
        }
        return Optional.empty();
    }
}
