package dev.cairn.integration.chaos;

import dev.cairn.integration.relay.Disruption;
import dev.cairn.integration.relay.Disruptor;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.relay.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Injects the incidents of one migrator into its connections to the server. */
final class IncidentScript implements Disruptor {
    private static final int REFUSED_LOGIN_COUNT = 2;
    private static final Disruption.Refuse TOO_MANY_CONNECTIONS =
            new Disruption.Refuse(Moment.BEFORE, 1040, "08004", "Too many connections");

    /** The errors of a frontend under load, and of a follower whose leader did not answer. */
    private static final List<Disruption.Refuse> TRANSIENT_ERRORS = List.of(
            TOO_MANY_CONNECTIONS,
            createError("StarRocks planner use long time 3000 ms in memo phase, This probably because 1. FE Full GC,"
                    + " 2. Hive external table fetch metadata took a long time, 3. The SQL is very complex."),
            createError("Query timeout. Increase the query_timeout session variable and retry"),
            createError("java.net.SocketTimeoutException: Read timed out"));

    /** The transient errors after which the statement may have run. */
    private static final List<Disruption.Refuse> DOUBTFUL_ERRORS = TRANSIENT_ERRORS.subList(2, 4);

    private static Disruption.Refuse createError(String message) {
        return new Disruption.Refuse(Moment.BEFORE, 1064, "HY000", message);
    }

    /** An incident that happened, and its statement. */
    record Hit(Incident incident, String statement) {}

    private final List<Incident> pendingIncidents;
    private final Duration lease;
    private final Supplier<MigratorProcess> processSupplier;
    private final Runnable troubleListener;
    private final List<Hit> hits = new ArrayList<>();
    private int statementCount;
    private int remainingRefusedLogins;
    private long silenceEndNanos = System.nanoTime();

    /**
     * @param processSupplier returns the process of the migrator, for mishaps that need one
     * @param troubleListener runs when an incident happens
     */
    IncidentScript(
            List<Incident> incidents,
            Duration lease,
            Supplier<MigratorProcess> processSupplier,
            Runnable troubleListener) {
        this.pendingIncidents = new ArrayList<>(incidents);
        this.lease = lease;
        this.processSupplier = processSupplier;
        this.troubleListener = troubleListener;
    }

    synchronized List<Hit> hits() {
        return List.copyOf(hits);
    }

    synchronized int statementCount() {
        return statementCount;
    }

    static boolean isInjected(String message) {
        return TRANSIENT_ERRORS.stream().anyMatch(error -> message.contains(error.message()));
    }

    @Override
    public synchronized Disruption connecting() {
        if (isSilent()) {
            return new Disruption.Silence(Moment.BEFORE);
        }
        if (remainingRefusedLogins > 0) {
            remainingRefusedLogins--;
            return TOO_MANY_CONNECTIONS;
        }
        return Disruption.NONE;
    }

    @Override
    public synchronized Disruption disruptionOf(String statement) {
        statementCount++;
        if (isSilent()) {
            return new Disruption.Silence(Moment.BEFORE);
        }
        if (pendingIncidents.isEmpty()
                || pendingIncidents.get(0).statementNumber() > statementCount
                || !mayHappenTo(pendingIncidents.get(0).mishap(), statement)) {
            return Disruption.NONE;
        }
        Incident incident = pendingIncidents.remove(0);
        hits.add(new Hit(incident, statement));
        Disruption disruption = injectIncident(incident);
        troubleListener.run();
        return disruption;
    }

    private boolean isSilent() {
        return silenceEndNanos - System.nanoTime() > 0;
    }

    private static boolean mayHappenTo(Mishap mishap, String statement) {
        return !mishap.needsChange()
                || (Relay.isChange(statement)
                        && !statement.contains("REFRESH MATERIALIZED VIEW")
                        && DisturbedSchema.isProtected(statement));
    }

    private Disruption injectIncident(Incident incident) {
        switch (incident.mishap()) {
            case CUT_BEFORE -> {
                return new Disruption.Cut(Moment.BEFORE);
            }
            case CUT_AFTER -> {
                return new Disruption.Cut(Moment.AFTER);
            }
            case LATE -> {
                return new Disruption.Late(lease.multipliedBy(3).dividedBy(2));
            }
            case KILL_BEFORE -> {
                processSupplier.get().kill();
                return new Disruption.Cut(Moment.BEFORE);
            }
            case KILL_AFTER -> {
                processSupplier.get().kill();
                return new Disruption.Cut(Moment.AFTER);
            }
            case PAUSE_SHORT -> pause(processSupplier.get(), lease.dividedBy(2));
            case PAUSE_LONG -> pause(processSupplier.get(), lease.multipliedBy(2));
            case SILENT_BEFORE -> {
                return new Disruption.Silence(Moment.BEFORE);
            }
            case SILENT_AFTER -> {
                return new Disruption.Silence(Moment.AFTER);
            }
            case BLACKOUT -> {
                silenceEndNanos = System.nanoTime() + lease.multipliedBy(2).toNanos();
                return new Disruption.Silence(Moment.BEFORE);
            }
            case ERROR_BEFORE -> {
                return choose(TRANSIENT_ERRORS, incident);
            }
            case ERROR_AFTER -> {
                Disruption.Refuse error = choose(DOUBTFUL_ERRORS, incident);
                return new Disruption.Refuse(Moment.AFTER, error.errno(), error.sqlState(), error.message());
            }
            case REFUSED_LOGIN -> {
                remainingRefusedLogins = REFUSED_LOGIN_COUNT;
                return new Disruption.Cut(Moment.BEFORE);
            }
        }
        return Disruption.NONE;
    }

    private static Disruption.Refuse choose(List<Disruption.Refuse> errors, Incident incident) {
        return errors.get(incident.statementNumber() % errors.size());
    }

    private static void pause(MigratorProcess migratorProcess, Duration time) {
        migratorProcess.pause();
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(migratorProcess::resume);
    }
}
