package dev.cairn.embedded.protocol;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The prepared queries of one connection. The values of their parameters arrive in binary form, and become literals. */
final class PreparedStatements {

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

    /** Keeps a query, and returns its id. */
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
     * Returns the text of a query with the values of its parameters, from the packet of COM_STMT_EXECUTE after the id; empty if there is
     * no query with this id.
     *
     * @throws UnknownTypeException if a frontend does not read values of such a type
     */
    Optional<String> bindParameters(int id, PayloadReader in) throws MalformedPacketException, UnknownTypeException {
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
        List<String> parts = statement.query.segments();
        StringBuilder text = new StringBuilder(parts.get(0));
        for (int i = 0; i < count; i++) {
            boolean isNull = (nulls[i / 8] >> i % 8 & 1) != 0;
            text.append(isNull ? "NULL" : readLiteral(statement.types[i], in)).append(parts.get(i + 1));
        }
        return Optional.of(text.toString());
    }

    /** A value has a type that a frontend does not read. */
    static final class UnknownTypeException extends Exception {
        private static final long serialVersionUID = 1;

        UnknownTypeException(int type) {
            super("unknown mysql type code " + type);
        }
    }

    private static String readLiteral(int type, PayloadReader in)
            throws MalformedPacketException, UnknownTypeException {
        return switch (type) {
            case TypeCode.DECIMAL -> readText(in);
            case TypeCode.TINY -> String.valueOf((byte) in.readInteger1());
            case TypeCode.SHORT -> String.valueOf(in.readInteger2()); // unsigned, as a frontend reads it
            case TypeCode.LONG -> String.valueOf(in.readInteger4());
            case TypeCode.LONGLONG -> String.valueOf(in.readInteger8());
            case TypeCode.FLOAT ->
                doubleLiteral(new BigDecimal(String.valueOf(Float.intBitsToFloat(in.readInteger4()))));
            case TypeCode.DOUBLE -> doubleLiteral(BigDecimal.valueOf(Double.longBitsToDouble(in.readInteger8())));
            case TypeCode.DATE -> "DATE '" + formatDate(in.readBytes(in.readInteger1())) + "'";
            case TypeCode.DATETIME, TypeCode.TIMESTAMP, TypeCode.TIMESTAMP2 ->
                "DATETIME '" + formatDateTime(in.readBytes(in.readInteger1())) + "'";
            case TypeCode.VARCHAR, TypeCode.VAR_STRING, TypeCode.STRING -> textLiteral(readText(in));
            default -> throw new UnknownTypeException(type);
        };
    }

    private static String readText(PayloadReader in) throws MalformedPacketException {
        return new String(in.readLengthEncodedBytes(), StandardCharsets.UTF_8);
    }

    /** Returns a literal of type DOUBLE: one without an exponent is a DECIMAL. */
    private static String doubleLiteral(BigDecimal value) {
        return value.unscaledValue() + "E" + -value.scale();
    }

    private static String textLiteral(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
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
