package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Breadth;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients read a million rows in a JVM with a heap of 256 MB, in which the server runs, too. */
@Tag(Breadth.LONG)
class MillionRowsTest {
    @Test
    void aMillionRowsPassThroughThreeClientsInASmallHeap() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Program program = new Program(
                List.of(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MillionRows.class.getName()),
                Map.of());

        Program.Result result = program.run(List.of(), "");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines().filter(line -> line.startsWith("read ")))
                .as(result.output())
                .containsExactly("read by Connector/J", "read by R2DBC", "read by Vert.x");
    }
}
