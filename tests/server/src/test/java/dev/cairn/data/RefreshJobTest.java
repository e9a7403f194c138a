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

/** Refreshes of several runs, against replayed answers of a server. */
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
    private static final String MORE = "{\"forceRefresh\":false,\"nextPartitionStart\":\"2026-02-01\"}";
    private static final String DONE = "{\"nextPartitionStart\":\"\",\"mvPartitionsToRefresh\":[\"p202602\"]}";
    private static final String ALL = "{\"mvId\":\"7\",\"FORCE\":\"false\"}";
    private static final String FORCED = "{\"mvId\":\"7\",\"FORCE\":\"true\"}";

    private Transcript recording = Transcript.EMPTY.accepting("SYNC");

    private static List<String> run(
            String id, String state, String job, String began, String ended, String asked, String extra) {
        return List.of(
                id, "mv-7", state, job, began, ended, state.equals("FAILED") ? "out of memory" : "", asked, extra);
    }

    private static List<String> run(String id, String state, String extra) {
        return run(id, state, "job", "2026-01-01 10:00:00", "2026-01-01 10:01:00", ALL, extra);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private void answer(String condition, List<String>... rows) {
        recording = recording.with(
                "SELECT * FROM information_schema.task_runs WHERE " + condition, COLUMNS, Arrays.asList(rows));
    }

    @SafeVarargs
    private void answerById(List<String>... answers) {
        for (List<String> each : answers) {
            answer("QUERY_ID = '" + each.get(0) + "'", each);
        }
    }

    /** The runs of a refresh that begins with run a, when it has ended. */
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
        try (Replayer replayer = Replayer.start(recording)) {
            RefreshJob job =
                    new RefreshJob(new ServerPoller(SalesServer.source(replayer.jdbcUrl() + "shop"), ticker), "sales");
            job.await("a");
            return job.runIds();
        }
    }

    @Test
    void aRunIsLookedAtUntilItHasEnded() {
        answerById(run("a", "PENDING", ""), run("a", "RUNNING", "{}"), run("a", "SUCCESS", DONE));

        assertThat(await()).containsExactly("a");
    }

    @Test
    void aRefreshOfManyPartitionsIsSeveralRunsOfOneJob() {
        answerById(
                run("a", "SUCCESS", MORE),
                run("b", "RUNNING", ""),
                run("b", "SUCCESS", MORE),
                run("c", "SUCCESS", DONE));
        answer(
                "TASK_NAME = 'mv-7'",
                run("b", "RUNNING", ""),
                run("a", "SUCCESS", MORE),
                run("x", "SUCCESS", "another", "", "", ALL, DONE));
        answer("TASK_NAME = 'mv-7'", run("c", "PENDING", ""), run("b", "SUCCESS", MORE), run("a", "SUCCESS", MORE));

        assertThat(await()).containsExactly("a", "b", "c");
    }

    @Test
    void aLaterRunThatFailsFailsTheRefresh() {
        answerById(run("a", "SUCCESS", MORE), run("b", "FAILED", ""));
        answer("TASK_NAME = 'mv-7'", run("a", "SUCCESS", MORE), run("b", "PENDING", ""));

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aServerThatDoesNotGoOnWithTheOtherPartitionsHasFailed() {
        answerById(run("a", "SUCCESS", MORE));
        answer("TASK_NAME = 'mv-7'", run("a", "SUCCESS", MORE));

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aRunThatIsMergedIsWaitedForInTheOneThatStillWaits() {
        answerById(run("a", "MERGED", ""), run("b", "SUCCESS", DONE));
        answer(
                "TASK_NAME = 'mv-7'",
                run("c", "RUNNING", ""),
                run("f", "PENDING", "", "", "", FORCED, ""),
                run("b", "PENDING", "", "", "", ALL, ""),
                run("a", "MERGED", ""));

        assertThat(await()).containsExactly("a", "b");
    }

    @Test
    void aMergedRunEndsWithTheFirstRunThatBeganAfterTheMerge() {
        answerById(run("a", "MERGED", ""), run("b", "SUCCESS", DONE));
        answer(
                "TASK_NAME = 'mv-7'",
                run("z", "SUCCESS", "3", "2026-01-01 10:09:00", "2026-01-01 10:09:00", ALL, DONE),
                run("b", "SUCCESS", "2", "2026-01-01 10:02:00", "2026-01-01 10:03:00", ALL, DONE),
                run("y", "SUCCESS", "1", "2026-01-01 10:00:00", "2026-01-01 10:02:00", ALL, DONE));

        assertThat(await()).containsExactly("a", "b");
    }

    @Test
    void aRunThatTheServerDoesNotKnowIsNotWaitedFor() {
        answer("QUERY_ID = 'a'");

        assertThatThrownBy(this::await).isInstanceOf(RefreshException.class).satisfies(MESSAGES::match);
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoMore() {
        answerById(run("a", "RUNNING", ""));
        Ticker interrupted = new Ticker() {
            @Override
            public Stopwatch start() {
                return () -> Duration.ZERO;
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                throw new InterruptedException();
            }
        };

        assertThatThrownBy(() -> await(interrupted)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
