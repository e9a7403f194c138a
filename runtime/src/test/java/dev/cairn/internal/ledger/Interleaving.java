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
 * One random history of three migrators, an operator who unlocks the ledger, their leader and follower, and what
 * befalls them.
 */
final class Interleaving {
    static final OptionValues OPTIONS = OptionValues.DEFAULTS
            .withValue(MigratorOption.LEASE, Duration.ofSeconds(1))
            .withValue(MigratorOption.PATIENCE, Duration.ofDays(1));

    private static final int MIGRATORS = 3;
    private static final int TROUBLED = 200;
    private static final int ENOUGH = 3_000;
    private static final LedgerResponse.Refused LEADER_LOST =
            new LedgerResponse.Refused(5401, "Call thrift rpc failed");

    private final SplittableRandom random;
    private final Tally tally;
    private final boolean looking;
    private final ModelServer server;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Sent> late = new ArrayList<>();
    private final @Nullable List<String> trace;
    private int tokens;
    private boolean troubled = true;
    private boolean grave = true;
    private boolean slow;

    /**
     * @param what a request or an effect
     * @param basis of a new state: what its sender takes the one before it for
     * @param database to which it was sent
     */
    private record Sent(Object what, String basis, int database) {
        boolean isStatement() {
            return !(what instanceof LedgerRequest.Pause || what instanceof LedgerRequest.Reconnect);
        }
    }

    /** A migrator, and where what it sent is now. */
    private static final class Actor {
        private ModelActor migrator;
        private final Map<Long, String> knows = new HashMap<>();
        private @Nullable LedgerResponse arriving;
        private long asleepUntil;
        private long created;
        private boolean follower;

        Actor(ModelActor migrator) {
            this.migrator = migrator;
        }
    }

    /** @param looking whether a look is answered with the truth */
    Interleaving(long seed, boolean looking, Tally tally, @Nullable List<String> trace) {
        this.random = new SplittableRandom(seed);
        this.looking = looking;
        this.tally = tally;
        this.trace = trace;
        this.server = new ModelServer(tally);
        for (int i = 0; i < MIGRATORS; i++) {
            Actor actor = new Actor(migrator());
            connect(actor);
            actors.add(actor);
        }
    }

    private ModelMigrator migrator() {
        return new ModelMigrator("m" + ++tokens, server, random);
    }

    /** Broken connections, late statements and refusals, but no crashes, sleeps and unlocks. */
    void runHarmless() {
        grave = false;
        run();
    }

    /** Like {@link #runHarmless}, on an overloaded machine: each event may take longer than two leases. */
    void runSlowly() {
        slow = true;
        runHarmless();
    }

    /** Troubles for a while, and then peace until all are done. */
    void run() {
        tally.runs++;
        for (int event = 0; event < TROUBLED && !server.isMuddled(); event++) {
            if (random.nextInt(100) == 0) {
                runLate();
            } else if (grave && random.nextInt(2_000) == 0) {
                makeAnew();
            } else if (grave && random.nextInt(150) == 0) {
                unlock();
            } else {
                step();
            }
        }
        makePeace();
        for (int event = 0; !server.isMuddled() && !isOver(); event++) {
            if (event == ENOUGH) {
                throw new ModelServer.Violation("No end");
            }
            step();
        }
        if (server.isMuddled()) {
            tally.muddled++;
        } else {
            server.checkEnd(ModelMigrator.MIGRATIONS, ModelMigrator.STEPS);
        }
    }

    /** Runs the migrators without any disturbance: then none of them loses the ledger. */
    void runUndisturbed() {
        troubled = false;
        server.makePeace();
        for (int event = 0; !isOver(); event++) {
            if (event == ENOUGH) {
                throw new ModelServer.Violation("No end");
            }
            if (actors.stream().anyMatch(actor -> actor.migrator.hasLost())) {
                throw new ModelServer.Violation("A migrator lost the ledger, and nothing had happened to it");
            }
            step();
        }
        server.checkEnd(ModelMigrator.MIGRATIONS, ModelMigrator.STEPS);
    }

    /** An operator believes that the owner is dead. Another one may be at it already, and is forgotten. */
    private void unlock() {
        actors.removeIf(actor -> actor.migrator instanceof ModelOperator);
        actors.add(new Actor(new ModelOperator("o" + ++tokens, server)));
        tally.unlocks++;
    }

