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
final class Mishaps implements AutoCloseable {
    private static final int FIRST = 2;
    private static final int LAST = 12;
    private static final double KILLED = 0.4;
    private static final double STOPPED = 0.4;
    private static final double DELAYED = 0.8;

    private final Random random;
    private final Faults faults;
    private final Duration lease;
    private final Map<String, Pod> pods;
    private final Queue<Future<?>> stopped = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private boolean first = true;

    /** @param pods the live pods, by name */
    Mishaps(Random random, Faults faults, Duration lease, Map<String, Pod> pods) {
        this.random = random;
        this.faults = faults;
        this.lease = lease;
        this.pods = pods;
    }

    /**
     * Schedules mishaps, each for another one of the first states of the ledger of a schema: all of them for the first
     * schema, and some of them for each later one.
     */
    void order(String schema) {
        List<Integer> states =
                new ArrayList<>(IntStream.rangeClosed(FIRST, LAST).boxed().toList());
        Collections.shuffle(states, random);
        if (isChosen(KILLED)) {
            befallOwner(schema, states.get(0), Pod::kill);
        }
        if (isChosen(STOPPED)) {
            long millis = longerThanTheLease().toMillis();
            befallOwner(schema, states.get(1), pod -> {
                pod.stop();
                stopped.add(timer.schedule(pod::goOn, millis, TimeUnit.MILLISECONDS));
            });
        }
        if (isChosen(DELAYED)) {
            Pattern create = create(schema, states.get(2));
            faults.on(
                    Trigger.of(statement -> create.matcher(statement.text()).matches()),
                    Fault.delay(longerThanTheLease()));
        }
        first = false;
    }

    private boolean isChosen(double share) {
        boolean chosen = random.nextDouble() < share;
        return first || chosen;
    }

    private Duration longerThanTheLease() {
        return lease.multipliedBy(12 + random.nextInt(5)).dividedBy(10);
    }

    private static Pattern create(String schema, int sequence) {
        return Pattern.compile("CREATE VIEW `__cairn_" + schema + "_0*" + sequence + "` COMMENT \"([^\"]*)\".*");
    }

    private void befallOwner(String schema, int sequence, Consumer<Pod> mishap) {
        Pattern create = create(schema, sequence);
        AtomicBoolean happened = new AtomicBoolean();
        Predicate<LoggedStatement> never = statement -> {
            Matcher state = create.matcher(statement.text());
            if (state.matches() && !happened.getAndSet(true)) {
                String by = LedgerState.parse(state.group(1)).writer();
                mishap.accept(pods.get(by.substring(0, by.indexOf('.'))));
            }
            return false;
        };
        faults.on(Trigger.of(never), Fault.cutBefore());
    }

    /** Cancels the pending mishaps, and waits until all stopped pods continue. */
    void clear() throws InterruptedException, ExecutionException {
        faults.clear();
        while (!stopped.isEmpty()) {
            stopped.remove().get();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
