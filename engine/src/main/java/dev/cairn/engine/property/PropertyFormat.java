package dev.cairn.engine.property;

import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;

/**
 * The format of the values of a property: which texts the server accepts, and the normal form in which it stores them.
 * Two values are equal if their normal forms are equal.
 */
public sealed interface PropertyFormat
        permits BasicPropertyFormat,
                PropertyFormat.Word,
                PropertyFormat.WordOrSwitch,
                PropertyFormat.VerbatimWord,
                PropertyFormat.Switch,
                PropertyFormat.WholeNumber,
                PropertyFormat.TitledNumber,
                PropertyFormat.Quantity,
                PropertyFormat.Fraction {
    /** Returns the normal form of a value; refuses an invalid value. */
    String normalize(PropertyValue value);

    /**
     * Returns the text that represents all texts with the same meaning, such as a word in upper or lower case, or a
     * number with leading zeros. A placeholder and an invalid value are returned unchanged.
     */
    default String canonicalize(String text) {
        try {
            return normalize(new PropertyValue("", text, Origin.MATERIALIZED_VIEW, Span.NONE));
        } catch (Refusal ignored) {
            return text;
        }
    }

    /**
     * One of several words, stored in upper case.
     *
     * @param allowsEmpty whether the empty text stands for the first word
     */
    record Word(List<String> words, boolean allowsEmpty) implements PropertyFormat {
        public Word {
            words = List.copyOf(words);
        }

        static Word of(String... words) {
            return new Word(List.of(words), false);
        }

        static Word ofOptional(String... words) {
            return new Word(List.of(words), true);
        }

        @Override
        public String normalize(PropertyValue value) {
            if (allowsEmpty && value.text().isEmpty()) {
                return words.get(0);
            }
            String word = value.text().toUpperCase(Locale.ROOT);
            if (!words.contains(word)) {
                throw value.createRefusal(CommonRule.NOT_ONE_OF, value.name(), String.join(", ", words), value.text());
            }
            return word;
        }
    }

    /** A word; the server also accepts {@code true} and {@code false}, for compatibility with older versions. */
    record WordOrSwitch(Word word, String wordForTrue, String wordForFalse) implements PropertyFormat {
        @Override
        public String normalize(PropertyValue value) {
            if (value.equalsIgnoreCase("true")) {
                return wordForTrue;
            }
            return value.equalsIgnoreCase("false") ? wordForFalse : word.normalize(value);
        }
    }

    /**
     * One of several words. The server checks the word when it executes the statement, and stores the text as
     * written.
     */
    record VerbatimWord(List<String> words) implements PropertyFormat {
        public VerbatimWord {
            words = List.copyOf(words);
        }

        static VerbatimWord of(String... words) {
            return new VerbatimWord(List.of(words));
        }

        @Override
        public String normalize(PropertyValue value) {
            if (!words.contains(value.text().toUpperCase(Locale.ROOT))) {
                throw Refusal.ofExecution(
                        value.span(), CommonRule.NOT_ONE_OF, value.name(), String.join(", ", words), value.text());
            }
            return value.text();
        }

        @Override
        public String canonicalize(String text) {
            String word = text.toUpperCase(Locale.ROOT);
            return words.contains(word) ? word : text;
        }
    }

    /**
     * The text {@code true} or {@code false}; any other text is refused.
     *
     * @param ignoresCase whether upper-case letters are accepted
     */
    record Switch(boolean ignoresCase) implements PropertyFormat {
        Switch() {
            this(true);
        }

        static Switch lowerCase() {
            return new Switch(false);
        }

        @Override
        public String normalize(PropertyValue value) {
            String text = ignoresCase ? value.text().toLowerCase(Locale.ROOT) : value.text();
            if (!text.equals("true") && !text.equals("false")) {
                throw value.createRefusal(CommonRule.NOT_BOOLEAN, value.name(), value.text());
            }
            return text;
        }
    }

    /**
     * A whole number that is at least the minimum.
     *
     * @param extraValue a number below the minimum that is also valid
     */
    record WholeNumber(int minimum, int extraValue) implements PropertyFormat {
        static WholeNumber atLeast(int minimum) {
            return new WholeNumber(minimum, minimum);
        }

        @Override
        public String normalize(PropertyValue value) {
            long number;
            try {
                number = value.origin() == Origin.LOAD ? Long.parseLong(value.text()) : Integer.parseInt(value.text());
            } catch (NumberFormatException failure) {
                throw value.createRefusal(CommonRule.NOT_A_NUMBER, value.name(), value.text());
            }
            if (number < minimum && number != extraValue) {
                throw value.createRefusal(CommonRule.OUT_OF_RANGE, value.name(), minimum + " or more", value.text());
            }
            return Long.toString(number);
        }
    }

    /**
     * A whole number that has a title in the messages of the server.
     *
     * @param extraValue a number below the minimum that is also valid
     * @param formatTitle the title in the message about a text that is not a number
     * @param rangeTitle the title in the message about a number that is too small
     */
    record TitledNumber(long minimum, long extraValue, String formatTitle, String rangeTitle)
            implements PropertyFormat {
        /** Returns the format of a number of partitions; -1 stands for all partitions. */
        static TitledNumber ofPartitions(String title) {
            return new TitledNumber(1, -1, title, title);
        }

        @Override
        public String normalize(PropertyValue value) {
            long number;
            try {
                number = value.origin() == Origin.ALTER_TABLE
                        ? Long.parseLong(value.text())
                        : Integer.parseInt(value.text());
            } catch (NumberFormatException failure) {
                throw Refusal.ofAnalysis(value.span(), CommonRule.NOT_A_NUMBER, formatTitle, value.text());
            }
            if (number < minimum && number != extraValue) {
                throw Refusal.ofAnalysis(
                        value.span(), CommonRule.OUT_OF_RANGE, rangeTitle, minimum + " or more", number);
            }
            return Long.toString(number);
        }
    }

    /**
     * A size or a number that is 0 or more.
     *
     * @param formatTitle the title in the message of ALTER about a text that is not a number
     * @param rangeTitle the title in the message about a number that is too small
     * @param maximum the largest number that the server can read; it reports a larger one like a text that is not a
     *     number
     */
    record Quantity(String formatTitle, String rangeTitle, long maximum) implements PropertyFormat {
        @Override
        public String normalize(PropertyValue value) {
            boolean isAltered = value.origin() == Origin.ALTER_TABLE;
            long number;
            try {
                number = Long.parseLong(value.text());
                if (number > maximum || number < -maximum - 1) {
                    throw new NumberFormatException();
                }
            } catch (NumberFormatException failure) {
                throw isAltered
                        ? Refusal.ofAnalysis(value.span(), CommonRule.NOT_A_NUMBER, formatTitle, value.text())
                        : value.createRefusal(PropertyRule.INVALID_VALUE, value.name(), value.text());
            }
            if (number < 0) {
                throw isAltered
                        ? Refusal.ofAnalysis(value.span(), CommonRule.OUT_OF_RANGE, rangeTitle, "0 or more", number)
                        : value.createRefusal(CommonRule.OUT_OF_RANGE, rangeTitle, "in its range", number);
            }
            return Long.toString(number);
        }
    }

    /** A number between 0 and 1. */
    record Fraction() implements PropertyFormat {
        @Override
        public String normalize(PropertyValue value) {
            boolean isAltered = value.origin() == Origin.ALTER_TABLE;
            double number;
            try {
                number = Double.parseDouble(value.text());
            } catch (NumberFormatException failure) {
                throw isAltered
                        ? Refusal.ofAnalysis(value.span(), CommonRule.NOT_A_NUMBER, value.name(), value.text())
                        : value.createRefusal(CommonRule.NOT_A_NUMBER, value.name(), value.text());
            }
            if (number < 0 || number > 1) {
                throw isAltered
                        ? Refusal.ofAnalysis(value.span(), CommonRule.OUT_OF_RANGE, value.name(), "0 to 1", number)
                        : value.createRefusal(CommonRule.OUT_OF_RANGE, value.name(), "0 to 1", value.text());
            }
            return Double.toString(number);
        }
    }
}
