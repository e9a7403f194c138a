package dev.cairn;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Faults;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.internal.ledger.LedgerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Stops and kills the owners of a ledger, and delays the creation of its next state. */
final class InjectedFaults implements AutoCloseable {
    private static final int FIRST_STATE = 2;
    private static final int LAST_STATE = 12;
    private static final double KILL_PROBABILITY = 0.4;
    private static final double STOP_PROBABILITY = 0.4;
    private static final double DELAY_PROBABILITY = 0.8;

    private final Random random;
    private final Faults faults;
    private final Duration lease;
    private final Map<String, PodProcess> pods;
    private final Queue<Future<?>> pendingContinuations = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private boolean isFirstSchema = true;

    /** @param pods the live pods, by name */
    InjectedFaults(Random random, Faults faults, Duration lease, Map<String, PodProcess> pods) {
        this.random = random;
        this.faults = faults;
        this.lease = lease;
        this.pods = pods;
    }

    /**
     * Schedules faults, each for another one of the first states of the ledger of a schema: all of them for the first
     * schema, and some of them for each later one.
     */
    void scheduleFaults(String schema) {
        List<Integer> states = new ArrayList<>(
                IntStream.rangeClosed(FIRST_STATE, LAST_STATE).boxed().toList());
        Collections.shuffle(states, random);
        if (isChosen(KILL_PROBABILITY)) {
            disturbOwner(schema, states.get(0), PodProcess::kill);
        }
        if (isChosen(STOP_PROBABILITY)) {
            long millis = chooseDurationBeyondLease().toMillis();
            disturbOwner(schema, states.get(1), pod -> {
                pod.suspend();
                pendingContinuations.add(timer.schedule(pod::continueProcess, millis, TimeUnit.MILLISECONDS));
            });
        }
        if (isChosen(DELAY_PROBABILITY)) {
            Pattern createPattern = createStatePattern(schema, states.get(2));
            faults.add(
                    Trigger.of(
                            statement -> createPattern.matcher(statement.text()).matches()),
                    Fault.delay(chooseDurationBeyondLease()));
        }
        isFirstSchema = false;
    }

    private boolean isChosen(double probability) {
        boolean isChosen = random.nextDouble() < probability;
        return isFirstSchema || isChosen;
    }

    private Duration chooseDurationBeyondLease() {
        return lease.multipliedBy(12 + random.nextInt(5)).dividedBy(10);
    }

    private static Pattern createStatePattern(String schema, int sequence) {
        return Pattern.compile("CREATE VIEW `__cairn_" + schema + "_0*" + sequence + "` COMMENT \"([^\"]*)\".*");
    }

    private void disturbOwner(String schema, int sequence, Consumer<PodProcess> disturbance) {
        Pattern createPattern = createStatePattern(schema, sequence);
        AtomicBoolean hasHappened = new AtomicBoolean();
        Predicate<LoggedStatement> trigger = statement -> {
            Matcher stateMatcher = createPattern.matcher(statement.text());
            if (stateMatcher.matches() && !hasHappened.getAndSet(true)) {
                String writer = LedgerState.parse(stateMatcher.group(1)).writer();
                disturbance.accept(pods.get(writer.substring(0, writer.indexOf('.'))));
            }
            return false;
        };
        faults.add(Trigger.of(trigger), Fault.cutBefore());
    }

    /** Cancels the pending faults, and waits until all stopped pods continue. */
    void clear() throws InterruptedException, ExecutionException {
        faults.clear();
        while (!pendingContinuations.isEmpty()) {
            pendingContinuations.remove().get();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
