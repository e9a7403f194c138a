package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.ResultColumn;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes answers as packets. */
final class AnswerWriter {
    private static final int NO_STATUS = 0;
    private static final int MORE_RESULTS = 8;
    private static final int NO_WARNINGS = 0;
    private static final int FIXED_FIELDS = 0x0c;

    private final PacketStream stream;
    private final PayloadWriter payload = new PayloadWriter();
    private int status = NO_STATUS;

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
            rows(result);
        } else if (answer instanceof Answer.Fields fields) {
            fields(fields);
        } else if (answer instanceof Answer.Failure failure) {
            failure(failure);
        } else if (answer instanceof Answer.Ok done) {
            ok(done);
        } else {
            throw new IllegalArgumentException("Unknown kind of answer: " + answer);
        }
    }

    private void ok(Answer.Ok done) throws IOException {
        payload.clear()
                .integer1(0)
                .writeLengthEncoded(done.affectedRows())
                .writeLengthEncoded(0) // the last id of AUTO_INCREMENT, which a frontend never sends
                .integer2(status)
                .integer2(NO_WARNINGS);
        if (!done.message().isEmpty()) {
            payload.writeLengthEncoded(done.message());
        }
        stream.write(payload);
    }

    private void failure(Answer.Failure failure) throws IOException {
        payload.clear().integer1(0xff).integer2(failure.errno()).text("#" + failure.sqlState());
        payload.text(failure.message().isEmpty() ? "Unknown error" : failure.message());
        stream.write(payload);
    }

    private void rows(Answer.Rows result) throws IOException {
        stream.write(payload.clear().writeLengthEncoded(result.columns().size()));
        for (ResultColumn column : result.columns()) {
            column("", "", column);
            stream.write(payload);
        }
        end();
        for (List<@Nullable String> row : result.rows()) {
            payload.clear();
            for (int i = 0; i < row.size(); i++) {
                if (result.columns().get(i).type().isBytes()) {
                    payload.bytesValue(row.get(i));
                } else {
                    payload.value(row.get(i));
                }
            }
            stream.write(payload);
        }
        end();
    }

    private void fields(Answer.Fields answer) throws IOException {
        for (Answer.Fields.Field field : answer.fields()) {
            column(answer.database(), answer.table(), field.column());
            payload.writeLengthEncoded(field.defaultValue());
            stream.write(payload);
        }
        end();
    }

    private void column(String database, String table, ResultColumn column) {
        ResultColumnType type = column.type();
        payload.clear()
                .writeLengthEncoded("def")
                .writeLengthEncoded(database)
                .writeLengthEncoded(table)
                .writeLengthEncoded(table) // the original name, in addition to the alias
                .writeLengthEncoded(column.name())
                .writeLengthEncoded(column.name())
                .integer1(FIXED_FIELDS)
                .integer2(type.charset())
                .integer4(type.length())
                .integer1(type.code())
                .integer2(0) // flags
                .integer1(type.decimals())
                .integer2(0);
    }

    private void end() throws IOException {
        stream.write(payload.clear().integer1(0xfe).integer2(NO_WARNINGS).integer2(status));
    }
}
