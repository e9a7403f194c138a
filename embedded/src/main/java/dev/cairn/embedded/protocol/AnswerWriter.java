package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.ResultColumn;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes answers as packets. Rows are sent while they are read, so that an answer of any size needs little memory.
 */
final class AnswerWriter {
    private static final int NO_STATUS = 0;
    private static final int MORE_RESULTS_STATUS = 8;
    private static final int NO_WARNINGS = 0;
    /** The length of the fields of fixed length that follow in the description of a column. */
    private static final int FIXED_FIELDS_LENGTH = 0x0c;
    /** The longest time that a calculated row waits in the buffer while other rows follow. */
    private static final long FLUSH_INTERVAL_NANOS = 50_000_000;

    private static final ResultColumn PARAMETER_COLUMN = new ResultColumn("?", ResultColumnType.varchar(1));

    private final PacketStream stream;
    private final PayloadWriter payload = new PayloadWriter();
    private int status = NO_STATUS;
    private boolean writesBinaryRows;

    AnswerWriter(PacketStream stream) {
        this.stream = stream;
    }

    /** Returns the buffer of the next packet, which each method that writes an answer overwrites. */
    PayloadWriter payload() {
        return payload;
    }

    /** Sends the content of {@link #payload} as one packet. */
    void sendPayload() throws IOException {
        stream.write(payload);
        stream.flush();
    }

    /** Writes the answer to COM_STMT_PREPARE. */
    void writePrepared(int statementId, Answer.Prepared preparedQuery) throws IOException {
        int parameterCount = PreparedStatements.countParameters(preparedQuery);
        stream.write(payload.clear()
                .writeInteger1(0)
                .writeInteger4(statementId)
                .writeInteger2(preparedQuery.columns().size())
                .writeInteger2(parameterCount)
                .writeInteger1(0)
                .writeInteger2(NO_WARNINGS));
        writeColumns(Collections.nCopies(parameterCount, PARAMETER_COLUMN));
        writeColumns(preparedQuery.columns());
        stream.flush();
    }

    private void writeColumns(List<ResultColumn> columns) throws IOException {
        for (ResultColumn column : columns) {
            encodeColumn("", "", column);
            stream.write(payload);
        }
        if (!columns.isEmpty()) {
            writeEndOfFile();
        }
    }

    /** Writes the answer to COM_STMT_EXECUTE, whose rows are encoded in binary form. */
    void writePreparedResult(Answer answer) throws IOException {
        writesBinaryRows = true;
        try {
            write(answer);
        } finally {
            writesBinaryRows = false;
        }
    }

    /**
     * Writes the answer to a statement, and flushes it. Remaining rows are sent but not closed.
     *
     * @throws IllegalArgumentException for an answer without content, and for {@link Answer.Prepared}
     */
    void write(Answer answer) throws IOException {
        List<Answer> answers =
                answer instanceof Answer.MultipleAnswers multipleAnswers ? multipleAnswers.answers() : List.of(answer);
        for (int index = 0; index < answers.size(); index++) {
            status = index < answers.size() - 1 ? MORE_RESULTS_STATUS : NO_STATUS;
            writeAnswer(answers.get(index));
        }
        stream.flush();
    }

    private void writeAnswer(Answer answer) throws IOException {
        if (answer instanceof Answer.ResultRows resultRows) {
            writeRows(resultRows);
        } else if (answer instanceof Answer.FieldList fieldList) {
            writeFields(fieldList);
        } else if (answer instanceof Answer.Failure failure) {
            writeFailure(failure);
        } else if (answer instanceof Answer.Ok success) {
            writeOk(success);
        } else {
            throw new IllegalArgumentException("Unknown kind of answer: " + answer);
        }
    }

    private void writeOk(Answer.Ok success) throws IOException {
        payload.clear()
                .writeInteger1(0)
                .writeLengthEncodedInteger(success.affectedRows())
                .writeLengthEncodedInteger(0) // the last id of AUTO_INCREMENT, which a frontend never sends
                .writeInteger2(status)
                .writeInteger2(NO_WARNINGS);
        if (!success.message().isEmpty()) {
            payload.writeLengthEncodedText(success.message());
        }
        stream.write(payload);
    }

    private void writeFailure(Answer.Failure failure) throws IOException {
        payload.clear().writeInteger1(0xff).writeInteger2(failure.errno()).writeText("#" + failure.sqlState());
        payload.writeText(failure.message().isEmpty() ? "Unknown error" : failure.message());
        stream.write(payload);
    }

    private void writeRows(Answer.ResultRows resultRows) throws IOException {
        stream.write(
                payload.clear().writeLengthEncodedInteger(resultRows.columns().size()));
        writeColumns(resultRows.columns());
        for (List<@Nullable String> row : resultRows.rows()) {
            writeRow(resultRows.columns(), row);
        }
        Answer.RemainingRows remainingRows = resultRows.remainingRows();
        Optional<Answer.Failure> failure =
                remainingRows == null ? Optional.empty() : writeRemainingRows(resultRows.columns(), remainingRows);
        if (failure.isPresent()) {
            writeFailure(failure.get());
        } else {
            writeEndOfFile();
        }
    }

    private void writeRow(List<ResultColumn> columns, List<@Nullable String> row) throws IOException {
        if (writesBinaryRows) {
            BinaryRowEncoder.encodeRow(payload, columns, row);
        } else {
            encodeTextRow(columns, row);
        }
        stream.write(payload);
    }

    /** Writes rows while they are calculated, and flushes the buffer at intervals, so that no row waits for long. */
    private Optional<Answer.Failure> writeRemainingRows(List<ResultColumn> columns, Answer.RemainingRows remainingRows)
            throws IOException {
        stream.flush();
        long[] lastFlushNanos = {System.nanoTime()};
        return remainingRows.send(row -> {
            writeRow(columns, row);
            long now = System.nanoTime();
            if (now - lastFlushNanos[0] > FLUSH_INTERVAL_NANOS) {
                stream.flush();
                lastFlushNanos[0] = now;
            }
        });
    }

    private void encodeTextRow(List<ResultColumn> columns, List<@Nullable String> row) {
        payload.clear();
        for (int i = 0; i < row.size(); i++) {
            if (columns.get(i).type().hasByteValues()) {
                payload.writeBytesValue(row.get(i));
            } else {
                payload.writeTextValue(row.get(i));
            }
        }
    }

    private void writeFields(Answer.FieldList fieldList) throws IOException {
        for (Answer.FieldList.FieldListEntry entry : fieldList.fields()) {
            encodeColumn(fieldList.databaseName(), fieldList.tableName(), entry.column());
            payload.writeLengthEncodedText(entry.defaultValue());
            stream.write(payload);
        }
        writeEndOfFile();
    }

    private void encodeColumn(String databaseName, String tableName, ResultColumn column) {
        ResultColumnType type = column.type();
        payload.clear()
                .writeLengthEncodedText("def")
                .writeLengthEncodedText(databaseName)
                .writeLengthEncodedText(tableName)
                .writeLengthEncodedText(tableName) // the original name, in addition to the alias
                .writeLengthEncodedText(column.name())
                .writeLengthEncodedText(column.name())
                .writeInteger1(FIXED_FIELDS_LENGTH)
                .writeInteger2(type.charset())
                .writeInteger4(type.length())
                .writeInteger1(type.code())
                .writeInteger2(0) // flags
                .writeInteger1(type.decimals())
                .writeInteger2(0);
    }

    private void writeEndOfFile() throws IOException {
        stream.write(
                payload.clear().writeInteger1(0xfe).writeInteger2(NO_WARNINGS).writeInteger2(status));
    }
}
