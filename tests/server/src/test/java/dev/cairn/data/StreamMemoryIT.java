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

/** A stream of a million rows needs no more memory than one of a few rows. */
class StreamMemoryIT {
    private static final int ROW_COUNT = 1_000_000;
    /** The driver and the classes need most of this memory; all rows together would need ten times as much. */
    private static final String HEAP_OPTION = "-Xmx16m";

    private static final List<ResultColumn> COLUMNS = List.of(
            new ResultColumn("id", ResultColumnType.BIGINT),
            new ResultColumn("city", ResultColumnType.varchar(8)),
            new ResultColumn("amount", ResultColumnType.INT),
            new ResultColumn("day", ResultColumnType.DATE),
            new ResultColumn("price", ResultColumnType.decimal(10, 2)));

    /** Creates each row only when it is sent. */
    private static final class GeneratedSales extends AbstractList<List<String>> {
        @Override
        public List<String> get(int id) {
            return List.of(Integer.toString(id), "Oslo", "7", "2026-01-02", "9.50");
        }

        @Override
        public int size() {
            return ROW_COUNT;
        }
    }

    @Test
    void aMillionRowsPassThroughASmallHeap() throws IOException, InterruptedException {
        String query = Database.of(new RecordingDataSource("jdbc:mysql://unused"))
                .from(SALE)
                .toString();
        Transcript transcript = Transcript.EMPTY.with(query, new Answer.ResultRows(COLUMNS, new GeneratedSales()));
        try (Replayer replayer = Replayer.start(transcript)) {
            Process readerProcess = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP_OPTION,
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StreamReaderProcess.class.getName(),
                            replayer.jdbcUrl() + "shop?user=root")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(readerProcess.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output.strip()).isEqualTo(Long.toString((ROW_COUNT - 1L) * ROW_COUNT / 2));
            assertThat(readerProcess.waitFor()).isZero();
        }
    }
}
