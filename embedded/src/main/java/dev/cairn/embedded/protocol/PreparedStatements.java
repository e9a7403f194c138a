package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.ClientStatement.ClientParameterType;
import dev.cairn.embedded.protocol.ClientStatement.ParameterValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The prepared queries of one connection, by the ids that the server has assigned to them. The values of their
 * parameters arrive in binary form.
 */
final class PreparedStatements {
    private static final ParameterValue NULL_PARAMETER = new ParameterValue(null, ClientParameterType.NULL);

    private final Map<Integer, RegisteredQuery> queryById = new HashMap<>();
    private int lastId;

    /** A prepared query with the types of the values that were sent last; a client may omit them later. */
    private static final class RegisteredQuery {
        private final Answer.Prepared query;
        private final int[] parameterTypeCodes;

        RegisteredQuery(Answer.Prepared query) {
            this.query = query;
            this.parameterTypeCodes = new int[countParameters(query)];
        }
    }

    /** Adds a query, and returns its id. */
    int add(Answer.Prepared query) {
        lastId++;
        queryById.put(lastId, new RegisteredQuery(query));
        return lastId;
    }

    static int countParameters(Answer.Prepared query) {
        return query.segments().size() - 1;
    }

    void remove(int id) {
        queryById.remove(id);
    }

    void clear() {
        queryById.clear();
    }

    /**
     * Reads the values of a query's parameters, and returns the query with these values; empty if there is no query
     * with this id.
     *
     * @param payload the packet of COM_STMT_EXECUTE, after the id
     * @throws ParameterRefusedException if a frontend would refuse a value
     */
    Optional<ClientStatement> bindParameters(int id, PayloadReader payload)
            throws MalformedPacketException, ParameterRefusedException {
        RegisteredQuery preparedQuery = queryById.get(id);
        if (preparedQuery == null) {
            return Optional.empty();
        }
        payload.readInteger1(); // flags
        payload.readInteger4(); // the number of iterations, which is always 1
        int parameterCount = preparedQuery.parameterTypeCodes.length;
        byte[] nullBitmap = payload.readBytes((parameterCount + 7) / 8);
        if (payload.remainingByteCount() > 0 && payload.readInteger1() != 0) {
            for (int i = 0; i < parameterCount; i++) {
                preparedQuery.parameterTypeCodes[i] = payload.readInteger2();
            }
        }
        List<String> segments = preparedQuery.query.segments();
        List<ParameterValue> values = new ArrayList<>();
        StringBuilder text = new StringBuilder(segments.get(0));
        for (int i = 0; i < parameterCount; i++) {
            boolean isNull = (nullBitmap[i / 8] >> i % 8 & 1) != 0;
            ParameterValue value = isNull ? NULL_PARAMETER : readValue(preparedQuery.parameterTypeCodes[i], payload);
            values.add(value);
            text.append(formatLiteral(value)).append(segments.get(i + 1));
        }
        return Optional.of(
                new ClientStatement(text.toString(), new ClientStatement.PreparedExecution(segments, values)));
    }

    /** Thrown if a frontend would refuse the value of a parameter. */
    static final class ParameterRefusedException extends Exception {
        private static final long serialVersionUID = 1;

        ParameterRefusedException(String message) {
            super(message);
        }
    }

    private static ParameterValue readValue(int typeCode, PayloadReader payload)
            throws MalformedPacketException, ParameterRefusedException {
        return switch (typeCode) {
            case TypeCode.DECIMAL -> toDecimalValue(readText(payload));
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
            case TypeCode.DATE ->
                new ParameterValue(formatDate(readTemporalPayload(payload)), ClientParameterType.DATE);
            case TypeCode.DATETIME, TypeCode.TIMESTAMP, TypeCode.TIMESTAMP2 ->
                new ParameterValue(formatDateTime(readTemporalPayload(payload)), ClientParameterType.DATETIME);
            case TypeCode.VARCHAR, TypeCode.VAR_STRING, TypeCode.STRING ->
                new ParameterValue(readText(payload), ClientParameterType.VARCHAR);
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

    private static String readText(PayloadReader payload) throws MalformedPacketException {
        return new String(payload.readLengthEncodedBytes(), StandardCharsets.UTF_8);
    }

    /** Returns the literal that stands for a value in the logged text. */
    private static String formatLiteral(ParameterValue value) {
        String text = value.text();
        if (text == null) {
            return "NULL";
        }
        boolean isQuoted = switch (value.type()) {
            case VARCHAR, DATE, DATETIME -> true;
            default -> false;
        };
        return isQuoted ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'" : text;
    }

    /** Reads the bytes of a date or time, whose number precedes them: a client may omit parts that are zero. */
    private static PayloadReader readTemporalPayload(PayloadReader payload) throws MalformedPacketException {
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
