package dev.cairn.internal.option;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of options by their keys. Immutable; a key without a value has its default. */
public final class OptionValues {
    /** All defaults. */
    public static final OptionValues DEFAULTS = new OptionValues(Map.of());

    /** The number by which a lease is divided to get the maximum age of a read. */
    private static final int READS_PER_LEASE = 100;

    private final Map<OptionKey<?>, Object> valueByKey;

    private OptionValues(Map<OptionKey<?>, Object> valueByKey) {
        this.valueByKey = valueByKey;
    }

    @SuppressWarnings("unchecked") // each value has the type of its key
    public <T> T get(OptionKey<T> key) {
        Object value = valueByKey.get(key);
        return value == null ? key.defaultValue() : (T) value;
    }

    /**
     * Returns the age below which the owner of the ledger need not read a state of the server again: other migrators
     * change nothing before the end of the lease. The age is in whole milliseconds, because {@link Duration#dividedBy}
     * is slow: it calculates with {@code BigDecimal}.
     */
    public Duration maxReadAge() {
        return Duration.ofMillis(get(MigratorOption.LEASE).toMillis() / READS_PER_LEASE);
    }

    /**
     * Returns a copy with another value.
     *
     * @throws IllegalArgumentException if the option does not accept the value
     */
    public <T> OptionValues withValue(OptionKey<T> key, T value) {
        return key.withValueIn(this, value);
    }

    /**
     * Returns a copy with another value, as text.
     *
     * @throws IllegalArgumentException if the option does not accept the value
     */
    public <T> OptionValues withText(MigratorOption<T> option, String valueText) {
        return withValue(option, option.parseValue(valueText));
    }

    /** Returns a copy with another value, which {@link OptionKey#withValueIn} has validated. */
    <T> OptionValues copyWith(OptionKey<T> key, T value) {
        Map<OptionKey<?>, Object> newValueByKey = new LinkedHashMap<>(valueByKey);
        newValueByKey.put(key, value);
        return new OptionValues(newValueByKey);
    }
}
