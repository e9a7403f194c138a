package dev.cairn.integration.data;

import dev.cairn.integration.data.Everything.Address;
import dev.cairn.integration.data.Everything.Color;
import dev.cairn.integration.data.Everything.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.jspecify.annotations.Nullable;

/** Creates rows with the least, the greatest, the longest and the emptiest values that StarRocks holds. */
final class EdgeValues {
    private static final String SPECIAL_CHARACTERS =
            "Zürich ☂ \uD83D\uDE00 'single' \"double\" `back` \\ \\\\ \\n %_ ?{}[],: null \n\r\t\u0000\u001a -- /* */ ;";
    private static final int MAX_LENGTH = 65_533;

    /** Compares arrays of bytes as a whole, because AssertJ would otherwise describe the path of each byte. */
    static final RecursiveComparisonConfiguration BYTES_COMPARISON = RecursiveComparisonConfiguration.builder()
            .withEqualsForType(Arrays::equals, byte[].class)
            .build();

    private EdgeValues() {}

    static List<Everything> all() {
        return List.of(least(), greatest(), nulls(3), empty(), specialCharacters(), longest(), nestedNulls());
    }

    static Everything least() {
        Point point = new Point(-Double.MAX_VALUE, false);
        Address address = new Address("a", Integer.MIN_VALUE, List.of("x"), point);
        LocalDate day = LocalDate.of(0, 1, 1);
        return new Everything(
                1,
                false,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Long.MIN_VALUE,
                -Float.MAX_VALUE,
                -Double.MAX_VALUE,
                false,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                -Float.MIN_VALUE,
                -Double.MIN_VALUE,
                BigInteger.TWO.pow(127).negate(),
                new BigDecimal("-" + "9".repeat(28) + "." + "9".repeat(10)),
                new BigDecimal("-9999999.99"),
                "a",
                "a",
                "a",
                Color.RED,
                day,
                day.atStartOfDay(),
                new byte[] {0},
                new byte[] {(byte) 0x80},
                "-1",
                List.of("a"),
                List.of(List.of(Integer.MIN_VALUE)),
                List.of(day.atStartOfDay()),
                List.of(new BigDecimal("-" + "9".repeat(16) + ".9999")),
                List.of(BigInteger.TWO.pow(127).negate()),
                List.of(-Double.MAX_VALUE, 0.1),
                List.of(Color.RED),
                Map.of("k", Long.MIN_VALUE),
                Map.of(day, List.of(address)),
                address,
                List.of(address, address));
    }

    static Everything greatest() {
        Point point = new Point(Double.MAX_VALUE, true);
        Address address = new Address("z".repeat(80), Integer.MAX_VALUE, List.of("x", "y"), point);
        LocalDateTime moment = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        return new Everything(
                2,
                true,
                Byte.MAX_VALUE,
                Short.MAX_VALUE,
                Long.MAX_VALUE,
                Float.MAX_VALUE,
                Double.MAX_VALUE,
                true,
                Byte.MAX_VALUE,
                Short.MAX_VALUE,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                0.1f,
                1.2345678901234567e-70,
                BigInteger.TWO.pow(127).subtract(BigInteger.ONE),
                new BigDecimal("9".repeat(28) + "." + "9".repeat(10)),
                new BigDecimal("9999999.99"),
                "z",
                "z".repeat(10),
                "z".repeat(64),
                Color.GREEN,
                moment.toLocalDate(),
                moment,
                new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                new byte[] {-1, -1, -1, -1},
                "true",
                List.of("z", "z"),
                List.of(List.of(Integer.MAX_VALUE), List.of(1, 2)),
                List.of(moment, LocalDateTime.of(2026, 1, 2, 3, 4, 5, 1_000)),
                List.of(new BigDecimal("9".repeat(16) + ".9999"), new BigDecimal("0.0001")),
                List.of(BigInteger.TWO.pow(127).subtract(BigInteger.ONE), BigInteger.ZERO),
                List.of(Double.MAX_VALUE, 1.0),
                List.of(Color.GREEN, Color.RED),
                Map.of("k", Long.MAX_VALUE),
                Map.of(moment.toLocalDate(), List.of(address)),
                address,
                List.of(address));
    }

    static Everything nulls(int id) {
        return createRow(id, null, null, null, null, null, null, null, null, null, null, null);
    }

    static Everything empty() {
        Address address = new Address("", 0, List.of(), null);
        return createRow(
                4,
                "",
                new byte[0],
                "{}",
                List.of(),
                List.of(List.of()),
                Map.of(),
                Map.of(),
                address,
                List.of(),
                "",
                List.of());
    }

    static Everything specialCharacters() {
        Address address = new Address("'\"\\", 0, List.of(SPECIAL_CHARACTERS, ""), null);
        return createRow(
                5,
                SPECIAL_CHARACTERS,
                new byte[] {'\'', '"', '\\', 0, '\n', (byte) 0xc3},
                "{\"a\": [1, null, \"it's \\\"so\\\"\"]}",
                List.of(SPECIAL_CHARACTERS, "null", "", "]", "a,b"),
                List.of(List.of(1), List.of()),
                Map.of(SPECIAL_CHARACTERS, 1L),
                Map.of(LocalDate.EPOCH, List.of(address)),
                address,
                List.of(address),
                "☂ü'\"\\",
                List.of());
    }

    static Everything longest() {
        byte[] bytes = new byte[MAX_LENGTH];
        Arrays.fill(bytes, (byte) 0x99);
        String text = "ü".repeat(MAX_LENGTH / 2) + "x";
        return createRow(
                6,
                text,
                bytes,
                "[\"" + "x".repeat(1_000) + "\"]",
                List.of(text, text),
                List.of(),
                Map.of("k".repeat(1_000), 1L),
                Map.of(),
                null,
                List.of(),
                "x",
                List.of());
    }

    /** Returns a row with NULL at each depth of its nested values. */
    static Everything nestedNulls() {
        List<@Nullable String> texts = new ArrayList<>(Arrays.asList(null, "a", null));
        List<@Nullable List<@Nullable Integer>> numbers =
                new ArrayList<>(Arrays.asList(null, List.of(), new ArrayList<>(Arrays.asList((Integer) null))));
        Map<String, @Nullable Long> counts = new LinkedHashMap<>();
        counts.put("none", null);
        Address address = new Address(null, 0, texts, null);
        return createRow(
                7,
                null,
                null,
                null,
                texts,
                numbers,
                counts,
                Map.of(LocalDate.EPOCH, List.of()),
                address,
                new ArrayList<>(Arrays.asList(null, address)),
                null,
                new ArrayList<>(Arrays.asList((LocalDateTime) null)));
    }

    static Everything document(int id, String document) {
        return createRow(id, null, null, document, null, null, null, null, null, null, null, null);
    }

    private static Everything createRow(
            int id,
            @Nullable String text,
            byte @Nullable [] bytes,
            @Nullable String document,
            @Nullable List<@Nullable String> texts,
            @Nullable List<@Nullable List<@Nullable Integer>> numbers,
            @Nullable Map<String, @Nullable Long> counts,
            @Nullable Map<LocalDate, List<Address>> addressesByDay,
            @Nullable Address address,
            @Nullable List<@Nullable Address> addresses,
            @Nullable String code,
            @Nullable List<@Nullable LocalDateTime> moments) {
        return new Everything(
                id,
                false,
                (byte) 0,
                (short) 0,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                text,
                code,
                code,
                null,
                null,
                null,
                bytes,
                null,
                document,
                texts,
                numbers,
                moments,
                null,
                null,
                null,
                null,
                counts,
                addressesByDay,
                address,
                addresses);
    }
}
