package dev.cairn.tooling.importing;

import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognizes the partitions that dynamic partitioning creates: each covers one unit of time, and its name consists of
 * the prefix and its start. Other partitions, such as one for all older rows, were declared.
 */
record DynamicPartitionPattern(String prefix, Unit unit) {
    private static final DateTimeFormatter START_FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final int START_LENGTH = 14;

    private enum Unit {
        HOUR(ChronoUnit.HOURS, "\\d{10}", 10),
        DAY(ChronoUnit.DAYS, "\\d{8}", 8),
        WEEK(ChronoUnit.WEEKS, "\\d{4}_\\d{1,2}", 0),
        MONTH(ChronoUnit.MONTHS, "\\d{6}", 6),
        YEAR(ChronoUnit.YEARS, "\\d{4}", 4);

        private final ChronoUnit chronoUnit;
        private final Pattern namePattern;
        /**
         * The number of digits of the start that are part of the name; 0 if the name has the number of the week
         * instead.
         */
        private final int startDigitCount;

        Unit(ChronoUnit chronoUnit, String nameRegex, int startDigitCount) {
            this.chronoUnit = chronoUnit;
            this.namePattern = Pattern.compile(nameRegex);
            this.startDigitCount = startDigitCount;
        }
    }

    /** Returns the pattern of a table's partitions; empty if the table has no dynamic partitions. */
    static Optional<DynamicPartitionPattern> detect(Table table) {
        Optional<String> prefix = KnownProperty.DYNAMIC_PARTITION_PREFIX.findValueIn(table.properties());
        Optional<Unit> unit = KnownProperty.DYNAMIC_PARTITION_TIME_UNIT
                .findValueIn(table.properties())
                .flatMap(DynamicPartitionPattern::findUnit);
        return table.hasDynamicPartitions() && prefix.isPresent() && unit.isPresent()
                ? Optional.of(new DynamicPartitionPattern(prefix.get(), unit.get()))
                : Optional.empty();
    }

    private static Optional<Unit> findUnit(String name) {
        for (Unit unit : Unit.values()) {
            if (unit.name().equalsIgnoreCase(name)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** Returns whether dynamic partitioning may have created the partition. */
    boolean matches(RangePartition partition) {
        String name = partition.name().text();
        if (!name.startsWith(prefix)
                || !unit.namePattern.matcher(name.substring(prefix.length())).matches()
                || !partition.properties().isEmpty()) {
            return false;
        }
        Optional<LocalDateTime> lowerTime = parseTime(partition.lowerBounds());
        Optional<LocalDateTime> upperTime = parseTime(partition.upperBounds());
        return lowerTime.isPresent()
                && upperTime.isPresent()
                && lowerTime.get().plus(1, unit.chronoUnit).equals(upperTime.get())
                && lowerTime
                        .get()
                        .format(START_FORMAT)
                        .startsWith(name.substring(prefix.length()).substring(0, unit.startDigitCount));
    }

    private static Optional<LocalDateTime> parseTime(List<Bound> bounds) {
        if (bounds.size() != 1 || !(bounds.get(0) instanceof Bound.LiteralBound literalBound)) {
            return Optional.empty();
        }
        String digits = literalBound.text().replaceAll("\\D", "");
        if (digits.length() > START_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(digits + "0".repeat(START_LENGTH - digits.length()), START_FORMAT));
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }
}
