package dev.cairn.embedded.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.random.Breadth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Queries return the rows that they returned on real clusters. The environment variable {@code CAIRN_ROWS} names the
 * file of facts that {@link CaseExtractor} has written. A summary is printed; the queries with other rows are listed
 * in {@code target/recorded-rows.txt}.
 */
@Tag(Breadth.LONG)
class RecordedRowsTest {
    /** The least percentage of the queries that return the recorded rows. */
    private static final double MIN_PERCENT = 97;

    private static final Path DIFFERENCES_FILE = Path.of("target/recorded-rows.txt");

    @Test
    void queriesReturnTheRecordedRows() throws IOException {
        String factsFile = System.getenv("CAIRN_ROWS");
        assumeTrue(factsFile != null, "CAIRN_ROWS names no file of recorded rows");
        assumeTrue(Breadth.isLong(), "Recorded rows are replayed with -Plong");
        List<RecordedCase> cases = RecordedCase.read(Files.readAllLines(Path.of(factsFile)));
        RowReplay replay = new RowReplay();
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            for (RecordedCase recordedCase : cases) {
                replay.run(server, recordedCase);
            }
        }
        System.out.println("Recorded rows: " + replay.summary());
        Files.write(DIFFERENCES_FILE, replay.differences());
        assertThat(cases).isNotEmpty();
        assertThat(replay.percent()).isGreaterThanOrEqualTo(MIN_PERCENT);
    }
}