    private void makePeace() {
        troubled = false;
        server.makePeace();
        late.clear();
        actors.removeIf(actor -> actor.migrator instanceof ModelOperator);
        actors.stream().filter(actor -> actor.migrator.isOver()).forEach(this::begin);
    }

    private boolean isOver() {
        return actors.stream().allMatch(actor -> actor.migrator.isOver() && !actor.migrator.hasLost());
    }

    private void step() {
        Actor actor = next();
        if (actor.migrator.isOver() && actor.migrator instanceof ModelOperator) {
            actors.remove(actor);
        } else if (actor.migrator.isOver()) {
            if (actor.migrator.hasLost() || troubled) {
                tally.lost += actor.migrator.hasLost() ? 1 : 0;
                begin(actor);
            }
        } else if (troubled && grave && random.nextInt(150) == 0) {
            crash(actor);
        } else if (troubled && grave && random.nextInt(60) == 0) {
            tally.sleeps++;
            actor.migrator.sleeps();
            actor.asleepUntil = server.now() + OPTIONS.get(MigratorOption.LEASE).toMillis() + random.nextInt(1_500);
            log(actor, "sleeps");
        } else if (actor.arriving != null) {
            LedgerResponse answer = actor.arriving;
            actor.arriving = null;
            log(actor, "hears " + answer);
            actor.migrator.goOn(answer);
            wait(actor);
        } else {
            arrive(actor);
        }
        boolean takesLong = slow && troubled && random.nextInt(3) == 0;
        server.pass(random.nextInt(takesLong ? 2_600 : 6));
        if (random.nextInt(20) == 0) {
            server.replay(1 + random.nextInt(10));
        }
    }

    /** A connection reaches the leader or a follower. */
    private void connect(Actor actor) {
        actor.follower = random.nextInt(3) == 0;
    }

    private void begin(Actor actor) {
        if (actor.migrator instanceof ModelOperator) {
            actors.remove(actor);
            return;
        }
        actor.migrator = migrator();
        connect(actor);
        actor.knows.clear();
        actor.arriving = null;
        actor.created = 0;
    }

    /** One that is awake; if all sleep, time passes. */
    private Actor next() {
        List<Actor> awake = new ArrayList<>(MIGRATORS);
        long first = Long.MAX_VALUE;
        for (Actor actor : actors) {
            boolean busy = troubled || !actor.migrator.isOver() || actor.migrator.hasLost();
            if (busy && actor.asleepUntil <= server.now()) {
                awake.add(actor);
            } else if (busy) {
                first = Math.min(first, actor.asleepUntil);
            }
        }
        if (awake.isEmpty()) {
            server.pass(first - server.now());
            return next();
        }
        return awake.get(random.nextInt(awake.size()));
    }

    private void wait(Actor actor) {
        ModelActor migrator = actor.migrator;
        if (!migrator.isOver()
                && migrator.effect() == null
                && migrator.request() instanceof LedgerRequest.Pause pause) {
            actor.asleepUntil = server.now() + pause.time().toMillis();
        }
    }

    /** What was sent comes to the server, or does not, or its answer does not come back. */
    private void arrive(Actor actor) {
        tally.requests++;
        Sent sent = sent(actor);
        int fate = troubled && sent.isStatement() ? random.nextInt(100) : 100;
        if (fate < 2) {
            late.add(sent);
            log(actor, "sends, and it will be late: " + sent);
        }
        LedgerResponse.Refused refusal =
                fate < 4 || fate >= 8 || sent.what() instanceof Effect ? null : refusal(fate, sent);
        if (refusal != null) {
            tally.refusals++;
            boolean runs = random.nextInt(3) == 0 && isLeaderLost(refusal);
            log(
                    actor,
                    "sends " + sent + ", and is refused: " + refusal + (runs ? ", but " + perform(actor, sent) : ""));
            actor.arriving = refusal;
            return;
        }
        LedgerResponse answer = fate < 3 ? new LedgerResponse.ConnectionLost("cut") : perform(actor, sent);
        actor.arriving = fate < 4 ? new LedgerResponse.ConnectionLost("cut") : answer;
        if (fate >= 4
                && sent.what() instanceof LedgerRequest.ShowState show
                && answer instanceof LedgerResponse.TextResponse text) {
            actor.knows.put(show.sequence(), text.text());
        }
        tally.breaks += fate < 4 ? 1 : 0;
        log(actor, "sends " + sent + " -> " + answer);
    }

