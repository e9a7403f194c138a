package dev.cairn.embedded.rows.store;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.RefusalMapping;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query. The rows after the first ones are calculated while they are sent.
 *
 * @param releaseAction releases the query when all rows are sent, or are no longer needed
 */
public record SelectedRows(TranslatedQuery query, DuckDbSnapshot snapshot, Runnable releaseAction)
        implements Answer.RemainingRows {
    /**
     * Returns the first rows, with this object if there are more rows. If there are no more rows, or if the query
     * fails, the query is released.
     */
    public Answer.ResultRows answer(
            List<Answer.ResultColumn> columns, QueryRetranslator retranslator, StatementTimeout timeout) {
        boolean isOpen = false;
        try {
            List<List<@Nullable String>> firstRows = snapshot.readFirstRows(query, retranslator, timeout);
            decodeBinaryColumns(firstRows, query);
            isOpen = snapshot.hasRemainingRows();
            return new Answer.ResultRows(columns, firstRows, isOpen ? this : null);
        } finally {
            if (!isOpen) {
                close();
            }
        }
    }

    /** Returns the answer of a query all of whose rows have been read. The rows must be mutable: they are decoded. */
    public static Answer.ResultRows answerAll(
            TranslatedQuery query, List<Answer.ResultColumn> columns, List<List<@Nullable String>> rows) {
        decodeBinaryColumns(rows, query);
        return new Answer.ResultRows(columns, rows, null);
    }

    @Override
    public Optional<Answer.Failure> send(Answer.ResultRowSink sink) throws IOException {
        try {
            snapshot.sendRemainingRows(row -> {
                decodeBinaryColumns(List.of(row), query);
                sink.accept(row);
            });
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(RefusalMapping.toFailure(refusal));
        }
    }

    /** Decodes VARBINARY columns, which DuckDB returns as hex, into texts in which each character stands for a byte. */
    private static void decodeBinaryColumns(List<List<@Nullable String>> rows, TranslatedQuery query) {
        for (int i = 0; i < query.columns().size(); i++) {
            if (PrimitiveType.of(query.columns().get(i).type()) == PrimitiveType.VARBINARY) {
                for (List<@Nullable String> row : rows) {
                    String hex = row.get(i);
                    byte[] bytes = hex == null ? null : HexFormat.of().parseHex(hex);
                    row.set(i, bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    @Override
    public void close() {
        releaseAction.run();
    }
}
