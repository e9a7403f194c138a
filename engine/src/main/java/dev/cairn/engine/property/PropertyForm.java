package dev.cairn.engine.property;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.Periods;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Locale;

/** The form of the values of a property. */
public sealed interface PropertyForm {
    /** Returns the normal form of a value; refuses an invalid value. */
    String normal(PropertyValue value);

    /** The forms without parameters. */
    enum Basic implements PropertyForm {
        /** Every text is valid, or the property has a check of its own. */
        TEXT,
        /** {@code true}, or any other text for false. */
        TRUTH,
        /** {@code true} or {@code false}; any other text is an invalid value. */
        TRUE_OR_FALSE,
        /** A duration such as {@code 1 month}. */
        PERIOD,
        /** A duration, or an empty text for none. */
        OPTIONAL_PERIOD,
        /** A duration of which the server stores the text as written. */
        WRITTEN_PERIOD,
        /** A version that the server ignores. */
        VERSION,
        /** {@code LZ4}, {@code ZSTD(3)}. */
        COMPRESSION;

        @Override
        public String normal(PropertyValue value) {
            try {
                return switch (this) {
                    case TEXT -> value.text();
                    case TRUTH -> Boolean.toString(Boolean.parseBoolean(value.text()));
                    case TRUE_OR_FALSE -> trueOrFalse(value);
                    case PERIOD -> Periods.normal(value.text());
                    case OPTIONAL_PERIOD -> value.text().isEmpty() ? "" : Periods.normal(value.text());
                    case WRITTEN_PERIOD -> writtenPeriod(value);
                    case VERSION -> version(value.text());
                    case COMPRESSION -> compression(value.text());
                };
            } catch (InvalidValueException e) {
                throw value.refusal(e.rule(), e.arguments());
            }
        }

        private static String trueOrFalse(PropertyValue value) {
            if (!value.is("true") && !value.is("false")) {
                throw Refusal.analysis(
                        value.at(), ServerError.INVALID_VALUE, value.name(), value.text(), "'true' or 'false'");
            }
            return value.text().toLowerCase(Locale.ROOT);
        }

        private static String writtenPeriod(PropertyValue value) {
            try {
                Periods.normal(value.text());
                return value.text();
            } catch (InvalidValueException e) {
                throw value.origin() == Origin.MATERIALIZED_VIEW
                        ? value.refusal(PropertyRule.VALUE_ILLEGAL, value.name(), e.problem())
                        : Refusal.execution(value.at(), e.rule(), e.arguments());
            }
        }

        private static String version(String text) throws InvalidValueException {
            try {
                return Long.toString(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new InvalidValueException(PropertyRule.VERSION_INFO_FORMAT);
            }
        }

        private static String compression(String text) throws InvalidValueException {
            String compact = text.replace(" ", "").toUpperCase(Locale.ROOT);
            if (compact.startsWith("ZSTD(") && compact.endsWith(")")) {
                return zstd(text, compact.substring("ZSTD(".length(), compact.length() - 1));
            }
            String name = text.toUpperCase(Locale.ROOT);
            return switch (name) {
                case "LZ4_FRAME" -> "LZ4";
                case "LZ4", "ZLIB", "ZSTD", "SNAPPY" -> name;
                default -> throw new InvalidValueException(PropertyRule.UNKNOWN_COMPRESSION, text);
            };
        }

        private static String zstd(String text, String digits) throws InvalidValueException {
            if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new InvalidValueException(PropertyRule.UNKNOWN_COMPRESSION, text);
            }
            int level = digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
            if (level < 1 || level > 22) {
                throw new InvalidValueException(PropertyRule.ZSTD_LEVEL);
            }
            return "ZSTD(" + level + ")";
        }
    }

    /**
     * One of several words, stored in upper case.
     *
     * @param rule the rule that other texts break; its arguments are the text, the name of the property, and the words
     * @param emptyIsFirst whether the empty text stands for the first word
     */
    record Word(RefusalRule rule, List<String> words, boolean emptyIsFirst) implements PropertyForm {
        public Word {
            words = List.copyOf(words);
        }

        static Word of(RefusalRule rule, String... words) {
            return new Word(rule, List.of(words), false);
        }

