package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream takes as much memory for a million rows as for one. */
class StreamMemoryIT {
    private static final int ROWS = 1_000_000;
    /** The driver and the rows' classes need most of it; the rows would need ten times as much. */
    private static final String HEAP = "-Xmx16m";

    private static final List<ResultColumn> COLUMNS = List.of(
            new ResultColumn("id", ResultColumnType.BIGINT),
            new ResultColumn("city", ResultColumnType.varchar(8)),
            new ResultColumn("amount", ResultColumnType.INT),
            new ResultColumn("day", ResultColumnType.DATE),
            new ResultColumn("price", ResultColumnType.decimal(10, 2)));

    /** Rows that are made when they are sent. */
    private static final class Sales extends AbstractList<List<String>> {
        @Override
        public List<String> get(int id) {
            return List.of(Integer.toString(id), "Oslo", "7", "2026-01-02", "9.50");
        }

        @Override
        public int size() {
            return ROWS;
        }
    }

    @Test
    void aMillionRowsPassThroughASmallHeap() throws IOException, InterruptedException {
        String query = Database.of(new RecordingDataSource("jdbc:mysql://unused"))
                .from(SALE)
                .toString();
        Transcript recording = Transcript.EMPTY.with(query, new Answer.ResultRows(COLUMNS, new Sales()));
        try (Replayer replayer = Replayer.start(recording)) {
            Process reader = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StreamMain.class.getName(),
                            replayer.jdbcUrl() + "shop?user=root")
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(printed.strip()).isEqualTo(Long.toString((ROWS - 1L) * ROWS / 2));
            assertThat(reader.waitFor()).isZero();
        }
    }
}
