package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.ModelMigrator.Effect;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One random history of three migrators and an operator who unlocks the ledger, on a leader and a follower, with
 * disturbances such as crashes, late statements and broken connections.
 */
final class Interleaving {
    static final OptionValues OPTIONS = OptionValues.DEFAULTS
            .withValue(MigratorOption.LEASE, Duration.ofSeconds(1))
            .withValue(MigratorOption.PATIENCE, Duration.ofDays(1));

    private static final int MIGRATOR_COUNT = 3;
    private static final int MAX_DISTURBED_EVENTS = 200;
    private static final int MAX_UNDISTURBED_EVENTS = 3_000;
    private static final LedgerResponse.Refused LOST_LEADER_REFUSAL =
            new LedgerResponse.Refused(5401, "Call thrift rpc failed");

    private final SplittableRandom random;
    private final EventCounts eventCounts;
    private final boolean listsTruthfully;
    private final ModelServer server;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Message> lateMessages = new ArrayList<>();
    private final @Nullable List<String> traceLines;
    private int tokenCount;
    private boolean isDisturbed = true;
    private boolean hasGraveDisturbances = true;
    private boolean isOverloaded;

    /**
     * What an actor has sent.
     *
     * @param content a request of the ledger or an effect
     * @param assumedPredecessor for a new state, the state that the sender takes for its predecessor; otherwise empty
     * @param databaseNumber the number of the database to which it was sent
     */
    private record Message(Object content, String assumedPredecessor, int databaseNumber) {
        boolean isStatement() {
            return !(content instanceof LedgerRequest.Pause || content instanceof LedgerRequest.Reconnect);
        }
    }

    /** A migrator or an operator, with its connection and the response that is on the way to it. */
    private static final class Actor {
        private ModelActor participant;
        private final Map<Long, String> knownComments = new HashMap<>();
        private @Nullable LedgerResponse arrivingResponse;
        private long wakeTimeMillis;
        private long createdSequence;
        private boolean usesFollower;

        Actor(ModelActor participant) {
            this.participant = participant;
        }
    }

    /**
     * @param listsTruthfully whether lists of states are true; otherwise, a list after a new state shows only that
     *     state and its predecessor
     */
    Interleaving(long seed, boolean listsTruthfully, EventCounts eventCounts, @Nullable List<String> traceLines) {
        this.random = new SplittableRandom(seed);
        this.listsTruthfully = listsTruthfully;
        this.eventCounts = eventCounts;
        this.traceLines = traceLines;
        this.server = new ModelServer(eventCounts);
        for (int i = 0; i < MIGRATOR_COUNT; i++) {
            Actor actor = new Actor(createMigrator());
            connect(actor);
            actors.add(actor);
        }
    }

    private ModelMigrator createMigrator() {
        return new ModelMigrator("m" + ++tokenCount, server, random);
    }

    /**
     * Runs the history with broken connections, late statements and refusals, but without crashes, sleeps and unlocks.
     */
    void runWithoutGraveDisturbances() {
        hasGraveDisturbances = false;
        run();
    }

    /**
     * Runs the history like {@link #runWithoutGraveDisturbances}, on an overloaded machine: an event may take longer
     * than two leases.
     */
    void runOnOverloadedMachine() {
        isOverloaded = true;
        runWithoutGraveDisturbances();
    }

    /** Runs the history with disturbances for a while, and then without disturbances until all migrators are done. */
    void run() {
        eventCounts.interleavingCount++;
        for (int event = 0; event < MAX_DISTURBED_EVENTS && !server.isUnchecked(); event++) {
            if (random.nextInt(100) == 0) {
                deliverLateMessage();
            } else if (hasGraveDisturbances && random.nextInt(2_000) == 0) {
                recreateDatabase();
            } else if (hasGraveDisturbances && random.nextInt(150) == 0) {
                addOperator();
            } else {
                runEvent();
            }
        }
        endDisturbances();
        for (int event = 0; !server.isUnchecked() && !isOver(); event++) {
            if (event == MAX_UNDISTURBED_EVENTS) {
                throw new ModelServer.Violation("No end");
            }
            runEvent();
        }
        if (server.isUnchecked()) {
            eventCounts.uncheckedDatabaseCount++;
        } else {
            server.checkEnd(ModelMigrator.MIGRATION_COUNT, ModelMigrator.STEP_COUNT);
        }
    }

    /** Runs the migrators without any disturbance, and checks that none of them loses the ledger. */
    void runUndisturbed() {
        isDisturbed = false;
        server.endDisturbances();
        for (int event = 0; !isOver(); event++) {
            if (event == MAX_UNDISTURBED_EVENTS) {
                throw new ModelServer.Violation("No end");
            }
            if (actors.stream().anyMatch(actor -> actor.participant.hasFailed())) {
                throw new ModelServer.Violation("A migrator lost the ledger, and nothing had happened to it");
            }
            runEvent();
        }
        server.checkEnd(ModelMigrator.MIGRATION_COUNT, ModelMigrator.STEP_COUNT);
    }