        static Word orFirst(RefusalRule rule, String... words) {
            return new Word(rule, List.of(words), true);
        }

        @Override
        public String normal(PropertyValue value) {
            if (emptyIsFirst && value.text().isEmpty()) {
                return words.get(0);
            }
            String word = value.text().toUpperCase(Locale.ROOT);
            if (!words.contains(word)) {
                throw value.refusal(rule, value.text(), value.name(), String.join(",", words));
            }
            return word;
        }
    }

    /** A word; {@code true} and {@code false} are accepted for compatibility with older versions. */
    record WordOrSwitch(Word word, String on, String off) implements PropertyForm {
        @Override
        public String normal(PropertyValue value) {
            if (value.is("true")) {
                return on;
            }
            return value.is("false") ? off : word.normal(value);
        }
    }

    /** A word of which the server stores the text as written, and which it checks when it carries the statement out. */
    record WrittenWord(RefusalRule rule, List<String> words) implements PropertyForm {
        public WrittenWord {
            words = List.copyOf(words);
        }

        static WrittenWord of(RefusalRule rule, String... words) {
            return new WrittenWord(rule, List.of(words));
        }

        @Override
        public String normal(PropertyValue value) {
            if (!words.contains(value.text().toUpperCase(Locale.ROOT))) {
                throw Refusal.execution(value.at(), rule, value.text());
            }
            return value.text();
        }
    }

    /** {@code true} or {@code false}; any other text breaks the rule. */
    record Switch(RefusalRule rule) implements PropertyForm {
        @Override
        public String normal(PropertyValue value) {
            if (!value.is("true") && !value.is("false")) {
                throw value.refusal(rule, value.text(), value.name());
            }
            return value.text().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A whole number.
     *
     * @param neutral a number below the least one that is valid, too
     * @param notANumber the rule that other texts break; its arguments are the name of the property and the text
     * @param tooSmall the rule that smaller numbers break, with the same arguments
     */
    record Whole(int least, int neutral, RefusalRule notANumber, RefusalRule tooSmall) implements PropertyForm {
        static Whole atLeast(int least, RefusalRule notANumber, RefusalRule tooSmall) {
            return new Whole(least, least, notANumber, tooSmall);
        }

        @Override
        public String normal(PropertyValue value) {
            long number;
            try {
                number = value.origin() == Origin.LOAD ? Long.parseLong(value.text()) : Integer.parseInt(value.text());
            } catch (NumberFormatException e) {
                throw value.refusal(notANumber, value.name(), value.text());
            }
            if (number < least && number != neutral) {
                throw value.refusal(tooSmall, value.name(), value.text());
            }
            return Long.toString(number);
        }
    }

    /**
     * A whole number that the server calls by a title in its messages.
     *
     * @param neutral a number below the least one that is valid, too
     * @param input the title of a text that is not a number
     * @param title the title of a number that is too small
     */
    record Titled(long least, long neutral, String input, String title) implements PropertyForm {
        /** A number of partitions; -1 stands for all. */
        static Titled count(String title) {
            return new Titled(1, -1, title, title);
        }

        @Override
        public String normal(PropertyValue value) {
            long number;
            try {
                number = value.origin() == Origin.ALTER_TABLE
                        ? Long.parseLong(value.text())
                        : Integer.parseInt(value.text());
            } catch (NumberFormatException e) {
                throw Refusal.analysis(value.at(), PropertyRule.INPUT_NOT_A_NUMBER, input, value.text());
            }
            if (number < least && number != neutral) {
                throw Refusal.analysis(value.at(), PropertyRule.NUMBER_ILLEGAL, title, number);
            }
            return Long.toString(number);
        }
    }

    /** A number between 0 and 1. */
    record Fraction(RefusalRule notANumber, RefusalRule outside) implements PropertyForm {
        @Override
        public String normal(PropertyValue value) {
            double number;
            try {
                number = Double.parseDouble(value.text());
            } catch (NumberFormatException e) {
                throw value.refusal(notANumber, value.name());
            }
            if (number < 0 || number > 1) {
                throw value.refusal(outside, value.name());
            }
            return Double.toString(number);
        }
    }
}
