package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ServerConnection;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * The clock of the server at one moment. The clocks of the machines on which Cairn runs may differ from each other.
 *
 * @param instant the time since the epoch, in full seconds
 * @param timeOfDay the local time in the time zone of the session
 */
public record ServerClock(Instant instant, LocalTime timeOfDay) {
    /** Reads the time without a backend; empty if the server does not return a row. */
    public static Optional<Instant> readInstant(ServerConnection connection) {
        return connection.fetchRows("SELECT unix_timestamp()").stream()
                .findFirst()
                .map(row -> Instant.ofEpochSecond(Long.parseLong(String.valueOf(row.get(0)))));
    }

    /** Reads the clock, with one statement. */
    public static ServerClock read(ServerConnection connection) {
        List<String> row =
                connection
                        .fetchRows("SELECT unix_timestamp(), hour(now()), minute(now()), second(now())")
                        .get(0)
                        .stream()
                        .map(String::valueOf)
                        .toList();
        return new ServerClock(
                Instant.ofEpochSecond(Long.parseLong(row.get(0))),
                LocalTime.of(Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2)), Integer.parseInt(row.get(3))));
    }
}