    /** Adds an operator who believes that the owner is dead, in place of an earlier operator. */
    private void addOperator() {
        actors.removeIf(actor -> actor.participant instanceof ModelOperator);
        actors.add(new Actor(new ModelOperator("o" + ++tokenCount, server)));
        eventCounts.unlockCount++;
    }

    private void endDisturbances() {
        isDisturbed = false;
        server.endDisturbances();
        lateMessages.clear();
        actors.removeIf(actor -> actor.participant instanceof ModelOperator);
        actors.stream().filter(actor -> actor.participant.isOver()).forEach(this::restart);
    }

    private boolean isOver() {
        return actors.stream().allMatch(actor -> actor.participant.isOver() && !actor.participant.hasFailed());
    }

    private void runEvent() {
        Actor actor = chooseActor();
        if (actor.participant.isOver() && actor.participant instanceof ModelOperator) {
            actors.remove(actor);
        } else if (actor.participant.isOver()) {
            if (actor.participant.hasFailed() || isDisturbed) {
                eventCounts.lostOwnerCount += actor.participant.hasFailed() ? 1 : 0;
                restart(actor);
            }
        } else if (isDisturbed && hasGraveDisturbances && random.nextInt(150) == 0) {
            crash(actor);
        } else if (isDisturbed && hasGraveDisturbances && random.nextInt(60) == 0) {
            eventCounts.sleepCount++;
            actor.participant.noteSleep();
            actor.wakeTimeMillis =
                    server.nowMillis() + OPTIONS.get(MigratorOption.LEASE).toMillis() + random.nextInt(1_500);
            log(actor, "sleeps");
        } else if (actor.arrivingResponse != null) {
            LedgerResponse response = actor.arrivingResponse;
            actor.arrivingResponse = null;
            log(actor, "hears " + response);
            actor.participant.continueWith(response);
            sleepThroughPause(actor);
        } else {
            deliver(actor);
        }
        boolean takesLong = isOverloaded && isDisturbed && random.nextInt(3) == 0;
        server.advance(random.nextInt(takesLong ? 2_600 : 6));
        if (random.nextInt(20) == 0) {
            server.replay(1 + random.nextInt(10));
        }
    }

    /** Connects to the leader or to the follower. */
    private void connect(Actor actor) {
        actor.usesFollower = random.nextInt(3) == 0;
    }

    private void restart(Actor actor) {
        if (actor.participant instanceof ModelOperator) {
            actors.remove(actor);
            return;
        }
        actor.participant = createMigrator();
        connect(actor);
        actor.knownComments.clear();
        actor.arrivingResponse = null;
        actor.createdSequence = 0;
    }

    /** Returns an actor that is awake; if all sleep, advances the time until the first one wakes. */
    private Actor chooseActor() {
        List<Actor> awakeActors = new ArrayList<>(MIGRATOR_COUNT);
        long earliestWakeTime = Long.MAX_VALUE;
        for (Actor actor : actors) {
            boolean hasWork = isDisturbed || !actor.participant.isOver() || actor.participant.hasFailed();
            if (hasWork && actor.wakeTimeMillis <= server.nowMillis()) {
                awakeActors.add(actor);
            } else if (hasWork) {
                earliestWakeTime = Math.min(earliestWakeTime, actor.wakeTimeMillis);
            }
        }
        if (awakeActors.isEmpty()) {
            server.advance(earliestWakeTime - server.nowMillis());
            return chooseActor();
        }
        return awakeActors.get(random.nextInt(awakeActors.size()));
    }

    private void sleepThroughPause(Actor actor) {
        ModelActor participant = actor.participant;
        if (!participant.isOver()
                && participant.effect() == null
                && participant.request() instanceof LedgerRequest.Pause pause) {
            actor.wakeTimeMillis = server.nowMillis() + pause.duration().toMillis();
        }
    }

    /** Lets a message reach the server, or get lost, or be refused, or lets the response to it get lost. */
    private void deliver(Actor actor) {
        eventCounts.requestCount++;
        Message message = createMessage(actor);
        int fate = isDisturbed && message.isStatement() ? random.nextInt(100) : 100;
        if (fate < 2) {
            lateMessages.add(message);
            log(actor, "sends, and it will be late: " + message);
        }
        LedgerResponse.Refused refusal =
                fate < 4 || fate >= 8 || message.content() instanceof Effect ? null : chooseRefusal(fate, message);
        if (refusal != null) {
            eventCounts.refusalCount++;
            boolean runsNevertheless = random.nextInt(3) == 0 && isLostLeader(refusal);
            log(
                    actor,
                    "sends " + message + ", and is refused: " + refusal
                            + (runsNevertheless ? ", but " + perform(actor, message) : ""));
            actor.arrivingResponse = refusal;
            return;
        }
        LedgerResponse response = fate < 3 ? new LedgerResponse.ConnectionLost("cut") : perform(actor, message);
        actor.arrivingResponse = fate < 4 ? new LedgerResponse.ConnectionLost("cut") : response;
        if (fate >= 4
                && message.content() instanceof LedgerRequest.ShowState showRequest
                && response instanceof LedgerResponse.TextResponse textResponse) {
            actor.knownComments.put(showRequest.sequence(), textResponse.text());
        }
        eventCounts.brokenConnectionCount += fate < 4 ? 1 : 0;
        log(actor, "sends " + message + " -> " + response);
    }

