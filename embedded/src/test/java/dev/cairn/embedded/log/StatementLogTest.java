package dev.cairn.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The log keeps the newest statements up to a number and a size. */
class StatementLogTest {
    private final StatementLog log = new StatementLog(InstantSource.fixed(Instant.EPOCH), 5);

    private void logStatement(String text) {
        log.recordEnd(log.add(1, "root", text), Instant.EPOCH, 0, "");
    }

    @Test
    void theNewestStatementsAreKept() {
        for (int i = 1; i <= 7; i++) {
            logStatement("SELECT " + i);
        }

        assertThat(log.all()).extracting(LoggedStatement::sequence).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(log.answers()).hasSize(5);
        assertThat(log.count()).isEqualTo(7);
    }

    @Test
    void fewerLargeStatementsAreKept() {
        for (int i = 1; i <= 7; i++) {
            logStatement("-- " + "x".repeat(1 << 22));
        }

        assertThat(log.all()).extracting(LoggedStatement::sequence).containsExactly(5L, 6L, 7L);
        assertThat(log.answers())
                .extracting(answer -> answer.statement().sequence())
                .containsExactly(5L, 6L, 7L);
    }

    @Test
    void oneStatementIsKeptHoweverLargeItIs() {
        logStatement("SELECT 1");
        logStatement("-- " + "x".repeat(1 << 25));
        assertThat(log.all()).extracting(LoggedStatement::sequence).containsExactly(2L);

        log.clear();
        logStatement("SELECT 2");
        logStatement("SELECT 3");

        assertThat(log.all()).extracting(LoggedStatement::text).containsExactly("SELECT 2", "SELECT 3");
    }
}