    /**
     * What is refused for a while and what is sent again until it is accepted looks the same, except for a new state.
     */
    private LedgerResponse.@Nullable Refused refusal(int fate, Sent sent) {
        if (fate < 7 && !(sent.what() instanceof LedgerRequest.CreateState)) {
            return null;
        }
        return switch (random.nextInt(grave ? 4 : 3)) {
            case 0 -> new LedgerResponse.Refused(1040, "Too many connections");
            case 1 -> LEADER_LOST;
            case 2 -> new LedgerResponse.Refused(1064, "Unexpected exception");
            default -> new LedgerResponse.Refused(5203, "Access denied");
        };
    }

    private static boolean isLeaderLost(LedgerResponse.Refused refusal) {
        return refusal.equals(LEADER_LOST);
    }

    private Sent sent(Actor actor) {
        Effect effect = actor.migrator.effect();
        if (effect != null) {
            return new Sent(effect, "", server.databases());
        }
        LedgerRequest request = actor.migrator.request();
        if (request instanceof LedgerRequest.CreateState create) {
            actor.knows.put(create.sequence(), create.comment());
            return new Sent(create, actor.knows.getOrDefault(create.sequence() - 1, ""), server.databases());
        }
        return new Sent(request, "", server.databases());
    }

    private LedgerResponse perform(Actor actor, Sent sent) {
        if (!looking && sent.what() instanceof LedgerRequest.ListStates && actor.created > 0) {
            LedgerResponse.States blind = new LedgerResponse.States(
                    new TreeSet<>(actor.created == 1 ? List.of(1L) : List.of(actor.created - 1, actor.created)), false);
            actor.created = 0;
            return blind;
        }
        if (sent.what() instanceof LedgerRequest.Reconnect) {
            connect(actor);
            server.replay(Integer.MAX_VALUE);
        }
        LedgerResponse answer = actor.follower && sent.what() instanceof LedgerRequest request
                ? server.answerOfFollower(request, sent.basis())
                : perform(sent);
        if (sent.what() instanceof LedgerRequest.ListStates) {
            actor.migrator.looked(server.followed(actor.follower));
        }
        actor.created = sent.what() instanceof LedgerRequest.CreateState create && answer instanceof LedgerResponse.Done
                ? create.sequence()
                : 0;
        return answer;
    }

    private LedgerResponse perform(Sent sent) {
        if (sent.what() instanceof Effect effect) {
            server.effect(effect.step(), effect.label());
            return new LedgerResponse.Done();
        }
        return server.answer((LedgerRequest) sent.what(), sent.basis());
    }

    /** What it had sent may still arrive. */
    private void crash(Actor actor) {
        tally.crashes++;
        log(actor, "crashes");
        Sent sent = sent(actor);
        if (actor.arriving == null && sent.isStatement()) {
            int fate = random.nextInt(3);
            if (fate == 0) {
                perform(sent);
            } else if (fate == 1) {
                late.add(sent);
            }
        }
        begin(actor);
    }

    private void runLate() {
        if (!late.isEmpty()) {
            Sent sent = late.remove(random.nextInt(late.size()));
            if (sent.database() != server.databases()) {
                server.muddle("A statement came late to another database");
            }
            log(null, "late: " + sent + " -> " + perform(sent));
        }
    }

    /** What is on its way has arrived before; only what makes a state may be so late that it finds the new database. */
    private void makeAnew() {
        tally.databases++;
        for (Actor actor : actors) {
            if (actor.migrator.isOver() || actor.arriving != null) {
                continue;
            }
            Sent sent = sent(actor);
            if (sent.isStatement() && !(sent.what() instanceof LedgerRequest.CreateState)) {
                actor.arriving = perform(actor, sent);
            }
        }
        late.removeIf(sent -> !(sent.what() instanceof LedgerRequest.CreateState));
        server.makeAnew();
        log(null, "the database is recreated");
    }

    private void log(@Nullable Actor actor, String what) {
        if (trace != null) {
            String who = actor == null ? "" : "migrator " + actors.indexOf(actor) + " ";
            trace.add(server.now() + " " + who + what);
        }
    }
}
