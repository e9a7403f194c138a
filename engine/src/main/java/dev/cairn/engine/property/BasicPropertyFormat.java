package dev.cairn.engine.property;

import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.value.ForbiddenCompactionTimes;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodNormalizer;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import java.util.Locale;

/** The formats of properties that need no parameters; formats with parameters are records in {@link PropertyFormat}. */
public enum BasicPropertyFormat implements PropertyFormat {
    /** Any text, unless the resolver of the property refuses it. */
    TEXT,
    /** {@code true}, or any other text for false. */
    LENIENT_BOOLEAN,
    /** {@code true} or {@code false}; any other text is an invalid value. */
    STRICT_BOOLEAN,
    /** A duration such as {@code 1 month}. */
    PERIOD,
    /** A duration, or an empty string for no duration. */
    OPTIONAL_PERIOD,
    /** A duration; the server stores the text as written. */
    VERBATIM_PERIOD,
    /** Hours and days in the form of a crontab, or an empty string for no times. */
    CRONTAB,
    /** A version that the server ignores. */
    VERSION,
    /** A compression algorithm, such as {@code LZ4} or {@code ZSTD(3)}. */
    COMPRESSION;

    @Override
    public String normalize(PropertyValue value) {
        try {
            return switch (this) {
                case TEXT -> value.text();
                case LENIENT_BOOLEAN -> Boolean.toString(Boolean.parseBoolean(value.text()));
                case STRICT_BOOLEAN -> parseStrictBoolean(value);
                case PERIOD -> PeriodNormalizer.normalize(value.text());
                case OPTIONAL_PERIOD -> value.text().isEmpty() ? "" : PeriodNormalizer.normalize(value.text());
                case VERBATIM_PERIOD -> requireValidPeriod(value);
                case CRONTAB -> normalizeCrontab(value);
                case VERSION -> normalizeVersion(value.text());
                case COMPRESSION -> normalizeCompression(value.text());
            };
        } catch (InvalidValueException failure) {
            throw value.createRefusal(failure);
        }
    }

    /**
     * Returns the normal form of a period, because periods of the same length have the same meaning. Any other text is
     * unchanged.
     */
    @Override
    public String canonicalize(String text) {
        if (this != PERIOD && this != OPTIONAL_PERIOD && this != VERBATIM_PERIOD) {
            return text;
        }
        try {
            return PeriodNormalizer.normalize(text);
        } catch (InvalidValueException ignored) {
            return text;
        }
    }

    private static String parseStrictBoolean(PropertyValue value) {
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw Refusal.ofAnalysis(
                    value.span(), ServerError.INVALID_VALUE, value.name(), value.text(), "'true' or 'false'");
        }
        return value.text().toLowerCase(Locale.ROOT);
    }

    private static String requireValidPeriod(PropertyValue value) {
        try {
            PeriodNormalizer.normalize(value.text());
            return value.text();
        } catch (InvalidValueException failure) {
            throw value.origin() == Origin.MATERIALIZED_VIEW
                    ? value.createRefusal(PropertyRule.INVALID_VALUE, value.name(), failure.problem())
                    : Refusal.ofExecution(value.span(), failure.rule(), failure.arguments());
        }
    }

    private static String normalizeCrontab(PropertyValue value) throws InvalidValueException {
        if (value.text().isEmpty()) {
            return "";
        }
        try {
            ForbiddenCompactionTimes.parse(value.text());
            return value.text();
        } catch (InvalidValueException failure) {
            if (value.origin() == Origin.ALTER_TABLE) {
                throw Refusal.ofExecution(value.span(), PropertyRule.INVALID_VALUE, value.name(), failure.problem());
            }
            throw failure;
        }
    }

    private static String normalizeVersion(String text) throws InvalidValueException {
        try {
            return Long.toString(Long.parseLong(text));
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(
                    PropertyRule.INVALID_VALUE, KnownProperty.VERSION_INFO.propertyName(), text);
        }
    }

    private static String normalizeCompression(String text) throws InvalidValueException {
        String compactText = text.replace(" ", "").toUpperCase(Locale.ROOT);
        if (compactText.startsWith("ZSTD(") && compactText.endsWith(")")) {
            return normalizeZstd(text, compactText.substring("ZSTD(".length(), compactText.length() - 1));
        }
        String name = text.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "LZ4_FRAME" -> "LZ4";
            case "LZ4", "ZLIB", "ZSTD", "SNAPPY" -> name;
            default ->
                throw new InvalidValueException(
                        PropertyRule.INVALID_VALUE, KnownProperty.COMPRESSION.propertyName(), text);
        };
    }

    /** Returns ZSTD with its level, which is a number from 1 to 22. */
    private static String normalizeZstd(String text, String digits) throws InvalidValueException {
        if (digits.isEmpty() || !digits.chars().allMatch(character -> character >= '0' && character <= '9')) {
            throw new InvalidValueException(PropertyRule.INVALID_VALUE, KnownProperty.COMPRESSION.propertyName(), text);
        }
        int level = digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (level < 1 || level > 22) {
            throw new InvalidValueException(PropertyRule.INVALID_VALUE, KnownProperty.COMPRESSION.propertyName(), text);
        }
        return "ZSTD(" + level + ")";
    }
}
