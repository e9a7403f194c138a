package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code cairn diff} about the servers of files, where a server is one of the sides. */
class ServerOptionsOfDiffTest {
    @TempDir
    private Path folder;

    @Test
    void anOptionThatContradictsTheServerIsWrongUsage() throws IOException {
        CommandProject project = new CommandProject(folder);
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            server.createDatabase("shop");
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            String file = Files.writeString(folder.resolve("shop.sql"), "").toString();
            for (List<String> sides : List.of(List.of(url, file), List.of(file, url))) {
                for (String option : List.of("--server=3.5", "--shared-data")) {
                    assertThat(project.cairn("diff", option, sides.get(0), sides.get(1)))
                            .as(project.err())
                            .isEqualTo(2);
                    assertThat(project.err())
                            .contains(option + " contradicts the server, whose rules are those of 4.1 shared-nothing");
                }
                assertThat(project.cairn("diff", "--server=4.1", sides.get(0), sides.get(1)))
                        .as(project.err())
                        .isZero();
            }
        }
    }
}
