package dev.cairn.embedded.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.Client;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of statements that are late, cancelled, or in the way of others. */
public class StatementWatchdogTest {
    private final AtomicBoolean memoryIsShort = new AtomicBoolean();
    private final StatementWatchdog statements = new StatementWatchdog(100, () -> memoryIsShort.get() ? 80 : 10);

    @AfterEach
    void close() {
        statements.close();
    }

    /** A statement that runs until it is cancelled. */
    private final class Endless {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final CompletableFuture<String> answer;

        Endless(int seconds) throws InterruptedException {
            Statement statement = (Statement) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                        cancelled.countDown();
                        return null;
                    });
            DuckDb.StatementRunner runner = new DuckDb.StatementRunner(
                    statements, this, new StatementTimeout(seconds, "Query", "query_timeout"), System.nanoTime());
            answer = Client.beside(() -> {
                try {
                    return runner.run(statement, () -> {
                        begun.countDown();
                        await(cancelled);
                        throw new SQLException("INTERRUPT Error");
                    });
                } catch (SQLException failure) {
                    return failure.getMessage();
                }
            });
            begun.await();
        }

        private void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        EmbeddedRule rule() {
            try {
                throw new AssertionError("The statement has returned " + answer.join());
            } catch (CompletionException ended) {
                Refusal refusal = (Refusal) ended.getCause();
                return Set.of(EmbeddedRule.TIMEOUT, EmbeddedRule.ENDED_FOR_MEMORY).stream()
                        .filter(rule -> refusal.hasAnyRule(Set.of(rule)))
                        .findFirst()
                        .orElseThrow();
            }
        }
    }

    @Test
    void aStatementEndsAtItsTimeout() throws InterruptedException {
        assertThat(new Endless(1).rule()).isEqualTo(EmbeddedRule.TIMEOUT);
    }

    @Test
    void theOwnerCancelsItsStatementOnly() throws InterruptedException {
        Endless one = new Endless(0);
        Endless other = new Endless(0);
        statements.cancel(other);

        assertThat(other.answer).succeedsWithin(Client.PATIENCE).isEqualTo("INTERRUPT Error");
        assertThat(one.cancelled.getCount()).isEqualTo(1);
        statements.cancel(one);
        one.answer.join();
    }

    @Test
    void theStatementThatHasRunForTheLongestTimeEndsWhileMemoryIsShort() throws InterruptedException {
        Endless first = new Endless(0);
        Endless second = new Endless(0);
        memoryIsShort.set(true);
        assertThat(first.rule()).isEqualTo(EmbeddedRule.ENDED_FOR_MEMORY);
        memoryIsShort.set(false);
        statements.cancel(second);
        second.answer.join();
    }

    @Test
    void aRefusedStatementGetsTheMemoryOfAnEarlierOne() throws InterruptedException {
        Endless first = new Endless(0);
        assertThat(statements.freeMemory(System.nanoTime()))
                .as("it had used the memory itself")
                .isFalse();
        memoryIsShort.set(true);
        assertThat(statements.freeMemory(System.nanoTime())).isTrue();
        assertThat(first.rule()).isEqualTo(EmbeddedRule.ENDED_FOR_MEMORY);
    }

    @Test
    void aRefusedStatementMayRunAgainIfAnotherOneHasEndedMeanwhile() throws InterruptedException {
        long startNanos = System.nanoTime();
        Endless other = new Endless(0);
        assertThat(statements.freeMemory(startNanos)).as("nothing has ended").isFalse();
        statements.cancel(other);
        other.answer.join();

        assertThat(statements.freeMemory(startNanos)).isTrue();
        assertThat(statements.freeMemory(System.nanoTime()))
                .as("the other one ended before this statement began")
                .isFalse();
    }

    @Test
    void thereIsNoRoomWithoutOtherStatements() {
        memoryIsShort.set(true);
        assertThat(statements.freeMemory(System.nanoTime())).isFalse();
    }
}
