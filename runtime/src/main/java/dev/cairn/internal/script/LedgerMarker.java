package dev.cairn.internal.script;

import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a script that name the migrations of a schema from which it was generated:
 *
 * <pre>
 * -- ledger: shop from 1 h1:4f1c… to 2 h1:9a3b…
 * --   2 h1:9a3b… Add a note
 * --   0 h1:77d0… Readers
 * </pre>
 *
 * @param startHead the required head of the history before the script
 * @param endHead the head of the history after the script
 * @param rows the migrations that the script applies, and after them the repeatable ones, with the number 0; empty if
 *     the script reverts migrations
 */
public record LedgerMarker(String schemaName, LedgerHead startHead, LedgerHead endHead, List<HistoryRow> rows) {
    private static final Pattern ROW_PATTERN = Pattern.compile("--   (\\d{1,9}) (h1:\\S+) ?(.*)");

    private static final Pattern HEADER_PATTERN =
            Pattern.compile("-- ledger: (\\S+) from (\\d{1,9})( h1:\\S+)? to (\\d{1,9})( h1:\\S+)?");

    public LedgerMarker {
        rows = List.copyOf(rows);
    }

    /** Returns all lines. */
    public String renderLines() {
        StringBuilder lines = new StringBuilder(
                "-- ledger: " + schemaName + " from " + formatHead(startHead) + " to " + formatHead(endHead));
        rows.forEach(row -> lines.append("\n--   ")
                .append(row.number())
                .append(' ')
                .append(row.hash())
                .append(' ')
                .append(String.join(" ", row.title().lines().toList())));
        return lines.toString();
    }

    /** Returns this marker with the row in a line; the same marker if the line is not a row. */
    LedgerMarker withRowFrom(String line) {
        Matcher matcher = ROW_PATTERN.matcher(line.strip());
        if (!matcher.matches()) {
            return this;
        }
        List<HistoryRow> allRows = new ArrayList<>(rows);
        allRows.add(HistoryRow.of(Integer.parseInt(matcher.group(1)), matcher.group(3), matcher.group(2)));
        return new LedgerMarker(schemaName, startHead, endHead, allRows);
    }

    /** Returns the rows of the migrations that have a number. */
    public List<HistoryRow> numberedRows() {
        return rows.stream().filter(row -> !row.isRepeatable()).toList();
    }

    /** Returns the rows of the repeatable migrations. */
    public List<HistoryRow> repeatableRows() {
        return rows.stream().filter(HistoryRow::isRepeatable).toList();
    }

    private static String formatHead(LedgerHead head) {
        return head.number() == 0 ? "0" : head.number() + " " + head.hash();
    }

    /** Parses the first line of a marker; empty for any other line. The returned marker has no rows yet. */
    static Optional<LedgerMarker> parse(String line) {
        Matcher matcher = HEADER_PATTERN.matcher(line.strip());
        return matcher.matches()
                ? Optional.of(new LedgerMarker(
                        matcher.group(1),
                        parseHead(matcher.group(2), matcher.group(3)),
                        parseHead(matcher.group(4), matcher.group(5)),
                        List.of()))
                : Optional.empty();
    }

    private static LedgerHead parseHead(String numberText, @Nullable String hash) {
        return new LedgerHead(Integer.parseInt(numberText), hash == null ? "" : hash.strip());
    }
}