    /**
     * Returns the refusal of a message; null for none. Requests other than that for a new state are refused less often,
     * because their repetition changes nothing.
     */
    private LedgerResponse.@Nullable Refused chooseRefusal(int fate, Message message) {
        if (fate < 7 && !(message.content() instanceof LedgerRequest.CreateState)) {
            return null;
        }
        return switch (random.nextInt(hasGraveDisturbances ? 4 : 3)) {
            case 0 -> new LedgerResponse.Refused(1040, "Too many connections");
            case 1 -> LOST_LEADER_REFUSAL;
            case 2 -> new LedgerResponse.Refused(1064, "Unexpected exception");
            default -> new LedgerResponse.Refused(5203, "Access denied");
        };
    }

    private static boolean isLostLeader(LedgerResponse.Refused refusal) {
        return refusal.equals(LOST_LEADER_REFUSAL);
    }

    private Message createMessage(Actor actor) {
        Effect effect = actor.participant.effect();
        if (effect != null) {
            return new Message(effect, "", server.databaseNumber());
        }
        LedgerRequest request = actor.participant.request();
        if (request instanceof LedgerRequest.CreateState createRequest) {
            actor.knownComments.put(createRequest.sequence(), createRequest.comment());
            return new Message(
                    createRequest,
                    actor.knownComments.getOrDefault(createRequest.sequence() - 1, ""),
                    server.databaseNumber());
        }
        return new Message(request, "", server.databaseNumber());
    }

    private LedgerResponse perform(Actor actor, Message message) {
        if (!listsTruthfully && message.content() instanceof LedgerRequest.ListStates && actor.createdSequence > 0) {
            LedgerResponse.States outdatedStates = new LedgerResponse.States(
                    new TreeSet<>(
                            actor.createdSequence == 1
                                    ? List.of(1L)
                                    : List.of(actor.createdSequence - 1, actor.createdSequence)),
                    false);
            actor.createdSequence = 0;
            return outdatedStates;
        }
        if (message.content() instanceof LedgerRequest.Reconnect) {
            connect(actor);
            server.replay(Integer.MAX_VALUE);
        }
        LedgerResponse response = actor.usesFollower && message.content() instanceof LedgerRequest request
                ? server.respondFromFollower(request, message.assumedPredecessor())
                : perform(message);
        if (message.content() instanceof LedgerRequest.ListStates) {
            actor.participant.noteListedStates(server.chainLength(actor.usesFollower));
        }
        actor.createdSequence = message.content() instanceof LedgerRequest.CreateState createRequest
                        && response instanceof LedgerResponse.Done
                ? createRequest.sequence()
                : 0;
        return response;
    }

    private LedgerResponse perform(Message message) {
        if (message.content() instanceof Effect effect) {
            server.applyEffect(effect.step(), effect.label());
            return new LedgerResponse.Done();
        }
        return server.respond((LedgerRequest) message.content(), message.assumedPredecessor());
    }

    /** Ends a participant, whose last message may still arrive, and starts another one in its place. */
    private void crash(Actor actor) {
        eventCounts.crashCount++;
        log(actor, "crashes");
        Message message = createMessage(actor);
        if (actor.arrivingResponse == null && message.isStatement()) {
            int fate = random.nextInt(3);
            if (fate == 0) {
                perform(message);
            } else if (fate == 1) {
                lateMessages.add(message);
            }
        }
        restart(actor);
    }

    private void deliverLateMessage() {
        if (!lateMessages.isEmpty()) {
            Message message = lateMessages.remove(random.nextInt(lateMessages.size()));
            if (message.databaseNumber() != server.databaseNumber()) {
                server.stopChecksIfRecreated("A statement came late to another database");
            }
            log(null, "late: " + message + " -> " + perform(message));
        }
    }

    /**
     * Recreates the database. Messages on the way arrive before; only a request for a new state may be so late that it
     * arrives at the new database.
     */
    private void recreateDatabase() {
        eventCounts.recreatedDatabaseCount++;
        for (Actor actor : actors) {
            if (actor.participant.isOver() || actor.arrivingResponse != null) {
                continue;
            }
            Message message = createMessage(actor);
            if (message.isStatement() && !(message.content() instanceof LedgerRequest.CreateState)) {
                actor.arrivingResponse = perform(actor, message);
            }
        }
        lateMessages.removeIf(message -> !(message.content() instanceof LedgerRequest.CreateState));
        server.recreateDatabase();
        log(null, "the database is recreated");
    }

    private void log(@Nullable Actor actor, String event) {
        if (traceLines != null) {
            String actorName = actor == null ? "" : "migrator " + actors.indexOf(actor) + " ";
            traceLines.add(server.nowMillis() + " " + actorName + event);
        }
    }
}
