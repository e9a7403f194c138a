package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources are read as UTF-8, whatever the locale of the terminal, which determines the default encoding of Java 17. */
class SourceEncodingTest {
    @TempDir
    private Path folder;

    @Test
    void aCommentIsRecordedAsItIsWritten() throws Exception {
        CommandProject project =
                new CommandProject(folder).writeShop("long id, @Column(comment = \"größte Stückzahl\") int n");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dfile.encoding=US-ASCII",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Cairn.class.getName(),
                        "record",
                        "initial",
                        "--sources=" + project.sources())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor()).as(() -> "see " + folder).isZero();
        assertThat(project.read("shop/migrations/V0001Initial.java")).contains("COMMENT \"größte Stückzahl\"");
    }
}
