package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.ResultColumn;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encodes answers as packets. */
final class AnswerWriter {
    private static final int NO_STATUS = 0;
    private static final int MORE_RESULTS = 8;
    private static final int NO_WARNINGS = 0;
    private static final int FIXED_FIELDS = 0x0c;
    private static final long FLUSH_NANOS = 50_000_000;
    private static final ResultColumn PARAMETER = new ResultColumn("?", ResultColumnType.varchar(1));

    private final PacketStream stream;
    private final PayloadWriter payload = new PayloadWriter();
    private int status = NO_STATUS;
    private boolean binary;

    AnswerWriter(PacketStream stream) {
        this.stream = stream;
    }

    PayloadWriter payload() {
        return payload;
    }

    void send() throws IOException {
        stream.write(payload);
        stream.flush();
    }

    /** Writes the answer to COM_STMT_PREPARE. */
    void writePrepared(int id, Answer.Prepared query) throws IOException {
        int parameters = PreparedStatements.countParameters(query);
        stream.write(payload.clear()
                .writeInteger1(0)
                .writeInteger4(id)
                .writeInteger2(query.columns().size())
                .writeInteger2(parameters)
                .writeInteger1(0)
                .writeInteger2(NO_WARNINGS));
        writeColumns(Collections.nCopies(parameters, PARAMETER));
        writeColumns(query.columns());
        stream.flush();
    }

    private void writeColumns(List<ResultColumn> columns) throws IOException {
        for (ResultColumn column : columns) {
            writeColumn("", "", column);
            stream.write(payload);
        }
        if (!columns.isEmpty()) {
            writeEnd();
        }
    }

    /** Writes the answer to COM_STMT_EXECUTE. */
    void writePreparedResult(Answer answer) throws IOException {
        binary = true;
        try {
            write(answer);
        } finally {
            binary = false;
        }
    }

    void write(Answer answer) throws IOException {
        List<Answer> all = answer instanceof Answer.Several several ? several.answers() : List.of(answer);
        for (int index = 0; index < all.size(); index++) {
            status = index < all.size() - 1 ? MORE_RESULTS : NO_STATUS;
            send(all.get(index));
        }
        stream.flush();
    }

    private void send(Answer answer) throws IOException {
        if (answer instanceof Answer.Rows result) {
            writeRows(result);
        } else if (answer instanceof Answer.Fields fields) {
            writeFields(fields);
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
                .writeLengthEncoded(success.affectedRows())
                .writeLengthEncoded(0) // the last id of AUTO_INCREMENT, which a frontend never sends
                .writeInteger2(status)
                .writeInteger2(NO_WARNINGS);
        if (!success.message().isEmpty()) {
            payload.writeLengthEncoded(success.message());
        }
        stream.write(payload);
    }

    private void writeFailure(Answer.Failure failure) throws IOException {
        payload.clear().writeInteger1(0xff).writeInteger2(failure.errno()).writeText("#" + failure.sqlState());
        payload.writeText(failure.message().isEmpty() ? "Unknown error" : failure.message());
        stream.write(payload);
    }

    private void writeRows(Answer.Rows result) throws IOException {
        stream.write(payload.clear().writeLengthEncoded(result.columns().size()));
        writeColumns(result.columns());
        for (List<@Nullable String> row : result.rows()) {
            writeRow(result.columns(), row);
        }
        Answer.RemainingRows remainingRows = result.remainingRows();
        Optional<Answer.Failure> failure =
                remainingRows == null ? Optional.empty() : send(result.columns(), remainingRows);
        if (failure.isPresent()) {
            writeFailure(failure.get());
        } else {
            writeEnd();
        }
    }

    private void writeRow(List<ResultColumn> columns, List<@Nullable String> row) throws IOException {
        if (binary) {
            BinaryRow.write(payload, columns, row);
        } else {
            writeTextRow(columns, row);
        }
        stream.write(payload);
    }

    /** Writes rows while they are calculated, and flushes the buffer at intervals, so that no row waits for long. */
    private Optional<Answer.Failure> send(List<ResultColumn> columns, Answer.RemainingRows remainingRows)
            throws IOException {
        stream.flush();
        long[] flushed = {System.nanoTime()};
        return remainingRows.send(row -> {
            writeRow(columns, row);
            long now = System.nanoTime();
            if (now - flushed[0] > FLUSH_NANOS) {
                stream.flush();
                flushed[0] = now;
            }
        });
    }

    private void writeTextRow(List<ResultColumn> columns, List<@Nullable String> row) {
        payload.clear();
        for (int i = 0; i < row.size(); i++) {
            if (columns.get(i).type().isBytes()) {
                payload.writeBytesValue(row.get(i));
            } else {
                payload.writeValue(row.get(i));
            }
        }
    }

    private void writeFields(Answer.Fields answer) throws IOException {
        for (Answer.Fields.Field field : answer.fields()) {
            writeColumn(answer.database(), answer.table(), field.column());
            payload.writeLengthEncoded(field.defaultValue());
            stream.write(payload);
        }
        writeEnd();
    }

    private void writeColumn(String database, String table, ResultColumn column) {
        ResultColumnType type = column.type();
        payload.clear()
                .writeLengthEncoded("def")
                .writeLengthEncoded(database)
                .writeLengthEncoded(table)
                .writeLengthEncoded(table) // the original name, in addition to the alias
                .writeLengthEncoded(column.name())
                .writeLengthEncoded(column.name())
                .writeInteger1(FIXED_FIELDS)
                .writeInteger2(type.charset())
                .writeInteger4(type.length())
                .writeInteger1(type.code())
                .writeInteger2(0) // flags
                .writeInteger1(type.decimals())
                .writeInteger2(0);
    }

    private void writeEnd() throws IOException {
        stream.write(
                payload.clear().writeInteger1(0xfe).writeInteger2(NO_WARNINGS).writeInteger2(status));
    }
}
