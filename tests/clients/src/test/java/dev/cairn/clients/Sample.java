package dev.cairn.clients;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row with a column of each common type. */
public record Sample(
        int id,
        @Nullable Boolean flag,
        @Nullable Short small,
        @Nullable Long big,
        @Nullable BigInteger large,
        @Nullable BigDecimal price,
        @Nullable Double ratio,
        @Nullable LocalDate born,
        @Nullable LocalDateTime seen,
        @Nullable String word) {

    /** The definition of the table. */
    public static final String CREATE_TABLE =
            "CREATE TABLE sample (id INT NOT NULL, flag BOOLEAN, small SMALLINT, big BIGINT, large LARGEINT, price DECIMAL(20, 4),"
                    + " ratio DOUBLE, born DATE, seen DATETIME, word VARCHAR(200))"
                    + " PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1";

    /** The names of the columns. */
    public static final List<String> COLUMNS =
            List.of("id", "flag", "small", "big", "large", "price", "ratio", "born", "seen", "word");

    /** An INSERT with a parameter for each column. */
    public static final String PARAMETERIZED_INSERT = "INSERT INTO sample (" + String.join(", ", COLUMNS) + ") VALUES ("
            + String.join(", ", COLUMNS.stream().map(column -> "?").toList()) + ")";

    /**
     * Rows with extreme values, with ordinary values, without values, and with values that a frontend misreads in
     * binary form, such as a negative SMALLINT.
     */
    public static final List<Sample> ALL = List.of(
            new Sample(
                    1,
                    true,
                    Short.MAX_VALUE,
                    Long.MAX_VALUE,
                    BigInteger.TWO.pow(127).subtract(BigInteger.ONE),
                    new BigDecimal("1234567890123456.7891"),
                    -2.25e300,
                    LocalDate.of(2024, 2, 29),
                    LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000),
                    "Grüße, 你好 😀, it's \"quoted\" \\ with a tab\tand a line\nbreak"),
            new Sample(
                    2,
                    false,
                    (short) 7,
                    -9_007_199_254_740_993L,
                    BigInteger.TWO.pow(127).negate(),
                    new BigDecimal("-0.0100"),
                    0.1,
                    LocalDate.of(1970, 1, 1),
                    LocalDateTime.of(2001, 2, 3, 4, 5, 6),
                    ""),
            new Sample(3, null, null, null, null, null, null, null, null, null),
            new Sample(4, null, Short.MIN_VALUE, Long.MIN_VALUE, null, null, null, null, null, "null"));

    private static final DateTimeFormatter SECONDS_FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS_FORMAT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    /** Returns the values in the order of the columns. */
    public @Nullable Object[] values() {
        return new @Nullable Object[] {id, flag, small, big, large, price, ratio, born, seen, word};
    }

    /** Returns the values of the parameters of {@link DatabaseClient#SELECT_EQUAL_SAMPLE}. */
    public @Nullable Object[] lookupValues() {
        return new @Nullable Object[] {id, flag, small, big, ratio, born, seen, word};
    }

    /** Returns the values as the server prints them. */
    public List<@Nullable String> texts() {
        List<@Nullable String> texts = new ArrayList<>();
        for (Object value : values()) {
            if (value instanceof Boolean flagValue) {
                texts.add(flagValue ? "1" : "0");
            } else if (value instanceof LocalDateTime time) {
                texts.add(time.format(
                        time.equals(time.truncatedTo(ChronoUnit.SECONDS)) ? SECONDS_FORMAT : MICROSECONDS_FORMAT));
            } else {
                texts.add(value == null ? null : value.toString());
            }
        }
        return texts;
    }

    /** Returns the sample with these values, of which each is a text as the server prints it. */
    public static Sample of(List<? extends @Nullable String> texts) {
        if (texts.size() != COLUMNS.size()) {
            throw new IllegalArgumentException("Not " + COLUMNS.size() + " values: " + texts);
        }
        Function<Integer, @Nullable String> textAt = texts::get;
        return new Sample(
                Integer.parseInt(String.valueOf(textAt.apply(0))),
                convertIfPresent(textAt.apply(1), value -> switch (value) {
                    case "1" -> true;
                    case "0" -> false;
                    default -> throw new IllegalArgumentException("No BOOLEAN: " + value);
                }),
                convertIfPresent(textAt.apply(2), Short::valueOf),
                convertIfPresent(textAt.apply(3), Long::valueOf),
                convertIfPresent(textAt.apply(4), BigInteger::new),
                convertIfPresent(textAt.apply(5), BigDecimal::new),
                convertIfPresent(textAt.apply(6), Double::valueOf),
                convertIfPresent(textAt.apply(7), LocalDate::parse),
                convertIfPresent(textAt.apply(8), value -> LocalDateTime.parse(value.replace(' ', 'T'))),
                textAt.apply(9));
    }

    private static <T> @Nullable T convertIfPresent(@Nullable String text, Function<String, T> conversion) {
        return text == null ? null : conversion.apply(text);
    }

    /** Returns an INSERT of this row, with each value as a text that the server converts. */
    String renderInsert() {
        return "INSERT INTO sample VALUES ("
                + String.join(
                        ", ",
                        texts().stream()
                                .map(text -> text == null
                                        ? "NULL"
                                        : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'")
                                .toList())
                + ")";
    }

    /** Returns a line of tab-separated values, escaped as command line clients escape them. */
    String renderLine() {
        return String.join(
                "\t",
                texts().stream()
                        .map(text -> text == null
                                ? "\\N"
                                : text.replace("\\", "\\\\")
                                        .replace("\t", "\\t")
                                        .replace("\n", "\\n"))
                        .toList());
    }

    /** Parses the result of {@link #renderLine}. */
    static Sample parseLine(String line) {
        return of(Arrays.stream(line.split("\t", -1)).map(Sample::unescape).toList());
    }

    private static @Nullable String unescape(String escaped) {
        if (escaped.equals("\\N")) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char character = escaped.charAt(i);
            if (character == '\\') {
                i++;
                character = switch (escaped.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    default -> escaped.charAt(i);
                };
            }
            text.append(character);
        }
        return text.toString();
    }
}
