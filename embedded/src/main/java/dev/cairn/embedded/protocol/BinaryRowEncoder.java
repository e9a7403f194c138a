package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.text.NumberText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes a row of a prepared query: numbers and times in binary form, and all other values as strings. */
final class BinaryRowEncoder {
    /** The bit of the first column in the map of NULL values; the bits before it are not used. */
    private static final int NULL_BITMAP_OFFSET = 2;

    /** The length of a date in a row: year, month and day. */
    private static final int DATE_BYTES = 4;

    /** The length of a date and a time in a row. */
    private static final int DATE_TIME_BYTES = 7;

    /** The length of a date and a time with microseconds in a row. */
    private static final int DATE_TIME_MICROS_BYTES = 11;

    /** The length of a duration in a row: sign, days and time of day. */
    private static final int DURATION_BYTES = 8;

    private static final int ROW_HEADER = 0;
    /** The number of characters of a date in text form. */
    private static final int DATE_LENGTH = 10;
    /** The number of characters of a date and a time in text form, without a fraction of the second. */
    private static final int DATE_TIME_LENGTH = 19;

    private BinaryRowEncoder() {}

    /** Replaces the content of the writer with the encoded row. */
    static void encodeRow(PayloadWriter writer, List<ResultColumn> columns, List<@Nullable String> row) {
        writer.clear().writeInteger1(ROW_HEADER);
        byte[] nullBitmap = new byte[(row.size() + NULL_BITMAP_OFFSET + 7) / 8];
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) == null) {
                nullBitmap[(i + NULL_BITMAP_OFFSET) / 8] |= (byte) (1 << (i + NULL_BITMAP_OFFSET) % 8);
            }
        }
        writer.writeBytes(nullBitmap);
        for (int i = 0; i < row.size(); i++) {
            String value = row.get(i);
            if (value != null) {
                writeValue(writer, columns.get(i).type(), value);
            }
        }
    }

    private static void writeValue(PayloadWriter writer, ResultColumnType type, String value) {
        switch (type.code()) {
            case TypeCode.TINY -> writer.writeInteger1(Integer.parseInt(value));
            case TypeCode.SHORT -> writer.writeInteger2(Integer.parseInt(value));
            case TypeCode.LONG -> writer.writeInteger4(Integer.parseInt(value));
            case TypeCode.LONGLONG -> writer.writeInteger8(Long.parseLong(value));
            case TypeCode.FLOAT -> writer.writeInteger4(Float.floatToIntBits(NumberText.parseFloat(value)));
            case TypeCode.DOUBLE -> writer.writeInteger8(Double.doubleToLongBits(NumberText.parseDouble(value)));
            case TypeCode.DATE -> {
                writer.writeInteger1(DATE_BYTES);
                writeDate(writer, value);
            }
            case TypeCode.DATETIME -> writeDateTime(writer, value);
            case TypeCode.TIME -> writeDuration(writer, value);
            default -> {
                if (type.hasByteValues()) {
                    writer.writeBytesValue(value);
                } else {
                    writer.writeTextValue(value);
                }
            }
        }
    }

    private static void writeDate(PayloadWriter writer, String value) {
        writer.writeInteger2(Integer.parseInt(value.substring(0, 4)))
                .writeInteger1(Integer.parseInt(value.substring(5, 7)))
                .writeInteger1(Integer.parseInt(value.substring(8, DATE_LENGTH)));
    }

    private static void writeDateTime(PayloadWriter writer, String value) {
        int micros = value.length() > DATE_TIME_LENGTH + 1
                ? NumberText.parseMicros(value.substring(DATE_TIME_LENGTH + 1))
                : 0;
        writer.writeInteger1(micros == 0 ? DATE_TIME_BYTES : DATE_TIME_MICROS_BYTES);
        writeDate(writer, value);
        writeTimeOfDay(writer, value.substring(DATE_LENGTH + 1, DATE_TIME_LENGTH));
        if (micros > 0) {
            writer.writeInteger4(micros);
        }
    }

    private static void writeTimeOfDay(PayloadWriter writer, String value) {
        writer.writeInteger1(Integer.parseInt(value.substring(0, 2)))
                .writeInteger1(Integer.parseInt(value.substring(3, 5)))
                .writeInteger1(Integer.parseInt(value.substring(6, 8)));
    }

    /** Writes a TIME, which is a duration in this protocol: its hours may have more than two digits. */
    private static void writeDuration(PayloadWriter writer, String value) {
        boolean isNegative = value.startsWith("-");
        String[] timeParts = (isNegative ? value.substring(1) : value).split(":", -1);
        int hours = Integer.parseInt(timeParts[0]);
        writer.writeInteger1(DURATION_BYTES)
                .writeInteger1(isNegative ? 1 : 0)
                .writeInteger4(hours / 24)
                .writeInteger1(hours % 24)
                .writeInteger1(Integer.parseInt(timeParts[1]))
                .writeInteger1(Integer.parseInt(timeParts[2].substring(0, 2)));
    }
}
