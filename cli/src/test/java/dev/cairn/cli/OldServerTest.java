package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read a server of version 3.4, which Cairn only reads. */
class OldServerTest {
    private static final String VERSION_NOTE =
            "the server's version is 3.4.2-abc, which Cairn only reads, by the rules of 3.5: how the two versions differ is unknown";
    private static final String CREATE_ACCOUNT = """
        CREATE TABLE `account` (
          `id` bigint(20) NOT NULL COMMENT "",
          `name` varchar(40) NULL COMMENT ""
        ) ENGINE=OLAP
        PRIMARY KEY(`id`)
        DISTRIBUTED BY HASH(`id`) BUCKETS 2
        PROPERTIES (
        "compression" = "LZ4",
        "enable_persistent_index" = "true",
        "fast_schema_evolution" = "true",
        "replicated_storage" = "true",
        "replication_num" = "3"
        );""";
    private static final Transcript SERVER_ANSWERS = Transcript.EMPTY
            .withRefusal(
                    "SELECT @@version_comment, @@run_mode, @@sql_mode, @@sql_select_limit, @@sql_dialect, @@insert_max_filter_ratio, @@enable_materialized_view_for_insert, @@dynamic_overwrite, @@enable_insert_partial_update, DATABASE()",
                    1193,
                    "HY000",
                    "Unknown system variable 'run_mode'")
            .withRefusal(
                    "SELECT @@version_comment, @@sql_mode, @@sql_select_limit, @@sql_dialect, @@insert_max_filter_ratio, @@enable_materialized_view_for_insert, @@dynamic_overwrite, @@enable_insert_partial_update, DATABASE()",
                    1193,
                    "HY000",
                    "Unknown system variable 'enable_insert_partial_update', the most similar variables are {'partial_update_mode'}")
            .with(
                    "SELECT @@version_comment, @@sql_mode, @@sql_select_limit, @@sql_dialect, @@insert_max_filter_ratio, @@enable_materialized_view_for_insert, @@dynamic_overwrite, DATABASE()",
                    List.of(
                            "@@version_comment",
                            "@@sql_mode",
                            "@@sql_select_limit",
                            "@@sql_dialect",
                            "@@insert_max_filter_ratio",
                            "@@enable_materialized_view_for_insert",
                            "@@dynamic_overwrite",
                            "DATABASE()"),
                    List.of(List.of(
                            "3.4.2-abc",
                            "ONLY_FULL_GROUP_BY",
                            "9223372036854775807",
                            "StarRocks",
                            "0.0",
                            "0",
                            "0",
                            "shop")))
            .with(
                    "SHOW CREATE DATABASE `shop`",
                    List.of("Database", "Create Database"),
                    List.of(List.of("shop", "CREATE DATABASE `shop`")))
            .with(
                    "SHOW FULL TABLES FROM shop",
                    List.of("Tables_in_shop", "Table_type"),
                    List.of(List.of("account", "BASE TABLE")))
            .with(
                    "SHOW MATERIALIZED VIEWS FROM shop",
                    List.of("name", "refresh_type", "is_active", "inactive_reason", "text"),
                    List.of())
            .with(
                    "SHOW CREATE TABLE shop.account",
                    List.of("Table", "Create Table"),
                    List.of(List.of("account", CREATE_ACCOUNT)));

    @TempDir
    private Path folder;

    @Test
    void anOldServerIsReadWithANote() throws IOException {
        CommandProject project = new CommandProject(folder);
        try (Replayer server = Replayer.start(SERVER_ANSWERS)) {
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            for (String command : List.of("lineage", "docs")) {
                assertThat(project.cairn(command, url)).as(project.err()).isZero();
                assertThat(project.err()).contains(VERSION_NOTE);
            }
            Path file = Files.writeString(folder.resolve("account.sql"), CREATE_ACCOUNT);
            assertThat(project.cairn("diff", url, file.toString()))
                    .as(project.err())
                    .isZero();
            assertThat(project.out()).isEqualTo("No differences.\n");
            assertThat(project.err()).containsOnlyOnce(VERSION_NOTE);
            Path pulledFolder = folder.resolve("pulled");
            assertThat(project.cairn("pull", url, "--sources=" + pulledFolder, "--package=shop"))
                    .as(project.err())
                    .isZero();
            assertThat(project.err()).containsOnlyOnce(VERSION_NOTE);
        }
    }
}
