package dev.cairn.plan;

import java.util.Optional;

/** How markers are written. */
final class MarkerLines {
    static final String DESTRUCTIVE = "-- destructive: ";
    static final String REBUILD = "-- rebuild: ";
    static final String REPEATABLE = "-- repeatable";
    static final String UNREAD = "-- unread";
    static final String GRANTS_FROM = "-- grants: from ";
    static final String GRANTS_TO = " to ";
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
        if (line.equals(UNREAD)) {
            return Optional.of(new Marker.Unread());
        }
        if (line.equals(GRANT_LOSS)) {
            return Optional.of(new Marker.GrantLossAccepted());
        }
        return line.startsWith(GRANTS_FROM) ? grants(line) : Optional.empty();
    }

    private static Optional<Marker> grants(String line) {
        int to = line.indexOf(GRANTS_TO, GRANTS_FROM.length());
        return to < 0
                ? Optional.empty()
                : Optional.of(new Marker.Grants(
                        line.substring(GRANTS_FROM.length(), to), line.substring(to + GRANTS_TO.length())));
    }
}
