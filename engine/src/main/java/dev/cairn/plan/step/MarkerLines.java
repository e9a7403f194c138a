package dev.cairn.plan.step;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.Optional;
import java.util.function.BiFunction;

/** Formats and parses the lines of markers. */
final class MarkerLines {
    static final String DESTRUCTIVE = "-- destructive: ";
    static final String REBUILD = "-- rebuild: ";
    static final String REPEATABLE = "-- repeatable";
    static final String KEEPS = "-- keeps: ";
    static final String AS = " as ";
    static final String UNFILLED = "-- unfilled: ";
    static final String UNREAD = "-- unread";
    static final String GRANTS_FROM = "-- grants: from ";
    static final String COUNTER_FROM = "-- counter: from ";
    static final String TO = " to ";
    static final String GRANT_LOSS = "-- grants: loss accepted";

    private MarkerLines() {}

    static Optional<Marker> parse(String line) {
        if (line.startsWith(DESTRUCTIVE)) {
            return Optional.of(new Marker.Destructive(line.substring(DESTRUCTIVE.length())));
        }
        if (line.startsWith(REBUILD)) {
            return Optional.of(new Marker.Rebuild(line.substring(REBUILD.length())));
        }
        if (line.equals(REPEATABLE)) {
            return Optional.of(new Marker.Repeatable());
        }
        if (line.startsWith(KEEPS)) {
            return keeps(line);
        }
        if (line.startsWith(UNFILLED)) {
            return Optional.of(new Marker.Unfilled(line.substring(UNFILLED.length())));
        }
        if (line.equals(UNREAD)) {
            return Optional.of(new Marker.Unread());
        }
        if (line.equals(GRANT_LOSS)) {
            return Optional.of(new Marker.GrantLossAccepted());
        }
        if (line.startsWith(COUNTER_FROM)) {
            return transfer(line, COUNTER_FROM, Marker.Counter::new);
        }
        return line.startsWith(GRANTS_FROM) ? transfer(line, GRANTS_FROM, Marker.Grants::new) : Optional.empty();
    }

    private static Optional<Marker> keeps(String line) {
        int as = line.indexOf(AS, KEEPS.length());
        return as < 0
                ? Optional.empty()
                : Optional.of(new Marker.Keeps(line.substring(KEEPS.length(), as), line.substring(as + AS.length())));
    }

    /** Quotes a name in a marker for use in a statement. */
    static String quoted(String name) {
        return Sql.render(new Expression.Reference(QualifiedName.of(name.split("\\.", 2)), Span.NONE));
    }

    private static Optional<Marker> transfer(String line, String start, BiFunction<String, String, Marker> marker) {
        int to = line.indexOf(TO, start.length());
        return to < 0
                ? Optional.empty()
                : Optional.of(marker.apply(line.substring(start.length(), to), line.substring(to + TO.length())));
    }
}
