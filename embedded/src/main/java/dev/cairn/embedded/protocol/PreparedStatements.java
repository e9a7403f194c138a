package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.ClientStatement.ParameterType;
import dev.cairn.embedded.protocol.ClientStatement.ParameterValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prepared queries of one connection. The values of their parameters arrive in binary form. */
final class PreparedStatements {
    private static final ParameterValue NULL = new ParameterValue(null, ParameterType.NULL);

    private final Map<Integer, PreparedQuery> statements = new HashMap<>();
    private int lastId;

    /** A prepared query with the types of the values that were sent last; a client may omit them later. */
    private static final class PreparedQuery {
        private final Answer.Prepared query;
        private final int[] types;

        PreparedQuery(Answer.Prepared query) {
            this.query = query;
            this.types = new int[countParameters(query)];
        }
    }

    /** Adds a query, and returns its id. */
    int add(Answer.Prepared query) {
        lastId++;
        statements.put(lastId, new PreparedQuery(query));
        return lastId;
    }

    static int countParameters(Answer.Prepared query) {
        return query.segments().size() - 1;
    }

    void remove(int id) {
        statements.remove(id);
    }

    void clear() {
        statements.clear();
    }

    /**
     * Returns a query with the values of its parameters, from the packet of COM_STMT_EXECUTE after the id; empty if there is no query
     * with this id.
     *
     * @throws ParameterRefusedException if a frontend would refuse such a value
     */
    Optional<ClientStatement> bindParameters(int id, PayloadReader in)
            throws MalformedPacketException, ParameterRefusedException {
        PreparedQuery statement = statements.get(id);
        if (statement == null) {
            return Optional.empty();
        }
        in.readInteger1(); // flags
        in.readInteger4(); // the number of iterations, which is always 1
        int count = statement.types.length;
        byte[] nulls = in.readBytes((count + 7) / 8);
        if (in.remainingBytes() > 0 && in.readInteger1() != 0) {
            for (int i = 0; i < count; i++) {
                statement.types[i] = in.readInteger2();
            }
        }
        List<String> segments = statement.query.segments();
        List<ParameterValue> values = new ArrayList<>();
        StringBuilder text = new StringBuilder(segments.get(0));
        for (int i = 0; i < count; i++) {
            boolean isNull = (nulls[i / 8] >> i % 8 & 1) != 0;
            ParameterValue value = isNull ? NULL : readValue(statement.types[i], in);
            values.add(value);
            text.append(formatLiteral(value)).append(segments.get(i + 1));
        }
        return Optional.of(new ClientStatement(text.toString(), new ClientStatement.BoundQuery(segments, values)));
    }

    /** Thrown if a frontend would refuse the value of a parameter. */
    static final class ParameterRefusedException extends Exception {
        private static final long serialVersionUID = 1;

        ParameterRefusedException(String message) {
            super(message);
        }
    }

    private static ParameterValue readValue(int type, PayloadReader in)
            throws MalformedPacketException, ParameterRefusedException {
        return switch (type) {
            case TypeCode.DECIMAL -> decimalValue(readText(in));
            case TypeCode.TINY -> new ParameterValue(String.valueOf((byte) in.readInteger1()), ParameterType.TINYINT);
            case TypeCode.SHORT -> smallintValue(in.readInteger2());
            case TypeCode.LONG -> new ParameterValue(String.valueOf(in.readInteger4()), ParameterType.INT);
            case TypeCode.LONGLONG -> new ParameterValue(String.valueOf(in.readInteger8()), ParameterType.BIGINT);
            case TypeCode.FLOAT -> {
                float value = Float.intBitsToFloat(in.readInteger4());
                yield new ParameterValue(requireFinite(value, String.valueOf(value)), ParameterType.FLOAT);
            }
            case TypeCode.DOUBLE -> {
                double value = Double.longBitsToDouble(in.readInteger8());
                yield new ParameterValue(requireFinite(value, String.valueOf(value)), ParameterType.DOUBLE);
            }
            case TypeCode.DATE -> new ParameterValue(formatDate(in.readBytes(in.readInteger1())), ParameterType.DATE);
            case TypeCode.DATETIME, TypeCode.TIMESTAMP, TypeCode.TIMESTAMP2 ->
                new ParameterValue(formatDateTime(in.readBytes(in.readInteger1())), ParameterType.DATETIME);
            case TypeCode.VARCHAR, TypeCode.VAR_STRING, TypeCode.STRING ->
                new ParameterValue(readText(in), ParameterType.VARCHAR);
            default -> throw new ParameterRefusedException("AnalysisException, msg: unknown mysql type code " + type);
        };
    }

    private static ParameterValue decimalValue(String text) throws ParameterRefusedException {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException malformed) {
            throw new ParameterRefusedException("AnalysisException, msg: Invalid floating-point literal: " + text);
        }
        return new ParameterValue(value.toPlainString(), ParameterType.DECIMAL);
    }

    /** A frontend reads the value without a sign, so that it refuses negative ones. */
    private static ParameterValue smallintValue(int value) throws ParameterRefusedException {
        if (value > Short.MAX_VALUE) {
            throw new ParameterRefusedException(
                    "ArithmeticException, msg: Number out of range[" + value + "]. type: SMALLINT");
        }
        return new ParameterValue(String.valueOf(value), ParameterType.SMALLINT);
    }

    private static String requireFinite(double value, String text) throws ParameterRefusedException {
        if (!Double.isFinite(value)) {
            throw new ParameterRefusedException(
                    "ParsingException, msg: Getting syntax error. Detail message: Invalid literal:" + text + ".");
        }
        return text;
    }

    private static String readText(PayloadReader in) throws MalformedPacketException {
        return new String(in.readLengthEncodedBytes(), StandardCharsets.UTF_8);
    }

    private static String formatLiteral(ParameterValue value) {
        String text = value.text();
        if (text == null) {
            return "NULL";
        }
        boolean quoted = switch (value.type()) {
            case VARCHAR, DATE, DATETIME -> true;
            default -> false;
        };
        return quoted ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'" : text;
    }

    private static String formatDate(byte[] value) {
        return value.length < 4
                ? "0000-01-01"
                : String.format("%04d-%02d-%02d", (value[0] & 0xff) | (value[1] & 0xff) << 8, value[2], value[3]);
    }

    private static String formatDateTime(byte[] value) {
        List<Integer> time = new ArrayList<>(List.of(0, 0, 0));
        for (int i = 0; i < 3 && value.length > 4 + i; i++) {
            time.set(i, (int) value[4 + i]);
        }
        String text = formatDate(value) + String.format(" %02d:%02d:%02d", time.get(0), time.get(1), time.get(2));
        if (value.length <= 7) {
            return text;
        }
        int micros = (value[7] & 0xff) | (value[8] & 0xff) << 8 | (value[9] & 0xff) << 16 | (value[10] & 0xff) << 24;
        return text + String.format(".%06d", micros);
    }
}
