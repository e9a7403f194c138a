package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.ClientStatement.ClientParameterType;
import dev.cairn.embedded.protocol.ClientStatement.ParameterValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
        ParameterValueReader valueReader = new ParameterValueReader(payload);
        for (int i = 0; i < parameterCount; i++) {
            boolean isNull = (nullBitmap[i / 8] >> i % 8 & 1) != 0;
            ParameterValue value = isNull ? NULL_PARAMETER : valueReader.readValue(preparedQuery.parameterTypeCodes[i]);
            values.add(value);
            text.append(formatLiteral(value)).append(segments.get(i + 1));
        }
        return Optional.of(
                new ClientStatement(text.toString(), new ClientStatement.PreparedExecution(segments, values)));
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
}
