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

/** A refresh job is awaited through all its runs; the answers of the server are replayed. */
class RefreshJobTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final List<String> TASK_RUN_COLUMNS = List.of(
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

    private Transcript transcript = Transcript.EMPTY.withSuccess("SYNC");

    private static List<String> createTaskRun(
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

    private static List<String> createTaskRun(String id, String state, String extraMessage) {
        return createTaskRun(
                id, state, "job", "2026-01-01 10:00:00", "2026-01-01 10:01:00", UNFORCED_PROPERTIES, extraMessage);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    private void answerQuery(String condition, List<String>... rows) {
        transcript = transcript.with(
                "SELECT * FROM information_schema.task_runs WHERE " + condition, TASK_RUN_COLUMNS, Arrays.asList(rows));
    }

    @SafeVarargs
    private void answerQueriesById(List<String>... taskRuns) {
        for (List<String> row : taskRuns) {
            answerQuery("QUERY_ID = '" + row.get(0) + "'", row);
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
    void aRunIsPolledUntilItHasEnded() {
        answerQueriesById(
                createTaskRun("a", "PENDING", ""),
                createTaskRun("a", "RUNNING", "{}"),
                createTaskRun("a", "SUCCESS", FINISHED_EXTRA));

        assertThat(await()).containsExactly("a");
    }

    @Test
    void aRefreshOfManyPartitionsIsSeveralRunsOfOneJob() {
        answerQueriesById(
                createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA),
                createTaskRun("b", "RUNNING", ""),
                createTaskRun("b", "SUCCESS", UNFINISHED_EXTRA),
                createTaskRun("c", "SUCCESS", FINISHED_EXTRA));
        answerQuery(
                "TASK_NAME = 'mv-7'",
                createTaskRun("b", "RUNNING", ""),
                createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA),
                createTaskRun("x", "SUCCESS", "another", "", "", UNFORCED_PROPERTIES, FINISHED_EXTRA));
        answerQuery(
                "TASK_NAME = 'mv-7'",
                createTaskRun("c", "PENDING", ""),
                createTaskRun("b", "SUCCESS", UNFINISHED_EXTRA),
                createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA));

        assertThat(await()).containsExactly("a", "b", "c");
    }

    @Test
    void aLaterRunThatFailsFailsTheRefresh() {
        answerQueriesById(createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA), createTaskRun("b", "FAILED", ""));
        answerQuery(
                "TASK_NAME = 'mv-7'",
                createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA),
                createTaskRun("b", "PENDING", ""));

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aRefreshFailsIfTheServerDoesNotContinueWithTheOtherPartitions() {
        answerQueriesById(createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA));
        answerQuery("TASK_NAME = 'mv-7'", createTaskRun("a", "SUCCESS", UNFINISHED_EXTRA));

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aMergedRunIsAwaitedThroughThePendingRunItWasMergedInto() {
        answerQueriesById(createTaskRun("a", "MERGED", ""), createTaskRun("b", "SUCCESS", FINISHED_EXTRA));
        answerQuery(
                "TASK_NAME = 'mv-7'",
                createTaskRun("c", "RUNNING", ""),
                createTaskRun("f", "PENDING", "", "", "", FORCED_PROPERTIES, ""),
                createTaskRun("b", "PENDING", "", "", "", UNFORCED_PROPERTIES, ""),
                createTaskRun("a", "MERGED", ""));

        assertThat(await()).containsExactly("a", "b");
    }

    @Test
    void aMergedRunEndsWithTheFirstRunThatBeganAfterTheMerge() {
        answerQueriesById(createTaskRun("a", "MERGED", ""), createTaskRun("b", "SUCCESS", FINISHED_EXTRA));
        answerQuery(
                "TASK_NAME = 'mv-7'",
                createTaskRun(
                        "z",
                        "SUCCESS",
                        "3",
                        "2026-01-01 10:09:00",
                        "2026-01-01 10:09:00",
                        UNFORCED_PROPERTIES,
                        FINISHED_EXTRA),
                createTaskRun(
                        "b",
                        "SUCCESS",
                        "2",
                        "2026-01-01 10:02:00",
                        "2026-01-01 10:03:00",
                        UNFORCED_PROPERTIES,
                        FINISHED_EXTRA),
                createTaskRun(
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
    void aRunThatTheServerDoesNotKnowIsAFailure() {
        answerQuery("QUERY_ID = 'a'");

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void anInterruptEndsTheWait() {
        answerQueriesById(createTaskRun("a", "RUNNING", ""));
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
