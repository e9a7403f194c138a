package dev.cairn.internal.script;

import dev.cairn.internal.ledger.Head;
import dev.cairn.internal.ledger.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a script that say which migrations of a schema it is made of:
 *
 * <pre>
 * -- ledger: shop from 1 h1:4f1c… to 2 h1:9a3b…
 * --   2 h1:9a3b… Add a note
 * </pre>
 *
 * @param from where the database has to stand before
 * @param to where it stands afterwards
 * @param rows the migrations that are done by it; none where it leads back
 */
public record LedgerMark(String schema, Head from, Head to, List<HistoryRow> rows) {
    private static final Pattern ROW = Pattern.compile("--   (\\d{1,9}) (h1:\\S+) ?(.*)");

    private static final Pattern LINE =
            Pattern.compile("-- ledger: (\\S+) from (\\d{1,9})( h1:\\S+)? to (\\d{1,9})( h1:\\S+)?");

    public LedgerMark {
        rows = List.copyOf(rows);
    }

    /** Without the rows. */
    String line() {
        return "-- ledger: " + schema + " from " + text(from) + " to " + text(to);
    }

    /** All of it. */
    public String lines() {
        StringBuilder lines = new StringBuilder(line());
        rows.forEach(row -> lines.append("\n--   ")
                .append(row.number())
                .append(' ')
                .append(row.hash())
                .append(' ')
                .append(String.join(" ", row.title().lines().toList())));
        return lines.toString();
    }

    /** With the row of a line, if it is one. */
    LedgerMark with(String line) {
        Matcher matcher = ROW.matcher(line.strip());
        if (!matcher.matches()) {
            return this;
        }
        List<HistoryRow> more = new ArrayList<>(rows);
        more.add(HistoryRow.of(Integer.parseInt(matcher.group(1)), matcher.group(3), matcher.group(2)));
        return new LedgerMark(schema, from, to, more);
    }

    private static String text(Head head) {
        return head.number() == 0 ? "0" : head.number() + " " + head.hash();
    }

    static Optional<LedgerMark> parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        return matcher.matches()
                ? Optional.of(new LedgerMark(
                        matcher.group(1),
                        head(matcher.group(2), matcher.group(3)),
                        head(matcher.group(4), matcher.group(5)),
                        List.of()))
                : Optional.empty();
    }

    private static Head head(String number, @Nullable String hash) {
        return new Head(Integer.parseInt(number), hash == null ? "" : hash.strip());
    }
}
