package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.ResultColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes a row of a prepared query: numbers and times in binary form, all other values as texts. */
final class BinaryRow {

    /** The first bits of the map of NULL values are not used. */
    private static final int FIRST_BIT = 2;

    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;

    private BinaryRow() {}

    static void write(PayloadWriter out, List<ResultColumn> columns, List<@Nullable String> row) {
        out.clear().writeInteger1(0);
        byte[] nulls = new byte[(row.size() + FIRST_BIT + 7) / 8];
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) == null) {
                nulls[(i + FIRST_BIT) / 8] |= (byte) (1 << (i + FIRST_BIT) % 8);
            }
        }
        out.writeBytes(nulls);
        for (int i = 0; i < row.size(); i++) {
            String value = row.get(i);
            if (value != null) {
                write(out, columns.get(i).type(), value);
            }
        }
    }

    private static void write(PayloadWriter out, ResultColumnType type, String value) {
        switch (type.code()) {
            case TypeCode.TINY -> out.writeInteger1(Integer.parseInt(value));
            case TypeCode.SHORT -> out.writeInteger2(Integer.parseInt(value));
            case TypeCode.LONG -> out.writeInteger4(Integer.parseInt(value));
            case TypeCode.LONGLONG -> out.writeInteger8(Long.parseLong(value));
            case TypeCode.FLOAT -> out.writeInteger4(Float.floatToIntBits(Float.parseFloat(javaNumber(value))));
            case TypeCode.DOUBLE -> out.writeInteger8(Double.doubleToLongBits(Double.parseDouble(javaNumber(value))));
            case TypeCode.DATE -> {
                out.writeInteger1(4);
                writeDate(out, value);
            }
            case TypeCode.DATETIME -> writeDateTime(out, value);
            case TypeCode.TIME -> writeDuration(out, value);
            default -> {
                if (type.isBytes()) {
                    out.writeBytesValue(value);
                } else {
                    out.writeValue(value);
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

    private static void writeDate(PayloadWriter out, String value) {
        out.writeInteger2(Integer.parseInt(value.substring(0, 4)))
                .writeInteger1(Integer.parseInt(value.substring(5, 7)))
                .writeInteger1(Integer.parseInt(value.substring(8, DATE_LENGTH)));
    }

    private static void writeDateTime(PayloadWriter out, String value) {
        int micros = value.length() > SECONDS_LENGTH + 1 ? parseMicros(value.substring(SECONDS_LENGTH + 1)) : 0;
        out.writeInteger1(micros == 0 ? 7 : 11);
        writeDate(out, value);
        writeTimeOfDay(out, value.substring(DATE_LENGTH + 1, SECONDS_LENGTH));
        if (micros > 0) {
            out.writeInteger4(micros);
        }
    }

    private static int parseMicros(String fraction) {
        return Integer.parseInt((fraction + "000000").substring(0, 6));
    }

    private static void writeTimeOfDay(PayloadWriter out, String value) {
        out.writeInteger1(Integer.parseInt(value.substring(0, 2)))
                .writeInteger1(Integer.parseInt(value.substring(3, 5)))
                .writeInteger1(Integer.parseInt(value.substring(6, 8)));
    }

    /** Writes a duration, whose hours may have more than two digits. */
    private static void writeDuration(PayloadWriter out, String value) {
        boolean negative = value.startsWith("-");
        String[] parts = (negative ? value.substring(1) : value).split(":", -1);
        int hours = Integer.parseInt(parts[0]);
        out.writeInteger1(8)
                .writeInteger1(negative ? 1 : 0)
                .writeInteger4(hours / 24)
                .writeInteger1(hours % 24)
                .writeInteger1(Integer.parseInt(parts[1]))
                .writeInteger1(Integer.parseInt(parts[2].substring(0, 2)));
    }
}
