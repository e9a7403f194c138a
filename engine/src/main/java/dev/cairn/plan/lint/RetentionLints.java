package dev.cairn.plan.lint;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.Lint.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The properties by which the server drops partitions by itself, later. */
final class RetentionLints {
    private static final List<String> COUNTS =
            List.of("partition_live_number", "partition_ttl_number", "dynamic_partition.start");
    private static final String PERIOD = "partition_ttl";
    private static final String CONDITION = "partition_retention_condition";

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("\\s*(\\d+)\\s*([A-Za-z]+)\\s*");
    private static final Map<String, Integer> HOURS =
            Map.of("hour", 1, "day", 24, "week", 7 * 24, "month", 30 * 24, "quarter", 91 * 24, "year", 365 * 24);

    private RetentionLints() {}

    static List<Lint> shortened(String name, StoredProperties before, StoredProperties after) {
        List<String> shortened = new ArrayList<>();
        for (String count : COUNTS) {
            if (isLess(number(before.value(count)), number(after.value(count)))) {
                shortened.add(count);
            }
        }
        if (isLess(period(before.value(PERIOD)), period(after.value(PERIOD)))) {
            shortened.add(PERIOD);
        }
        Optional<String> condition = after.value(CONDITION).filter(value -> !value.isBlank());
        if (condition.isPresent() && !condition.equals(before.value(CONDITION))) {
            shortened.add(CONDITION);
        }
        return shortened.stream()
                .map(property -> new Lint(
                        Kind.SHORTENS_RETENTION,
                        name,
                        "with this " + property + " the server drops partitions of " + name + " that it keeps now"))
                .toList();
    }

    /** Nothing said keeps everything. */
    private static boolean isLess(Optional<BigInteger> before, Optional<BigInteger> after) {
        return after.isPresent() && (before.isEmpty() || after.get().compareTo(before.get()) < 0);
    }

    /** How many partitions stay; {@code dynamic_partition.start} counts backwards from now. */
    private static Optional<BigInteger> number(Optional<String> value) {
        return value.filter(text -> text.matches("-?\\d{1,9}"))
                .map(BigInteger::new)
                .map(BigInteger::abs)
                .filter(number -> number.signum() > 0);
    }

    private static Optional<BigInteger> period(Optional<String> value) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(value.orElse(""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        Integer hours = HOURS.get(unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit);
        return hours == null
                ? Optional.empty()
                : Optional.of(new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(hours)))
                        .filter(number -> number.signum() > 0);
    }
}
