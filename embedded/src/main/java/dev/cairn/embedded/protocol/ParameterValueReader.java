package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.ClientStatement.ClientParameterType;
import dev.cairn.embedded.protocol.ClientStatement.ParameterValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the values of parameters in binary form, one after another. {@link BinaryRowEncoder} is the opposite for the
 * values of results.
 *
 * @param payload the packet, at the first value
 */
record ParameterValueReader(PayloadReader payload) {
    /**
     * Reads a value that is not NULL.
     *
     * @param typeCode a {@link TypeCode}
     * @throws ParameterRefusedException if a frontend would refuse the value
     */
    ParameterValue readValue(int typeCode) throws MalformedPacketException, ParameterRefusedException {
        return switch (typeCode) {
            case TypeCode.DECIMAL -> toDecimalValue(readText());
            case TypeCode.TINY ->
                new ParameterValue(String.valueOf((byte) payload.readInteger1()), ClientParameterType.TINYINT);
            case TypeCode.SHORT -> toSmallintValue(payload.readInteger2());
            case TypeCode.LONG -> new ParameterValue(String.valueOf(payload.readInteger4()), ClientParameterType.INT);
            case TypeCode.LONGLONG ->
                new ParameterValue(String.valueOf(payload.readInteger8()), ClientParameterType.BIGINT);
            case TypeCode.FLOAT -> {
                float value = Float.intBitsToFloat(payload.readInteger4());
                yield new ParameterValue(requireFinite(value, String.valueOf(value)), ClientParameterType.FLOAT);
            }
            case TypeCode.DOUBLE -> {
                double value = Double.longBitsToDouble(payload.readInteger8());
                yield new ParameterValue(requireFinite(value, String.valueOf(value)), ClientParameterType.DOUBLE);
            }
            case TypeCode.DATE -> new ParameterValue(formatDate(readTemporalPayload()), ClientParameterType.DATE);
            case TypeCode.DATETIME, TypeCode.TIMESTAMP, TypeCode.TIMESTAMP2 ->
                new ParameterValue(formatDateTime(readTemporalPayload()), ClientParameterType.DATETIME);
            case TypeCode.VARCHAR, TypeCode.VAR_STRING, TypeCode.STRING ->
                new ParameterValue(readText(), ClientParameterType.VARCHAR);
            default ->
                throw new ParameterRefusedException("AnalysisException, msg: unknown mysql type code " + typeCode);
        };
    }

    private static ParameterValue toDecimalValue(String text) throws ParameterRefusedException {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException failure) {
            throw new ParameterRefusedException("AnalysisException, msg: Invalid floating-point literal: " + text);
        }
        return new ParameterValue(value.toPlainString(), ClientParameterType.DECIMAL);
    }

    /** A frontend reads the value as an unsigned number, so it refuses negative values. */
    private static ParameterValue toSmallintValue(int value) throws ParameterRefusedException {
        if (value > Short.MAX_VALUE) {
            throw new ParameterRefusedException(
                    "ArithmeticException, msg: Number out of range[" + value + "]. type: SMALLINT");
        }
        return new ParameterValue(String.valueOf(value), ClientParameterType.SMALLINT);
    }

    /** Requires a finite number, and returns its text. */
    private static String requireFinite(double value, String text) throws ParameterRefusedException {
        if (!Double.isFinite(value)) {
            throw new ParameterRefusedException(
                    "ParsingException, msg: Getting syntax error. Detail message: Invalid literal:" + text + ".");
        }
        return text;
    }

    private String readText() throws MalformedPacketException {
        return new String(payload.readLengthEncodedBytes(), StandardCharsets.UTF_8);
    }

    /** Reads the bytes of a date or time, whose number precedes them: a client may omit parts that are zero. */
    private PayloadReader readTemporalPayload() throws MalformedPacketException {
        return new PayloadReader(payload.readBytes(payload.readInteger1()));
    }

    private static String formatDate(PayloadReader value) throws MalformedPacketException {
        return value.remainingByteCount() < 4
                ? "0000-01-01"
                : String.format(
                        Locale.ROOT,
                        "%04d-%02d-%02d",
                        value.readInteger2(),
                        value.readInteger1(),
                        value.readInteger1());
    }

    private static String formatDateTime(PayloadReader value) throws MalformedPacketException {
        String date = formatDate(value);
        if (value.remainingByteCount() == 0) {
            return date + " 00:00:00";
        }
        String text = date
                + String.format(
                        Locale.ROOT,
                        " %02d:%02d:%02d",
                        value.readInteger1(),
                        value.readInteger1(),
                        value.readInteger1());
        return value.remainingByteCount() == 0
                ? text
                : text + String.format(Locale.ROOT, ".%06d", value.readInteger4());
    }
}
