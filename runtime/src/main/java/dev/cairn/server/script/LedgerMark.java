package dev.cairn.server.script;

import dev.cairn.server.ledger.Head;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line of a script that says which migrations of a schema it is made of: {@code -- ledger: shop from 1 h1:… to 3 h1:…}.
 *
 * @param from where the database has to stand before
 * @param to where it stands afterwards
 */
public record LedgerMark(String schema, Head from, Head to) {
    private static final Pattern LINE =
            Pattern.compile("-- ledger: (\\S+) from (\\d{1,9})( h1:\\S+)? to (\\d{1,9})( h1:\\S+)?");

    public String line() {
        return "-- ledger: " + schema + " from " + text(from) + " to " + text(to);
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
                        head(matcher.group(4), matcher.group(5))))
                : Optional.empty();
    }

    private static Head head(String number, String hash) {
        return new Head(Integer.parseInt(number), hash == null ? "" : hash.strip());
    }
}
