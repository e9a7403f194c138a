package dev.cairn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.replay.Replayer;
import dev.cairn.embedded.replay.Transcript;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.polling.ServerPoller;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A refresh of several runs is awaited, with replayed answers of a server. */
class RefreshJobTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final List<String> COLUMNS = List.of(
            "QUERY_ID",
            "TASK_NAME",
            "STATE",
            "JOB_ID",
            "PROCESS_TIME",
            "FINISH_TIME",
            "ERROR_MESSAGE",
            "PROPERTIES",
            "EXTRA_MESSAGE");
    private static final String UNFINISHED_EXTRA = "{\"forceRefresh\":false,\"nextPartitionStart\":\"2026-02-01\"}";
    private static final String FINISHED_EXTRA =
            "{\"nextPartitionStart\":\"\",\"mvPartitionsToRefresh\":[\"p202602\"]}";
    private static final String UNFORCED_PROPERTIES = "{\"mvId\":\"7\",\"FORCE\":\"false\"}";
    private static final String FORCED_PROPERTIES = "{\"mvId\":\"7\",\"FORCE\":\"true\"}";

    private Transcript transcript = Transcript.EMPTY.accepting("SYNC");

    private static List<String> createRun(
            String id,
            String state,
            String jobId,
            String startTime,
            String endTime,
            String properties,
            String extraMessage) {
        return List.of(
                id,
                "mv-7",
                state,
                jobId,
                startTime,
                endTime,
                state.equals("FAILED") ? "out of memory" : "",
                properties,
                extraMessage);
    }

    private static List<String> createRun(String id, String state, String extraMessage) {
        return createRun(
                id, state, "job", "2026-01-01 10:00:00", "2026-01-01 10:01:00", UNFORCED_PROPERTIES, extraMessage);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private void answer(String condition, List<String>... rows) {
        transcript = transcript.with(
                "SELECT * FROM information_schema.task_runs WHERE " + condition, COLUMNS, Arrays.asList(rows));
    }

    @SafeVarargs
    private void answerById(List<String>... answers) {
        for (List<String> row : answers) {
            answer("QUERY_ID = '" + row.get(0) + "'", row);
        }
    }

    /** Waits for the end of a refresh that begins with run a, and returns its runs. */
    private List<String> await() {
        return await(new Ticker() {
            @Override
            public Stopwatch start() {
                return () -> Duration.ZERO;
            }

            @Override
            public void sleep(Duration time) {
                Thread.onSpinWait();
            }
        });
    }

    private List<String> await(Ticker ticker) {
        try (Replayer replayer = Replayer.start(transcript)) {
            RefreshJob job = new RefreshJob(
                    new ServerPoller(SalesServer.createSource(replayer.jdbcUrl() + "shop"), ticker), "sales");
            job.await("a");
            return job.runIds();
        }
    }

    @Test
    void aRunIsLookedAtUntilItHasEnded() {
        answerById(
                createRun("a", "PENDING", ""),
                createRun("a", "RUNNING", "{}"),
                createRun("a", "SUCCESS", FINISHED_EXTRA));

        assertThat(await()).containsExactly("a");
    }

    @Test
    void aRefreshOfManyPartitionsIsSeveralRunsOfOneJob() {
        answerById(
                createRun("a", "SUCCESS", UNFINISHED_EXTRA),
                createRun("b", "RUNNING", ""),
                createRun("b", "SUCCESS", UNFINISHED_EXTRA),
                createRun("c", "SUCCESS", FINISHED_EXTRA));
        answer(
                "TASK_NAME = 'mv-7'",
                createRun("b", "RUNNING", ""),
                createRun("a", "SUCCESS", UNFINISHED_EXTRA),
                createRun("x", "SUCCESS", "another", "", "", UNFORCED_PROPERTIES, FINISHED_EXTRA));
        answer(
                "TASK_NAME = 'mv-7'",
                createRun("c", "PENDING", ""),
                createRun("b", "SUCCESS", UNFINISHED_EXTRA),
                createRun("a", "SUCCESS", UNFINISHED_EXTRA));

        assertThat(await()).containsExactly("a", "b", "c");
    }

    @Test
    void aLaterRunThatFailsFailsTheRefresh() {
        answerById(createRun("a", "SUCCESS", UNFINISHED_EXTRA), createRun("b", "FAILED", ""));
        answer("TASK_NAME = 'mv-7'", createRun("a", "SUCCESS", UNFINISHED_EXTRA), createRun("b", "PENDING", ""));

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aServerThatDoesNotGoOnWithTheOtherPartitionsHasFailed() {
        answerById(createRun("a", "SUCCESS", UNFINISHED_EXTRA));
        answer("TASK_NAME = 'mv-7'", createRun("a", "SUCCESS", UNFINISHED_EXTRA));

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aRunThatIsMergedIsWaitedForInTheOneThatStillWaits() {
        answerById(createRun("a", "MERGED", ""), createRun("b", "SUCCESS", FINISHED_EXTRA));
        answer(
                "TASK_NAME = 'mv-7'",
                createRun("c", "RUNNING", ""),
                createRun("f", "PENDING", "", "", "", FORCED_PROPERTIES, ""),
                createRun("b", "PENDING", "", "", "", UNFORCED_PROPERTIES, ""),
                createRun("a", "MERGED", ""));

        assertThat(await()).containsExactly("a", "b");
    }

    @Test
    void aMergedRunEndsWithTheFirstRunThatBeganAfterTheMerge() {
        answerById(createRun("a", "MERGED", ""), createRun("b", "SUCCESS", FINISHED_EXTRA));
        answer(
                "TASK_NAME = 'mv-7'",
                createRun(
                        "z",
                        "SUCCESS",
                        "3",
                        "2026-01-01 10:09:00",
                        "2026-01-01 10:09:00",
                        UNFORCED_PROPERTIES,
                        FINISHED_EXTRA),
                createRun(
                        "b",
                        "SUCCESS",
                        "2",
                        "2026-01-01 10:02:00",
                        "2026-01-01 10:03:00",
                        UNFORCED_PROPERTIES,
                        FINISHED_EXTRA),
                createRun(
                        "y",
                        "SUCCESS",
                        "1",
                        "2026-01-01 10:00:00",
                        "2026-01-01 10:02:00",
                        UNFORCED_PROPERTIES,
                        FINISHED_EXTRA));

        assertThat(await()).containsExactly("a", "b");
    }

    @Test
    void aRunThatTheServerDoesNotKnowIsNotWaitedFor() {
        answer("QUERY_ID = 'a'");

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoMore() {
        answerById(createRun("a", "RUNNING", ""));
        Ticker interruptingTicker = new Ticker() {
            @Override
            public Stopwatch start() {
                return () -> Duration.ZERO;
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                throw new InterruptedException();
            }
        };

        assertThatThrownBy(() -> await(interruptingTicker)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
