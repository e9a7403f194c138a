package dev.cairn.embedded.rows.store;

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
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The watchdog ends statements that are late, are cancelled, or use the memory that others need. */
public class StatementWatchdogTest {
    private final AtomicBoolean isMemoryShort = new AtomicBoolean();

    @AutoClose
    private final StatementWatchdog watchdog = new StatementWatchdog(100, () -> isMemoryShort.get() ? 80 : 10);

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            throw new IllegalStateException(interruption);
        }
    }

    /** A statement that runs until it is cancelled. */
    private final class EndlessStatement {
        private final CountDownLatch beginLatch = new CountDownLatch(1);
        private final CountDownLatch cancelLatch = new CountDownLatch(1);
        private final CompletableFuture<String> answer;

        EndlessStatement(int seconds) throws InterruptedException {
            this(seconds, () -> {});
        }

        EndlessStatement(int seconds, Runnable cancelAction) throws InterruptedException {
            Statement statement = (Statement) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                        cancelAction.run();
                        cancelLatch.countDown();
                        return null;
                    });
            StatementRunner runner = new StatementRunner(
                    watchdog, this, new StatementTimeout(seconds, "Query", "query_timeout"), System.nanoTime());
            answer = Client.runAsync(() -> {
                try {
                    return runner.run(statement, () -> {
                        beginLatch.countDown();
                        await(cancelLatch);
                        throw new SQLException("INTERRUPT Error");
                    });
                } catch (SQLException failure) {
                    return failure.getMessage();
                }
            });
            beginLatch.await();
        }

        EmbeddedRule endingRule() {
            try {
                throw new AssertionError("The statement has returned " + answer.join());
            } catch (CompletionException failure) {
                Refusal refusal = (Refusal) failure.getCause();
                return Set.of(EmbeddedRule.TIMEOUT, EmbeddedRule.ENDED_FOR_MEMORY).stream()
                        .filter(rule -> refusal.breaksAnyRule(Set.of(rule)))
                        .findFirst()
                        .orElseThrow();
            }
        }
    }

    @Test
    void aStatementEndsAtItsTimeout() throws InterruptedException {
        assertThat(new EndlessStatement(1).endingRule()).isEqualTo(EmbeddedRule.TIMEOUT);
    }

    @Test
    void aStatementThatDuckDbStillPlansDelaysNoOtherStatement() throws InterruptedException {
        CountDownLatch planningLatch = new CountDownLatch(1);
        EndlessStatement plannedStatement = new EndlessStatement(0, () -> await(planningLatch));
        Assertions.assertTimeoutPreemptively(Client.PATIENCE, () -> watchdog.cancel(plannedStatement));

        EndlessStatement otherStatement = new EndlessStatement(1);
        assertThat(otherStatement.answer).failsWithin(Client.PATIENCE);
        assertThat(plannedStatement.answer).isNotDone();
        planningLatch.countDown();
        assertThat(plannedStatement.answer).succeedsWithin(Client.PATIENCE).isEqualTo("INTERRUPT Error");
    }

    @Test
    void theOwnerCancelsItsStatementOnly() throws InterruptedException {
        EndlessStatement firstStatement = new EndlessStatement(0);
        EndlessStatement otherStatement = new EndlessStatement(0);
        watchdog.cancel(otherStatement);

        assertThat(otherStatement.answer).succeedsWithin(Client.PATIENCE).isEqualTo("INTERRUPT Error");
        assertThat(firstStatement.cancelLatch.getCount()).isEqualTo(1);
        watchdog.cancel(firstStatement);
        firstStatement.answer.join();
    }

    @Test
    void theStatementThatHasRunForTheLongestTimeEndsWhileMemoryIsShort() throws InterruptedException {
        EndlessStatement firstStatement = new EndlessStatement(0);
        EndlessStatement secondStatement = new EndlessStatement(0);
        isMemoryShort.set(true);
        assertThat(firstStatement.endingRule()).isEqualTo(EmbeddedRule.ENDED_FOR_MEMORY);
        isMemoryShort.set(false);
        watchdog.cancel(secondStatement);
        secondStatement.answer.join();
    }

    @Test
    void aRefusedStatementGetsTheMemoryOfAnEarlierOne() throws InterruptedException {
        EndlessStatement firstStatement = new EndlessStatement(0);
        assertThat(watchdog.freeMemory(System.nanoTime()))
                .as("it had used the memory itself")
                .isFalse();
        isMemoryShort.set(true);
        assertThat(watchdog.freeMemory(System.nanoTime())).isTrue();
        assertThat(firstStatement.endingRule()).isEqualTo(EmbeddedRule.ENDED_FOR_MEMORY);
    }

    @Test
    void aRefusedStatementMayRunAgainIfAnotherOneHasEndedMeanwhile() throws InterruptedException {
        long startNanos = System.nanoTime();
        EndlessStatement otherStatement = new EndlessStatement(0);
        assertThat(watchdog.freeMemory(startNanos)).as("nothing has ended").isFalse();
        watchdog.cancel(otherStatement);
        otherStatement.answer.join();

        assertThat(watchdog.freeMemory(startNanos)).isTrue();
        assertThat(watchdog.freeMemory(System.nanoTime()))
                .as("the other one ended before this statement began")
                .isFalse();
    }

    @Test
    void thereIsNoRoomWithoutOtherStatements() {
        isMemoryShort.set(true);
        assertThat(watchdog.freeMemory(System.nanoTime())).isFalse();
    }
}
