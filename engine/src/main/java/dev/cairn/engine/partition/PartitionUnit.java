package dev.cairn.engine.partition;

import dev.cairn.sql.ast.ServerDateFormat;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** The units of time, finest first, by which the server creates partitions automatically. */
enum PartitionUnit {
    MINUTE(ChronoUnit.MINUTES),
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS),
    MONTH(ChronoUnit.MONTHS),
    YEAR(ChronoUnit.YEARS);

    private final ChronoUnit chronoUnit;

    PartitionUnit(ChronoUnit chronoUnit) {
        this.chronoUnit = chronoUnit;
    }

    /** Returns the unit of a word, such as {@code day} or {@code DAY}; empty for any other word. */
    static Optional<PartitionUnit> find(String word) {
        return Stream.of(values())
                .filter(unit -> unit.name().equalsIgnoreCase(word))
                .findFirst();
    }

    LocalDateTime truncate(LocalDateTime time) {
        return switch (this) {
            case MINUTE, HOUR, DAY -> time.truncatedTo(chronoUnit);
            case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case YEAR -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
        };
    }

    LocalDateTime plus(LocalDateTime time, long count) {
        return time.plus(count, chronoUnit);
    }

    /** Formats the beginning of a period as the end of the name of its partition: {@code 20261129} for a day. */
    String formatNameSuffix(LocalDateTime start) {
        String year = ServerDateFormat.padWithZeros(start.getYear(), 4);
        String yearAndMonth = year + ServerDateFormat.padWithZeros(start.getMonthValue(), 2);
        String date = yearAndMonth + ServerDateFormat.padWithZeros(start.getDayOfMonth(), 2);
        String hour = date + ServerDateFormat.padWithZeros(start.getHour(), 2);
        return switch (this) {
            case MINUTE -> hour + ServerDateFormat.padWithZeros(start.getMinute(), 2);
            case HOUR -> hour;
            case DAY -> date;
            case MONTH -> yearAndMonth;
            case YEAR -> year;
        };
    }
}
