package dev.cairn.embedded.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.golden.GoldenMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A {@link Replayer} returns recorded answers. */
class ReplayerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_TABLE_TEXT =
            "CREATE TABLE `a` (\n  `k` int(11) NULL COMMENT \"it's \\\"k\\\"\"\n) ENGINE=OLAP ";

    @Test
    void theReplayerReturnsRecordedAnswers() throws SQLException {
        Transcript recording = Transcript.EMPTY
                .with("SHOW CREATE TABLE a", List.of("Table", "Create Table"), List.of(List.of("a", CREATE_TABLE_TEXT)))
                .with("DESC a", List.of("Field", "Default"), List.of(Arrays.asList("k", null)))
                .with("DROP TABLE b", new Answer.Failure(5502, "42602", "Unknown table 'b'"))
                .with("CREATE TABLE c (k INT)", Answer.OK);
        try (Replayer replayer = Replayer.start(recording);
                Client client = Client.of(replayer.jdbcUrl() + "anything")) {
            assertThat(client.rows("show create table `a`;")).containsExactly(List.of("a", CREATE_TABLE_TEXT));
            assertThat(client.columnNames("/* again */ SHOW  CREATE TABLE a")).containsExactly("Table", "Create Table");
            assertThat(client.rows("DESC a")).containsExactly(Arrays.asList("k", null));
            assertThat(client.refusal("DROP TABLE b"))
                    .isEqualTo(new Client.Refusal(5502, "42602", "Unknown table 'b'"));
            client.run("CREATE TABLE c (k INT)");
            assertThat(client.refusal("SHOW TABLES").message()).satisfies(MESSAGES::matchText);
            assertThat(client.refusal("SELECT * FROM a").message()).satisfies(MESSAGES::matchText);
            assertThat(replayer.log().findMatching("(?i)desc.*")).hasSize(1);
        }
    }

    @Test
    void theReplayerReturnsRepeatedAnswersInOrder() throws SQLException {
        Transcript recording = Transcript.EMPTY
                .with("SHOW TABLES", List.of("Tables_in_t"), List.of())
                .with("SHOW TABLES", List.of("Tables_in_t"), List.of(List.of("a")));
        try (Replayer replayer = Replayer.start(recording);
                Client client = Client.of(replayer.jdbcUrl())) {
            assertThat(client.column("SHOW TABLES")).isEmpty();
            assertThat(client.column("SHOW TABLES")).containsExactly("a");
            assertThat(client.column("SHOW TABLES")).containsExactly("a");
        }
    }

    @Test
    void recordedScriptsAreRead(@TempDir Path folder) throws IOException, SQLException {
        Path file = folder.resolve("scripts.jsonl");
        Files.writeString(file, """
            {"id": "one", "area": "x", "steps": [{"sql": "SHOW TABLES", "ok": true, "columns": ["T"], "rows": [["\\u4f60\\n"], [null]]}]}

            {"id": "two", "steps": [{"sql": "DROP TABLE a", "ok": false, "errno": 1064, "sqlstate": "HY000", "error": "no"}, {"sql": "DROP TABLE b", "ok": true}]}
            """);
        Map<String, Transcript> recordings = Transcript.read(file);
        assertThat(recordings).containsOnlyKeys("one", "two");
        try (Replayer replayer = Replayer.start(recordings.get("one"));
                Client client = Client.of(replayer.jdbcUrl())) {
            assertThat(client.rows("SHOW TABLES")).containsExactly(List.of("你\n"), Arrays.asList((String) null));
        }
        try (Replayer replayer = Replayer.start(recordings.get("two"));
                Client client = Client.of(replayer.jdbcUrl())) {
            assertThat(client.refusal("DROP TABLE a").message()).isEqualTo("no");
            client.run("DROP TABLE b", "SET autocommit = 1");
        }
    }
}
