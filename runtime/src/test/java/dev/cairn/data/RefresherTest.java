package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefresherTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final Duration DELAY = Duration.ofMinutes(10);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> outcomes = new ArrayList<>();
    private final Refresher.Listener listener = new Refresher.Listener() {
        @Override
        public void refreshed(RefreshRequest.Outcome outcome) {
            outcomes.add(outcome.name());
        }

        @Override
        public void failed(String name, Throwable failure) {
            outcomes.add(name + " failed: " + failure.getMessage());
        }
    };
    private final Refresher refresher = Refresher.startOn(scheduler, listener);
    private int runCount;

    /** Returns a request that does some work and counts its runs. */
    private RefreshRequest createRequest(Runnable work) {
        return new RefreshRequest() {
            @Override
            public String name() {
                return "sales";
            }

            @Override
            public RefreshRequest.Outcome await() {
                runCount++;
                work.run();
                return new RefreshRequest.Outcome(
                        "sales", RefreshRequest.Outcome.State.REFRESHED, List.of(), Duration.ZERO);
            }
        };
    }

    private RefreshRequest createRequest() {
        return createRequest(() -> {});
    }

    @Test
    void anErrorOfTheListenerDoesNotTurnARefreshIntoAFailure() {
        List<String> failures = new ArrayList<>();
        Refresher brokenRefresher = Refresher.startOn(scheduler, new Refresher.Listener() {
            @Override
            public void refreshed(RefreshRequest.Outcome outcome) {
                throw new AssertionError("broken listener");
            }

            @Override
            public void failed(String name, Throwable failure) {
                failures.add(name);
            }
        });
        CompletableFuture<RefreshRequest.Outcome> outcome =
                brokenRefresher.onRequest(createRequest()).request();

        scheduler.advance();

        assertThat(outcome.join().name()).isEqualTo("sales");
        assertThat(failures).isEmpty();
    }

    @Test
    void aScheduleBeginsAtOnceAndContinuesAfterEachDelay() {
        refresher.every(DELAY, createRequest());
        scheduler.advance();
        assertThat(runCount).isEqualTo(1);

        scheduler.advance(DELAY.minusNanos(1));
        assertThat(runCount).isEqualTo(1);

        scheduler.advance(DELAY.multipliedBy(2));
        assertThat(runCount).isEqualTo(3);
        assertThat(outcomes).containsExactly("sales", "sales", "sales");
    }

    @Test
    void theDelayIsCountedFromTheLastRefreshOfAnyCaller() {
        Refresher.Trigger trigger = refresher.every(DELAY, createRequest());
        scheduler.advance(DELAY.dividedBy(2));
        assertThat(trigger.request()).isNotDone();
        scheduler.advance(DELAY.minusNanos(1));
        assertThat(runCount).isEqualTo(2);

        scheduler.advance(Duration.ofNanos(1));
        assertThat(runCount).isEqualTo(3);
    }

    @Test
    void aScheduleContinuesAfterAFailure() {
        refresher.every(DELAY, createRequest(() -> {
            throw new RefreshException("sales", "no backend");
        }));
        scheduler.advance(DELAY);

        assertThat(outcomes)
                .containsExactly(
                        "sales failed: The refresh of sales failed: no backend",
                        "sales failed: The refresh of sales failed: no backend");
    }

    @Test
    void requestsBeforeARefreshBeginsShareIt() {
        Refresher.Trigger trigger = refresher.onRequest(createRequest());
        CompletableFuture<RefreshRequest.Outcome> firstRequest = trigger.request();
        CompletableFuture<RefreshRequest.Outcome> secondRequest = trigger.request();
        assertThat(firstRequest).isNotDone();

        scheduler.advance();
        assertThat(runCount).isEqualTo(1);
        assertThat(firstRequest)
                .isCompletedWithValueMatching(outcome -> outcome.name().equals("sales"));
        assertThat(secondRequest).isCompleted();
    }

    @Test
    void requestsDuringARefreshShareTheNextOne() {
        List<CompletableFuture<RefreshRequest.Outcome>> requests = new ArrayList<>();
        List<Refresher.Trigger> triggers = new ArrayList<>();
        Refresher.Trigger trigger = refresher.onRequest(createRequest(() -> {
            if (requests.isEmpty()) {
                requests.add(triggers.get(0).request());
                requests.add(triggers.get(0).request());
            }
        }));
        triggers.add(trigger);
        CompletableFuture<RefreshRequest.Outcome> firstRequest = trigger.request();
        scheduler.advance();

        assertThat(runCount).isEqualTo(2);
        assertThat(firstRequest).isCompleted();
        assertThat(requests).hasSize(2).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void cancellingARequestDoesNotCancelOthers() {
        Refresher.Trigger trigger = refresher.onRequest(createRequest());
        CompletableFuture<RefreshRequest.Outcome> firstRequest = trigger.request();
        CompletableFuture<RefreshRequest.Outcome> secondRequest = trigger.request();
        firstRequest.cancel(true);
        scheduler.advance();

        assertThat(secondRequest).isCompleted();
    }

    @Test
    void aFailedRefreshFailsItsRequests() {
        Refresher.Trigger trigger = refresher.onRequest(createRequest(() -> {
            throw new RefreshException("sales", "no backend");
        }));
        CompletableFuture<RefreshRequest.Outcome> request = trigger.request();
        scheduler.advance();

        assertThatThrownBy(request::join).hasCauseInstanceOf(RefreshException.class);
        assertThat(trigger.request()).isNotDone();
    }

    @Test
    void aListenerThatFailsStopsNothing() {
        Refresher refresherWithFailingListener = Refresher.startOn(scheduler, (name, failure) -> {
            throw new IllegalStateException("deaf");
        });
        refresherWithFailingListener.every(DELAY, createRequest(() -> {
            throw new RefreshException("sales", "no backend");
        }));
        scheduler.advance(DELAY);

        assertThat(runCount).isEqualTo(2);
    }

    @Test
    void closingCancelsPendingRequests() {
        Refresher.Trigger trigger = refresher.onRequest(createRequest());
        CompletableFuture<RefreshRequest.Outcome> request = trigger.request();
        refresher.close();
        scheduler.advance();

        assertThat(runCount).isZero();
        assertThatThrownBy(request::join)
                .hasCauseInstanceOf(CancellationException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(trigger::request).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> refresher.every(DELAY, createRequest())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aScheduleEndsWhenItIsClosed() {
        refresher.every(DELAY, createRequest());
        scheduler.advance();
        refresher.close();
        scheduler.advance(DELAY);

        assertThat(runCount).isEqualTo(1);
    }

    @Test
    void aRefreshMayCloseItsOwnRefresher() {
        refresher.every(DELAY, createRequest(refresher::close));
        scheduler.advance(DELAY);

        assertThat(outcomes).containsExactly("sales");
    }

    @Test
    void closingWaitsForARunningRefresh() throws InterruptedException {
        CountDownLatch startLatch = new CountDownLatch(1);
        CountDownLatch endLatch = new CountDownLatch(1);
        Refresher threadedRefresher = Refresher.start(listener);
        threadedRefresher.every(DELAY, createRequest(() -> {
            startLatch.countDown();
            awaitQuietly(endLatch);
        }));
        startLatch.await();
        Thread closingThread = new Thread(threadedRefresher::close);
        closingThread.start();
        while (closingThread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        endLatch.countDown();
        closingThread.join();

        assertThat(outcomes).containsExactly("sales");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSchedulerThatRejectsTasksIsReportedAsFailure() {
        Refresher.Trigger trigger = refresher.every(DELAY, createRequest());
        scheduler.stop();
        scheduler.advance();

        assertThat(outcomes).containsExactly("sales", "sales failed: stopped");
        assertThatThrownBy(() -> trigger.request().join()).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void aScheduleWithoutADelayIsRefused() {
        assertThatThrownBy(() -> refresher.every(Duration.ZERO, createRequest()))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
