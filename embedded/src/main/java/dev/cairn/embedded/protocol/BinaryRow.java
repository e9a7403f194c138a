package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.ResultColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes a row of a prepared query: numbers and times in binary form, all other values as texts. */
final class BinaryRow {
    private static final int TINY = 1;
    private static final int SHORT = 2;
    private static final int LONG = 3;
    private static final int FLOAT = 4;
    private static final int DOUBLE = 5;
    private static final int LONGLONG = 8;
    private static final int DATE = 10;
    private static final int TIME = 11;
    private static final int DATETIME = 12;

    /** The first bits of the map of NULL values are not used. */
    private static final int FIRST_BIT = 2;

    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;

    private BinaryRow() {}

    static void write(PayloadWriter out, List<ResultColumn> columns, List<@Nullable String> row) {
        out.clear().integer1(0);
        byte[] nulls = new byte[(row.size() + FIRST_BIT + 7) / 8];
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) == null) {
                nulls[(i + FIRST_BIT) / 8] |= (byte) (1 << (i + FIRST_BIT) % 8);
            }
        }
        out.bytes(nulls);
        for (int i = 0; i < row.size(); i++) {
            String value = row.get(i);
            if (value != null) {
                write(out, columns.get(i).type(), value);
            }
        }
    }

    private static void write(PayloadWriter out, ResultColumnType type, String value) {
        switch (type.code()) {
            case TINY -> out.integer1(Integer.parseInt(value));
            case SHORT -> out.integer2(Integer.parseInt(value));
            case LONG -> out.integer4(Integer.parseInt(value));
            case LONGLONG -> out.integer8(Long.parseLong(value));
            case FLOAT -> out.integer4(Float.floatToIntBits(Float.parseFloat(javaNumber(value))));
            case DOUBLE -> out.integer8(Double.doubleToLongBits(Double.parseDouble(javaNumber(value))));
            case DATE -> {
                out.integer1(4);
                date(out, value);
            }
            case DATETIME -> dateTime(out, value);
            case TIME -> time(out, value);
            default -> {
                if (type.isBytes()) {
                    out.bytesValue(value);
                } else {
                    out.value(value);
                }
            }
        }
    }

    /** Returns the text of a number as Java reads it. */
    private static String javaNumber(String value) {
        return switch (value) {
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            case "nan", "-nan" -> "NaN";
            default -> value;
        };
    }

    private static void date(PayloadWriter out, String value) {
        out.integer2(Integer.parseInt(value.substring(0, 4)))
                .integer1(Integer.parseInt(value.substring(5, 7)))
                .integer1(Integer.parseInt(value.substring(8, DATE_LENGTH)));
    }

    private static void dateTime(PayloadWriter out, String value) {
        int micros = value.length() > SECONDS_LENGTH + 1 ? micros(value.substring(SECONDS_LENGTH + 1)) : 0;
        out.integer1(micros == 0 ? 7 : 11);
        date(out, value);
        clock(out, value.substring(DATE_LENGTH + 1, SECONDS_LENGTH));
        if (micros > 0) {
            out.integer4(micros);
        }
    }

    private static int micros(String fraction) {
        return Integer.parseInt((fraction + "000000").substring(0, 6));
    }

    private static void clock(PayloadWriter out, String value) {
        out.integer1(Integer.parseInt(value.substring(0, 2)))
                .integer1(Integer.parseInt(value.substring(3, 5)))
                .integer1(Integer.parseInt(value.substring(6, 8)));
    }

    /** Writes a duration, whose hours may have more than two digits. */
    private static void time(PayloadWriter out, String value) {
        boolean negative = value.startsWith("-");
        String[] parts = (negative ? value.substring(1) : value).split(":", -1);
        int hours = Integer.parseInt(parts[0]);
        out.integer1(8)
                .integer1(negative ? 1 : 0)
                .integer4(hours / 24)
                .integer1(hours % 24)
                .integer1(Integer.parseInt(parts[1]))
                .integer1(Integer.parseInt(parts[2].substring(0, 2)));
    }
}
