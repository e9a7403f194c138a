package dev.cairn.embedded.function;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A list of unsigned numbers as text, separated by commas, in which helper functions pass hashes and bitmaps. */
final class UnsignedNumberList {
    private UnsignedNumberList() {}

    static long[] parse(String joinedNumbers) {
        return joinedNumbers.isEmpty()
                ? new long[0]
                : Arrays.stream(joinedNumbers.split(",", -1))
                        .mapToLong(Long::parseUnsignedLong)
                        .toArray();
    }

    static String format(long[] numbers) {
        return Arrays.stream(numbers).mapToObj(Long::toUnsignedString).collect(Collectors.joining(","));
    }
}
