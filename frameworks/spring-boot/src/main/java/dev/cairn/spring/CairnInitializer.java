package dev.cairn.spring;

import dev.cairn.Drift;
import dev.cairn.MigrationResult;
import dev.cairn.Migrator;
import dev.cairn.internal.ShutdownHook;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Brings each schema to the state that its {@link MigrationMode} requires. This happens before the beans that use its
 * database are created or, with {@code cairn.background}, while the application runs. In the background, the
 * application refuses traffic until all schemas are ready, and a failure sets its liveness state to broken.
 */
public final class CairnInitializer
        implements InitializingBean, SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<?>> {
    private static final Logger LOG = System.getLogger("dev.cairn.spring");

    /** The time for which the shutdown of the application waits for work in the background. */
    static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    private final List<Migrator> migrators;
    private final SchemaSettingsResolver settingsResolver;
    private final ApplicationContext context;

    private @Nullable Thread backgroundThread;
    private boolean isReady;
    private boolean hasRefusedTraffic;
    private @Nullable BackgroundFailure failure;

    /** The failure of the preparation in the background. */
    private record BackgroundFailure(Migrator migrator, SchemaStartException exception) {}

    CairnInitializer(List<Migrator> migrators, SchemaSettingsResolver settingsResolver, ApplicationContext context) {
        this.migrators = List.copyOf(migrators);
        this.settingsResolver = settingsResolver;
        this.context = context;
    }

    /** Returns whether all schemas are in the state that their modes require. */
    public synchronized boolean isReady() {
        return isReady;
    }

    /** Returns why a schema can't become ready in the background; empty if no schema has failed. */
    public synchronized Optional<SchemaStartException> failure() {
        return Optional.ofNullable(failure).map(BackgroundFailure::exception);
    }

    /** Returns why the schema of a migrator can't become ready in the background; empty if it has not failed. */
    public synchronized Optional<SchemaStartException> findFailure(Migrator migrator) {
        return Optional.ofNullable(failure)
                .filter(backgroundFailure -> backgroundFailure.migrator.equals(migrator))
                .map(BackgroundFailure::exception);
    }

    /** Returns whether the schema of a migrator is prepared while the application runs. */
    private boolean isPreparedInBackground(Migrator migrator) {
        return resolveSettings(migrator).isInBackground();
    }

    private EffectiveSchemaSettings resolveSettings(Migrator migrator) {
        return settingsResolver.resolve(migrator.schema().name());
    }

    @Override
    public void afterPropertiesSet() {
        List<SchemaDescriptor> schemas = Stream.concat(
                        migrators.stream().map(Migrator::schema),
                        context.getBeansOfType(SchemaDescriptor.class).values().stream())
                .toList();
        settingsResolver.requireKnownSchemas(
                schemas.stream().map(SchemaDescriptor::name).collect(Collectors.toCollection(TreeSet::new)));
        settingsResolver
                .findUnusedPlaceholderProperties(schemas)
                .forEach(property -> LOG.log(
                        Level.WARNING, property + " has no effect: no migration has a placeholder of this name."));
        prepareInForeground();
        synchronized (this) {
            isReady = migrators.stream().noneMatch(this::isPreparedInBackground);
        }
    }

    /**
     * Prepares schemas while the application starts. A shutdown of the process interrupts the current thread: Spring's
     * own shutdown waits until the application has started, so it would otherwise wait for all migrations.
     */
    private void prepareInForeground() {
        ShutdownHook shutdownHook = ShutdownHook.register(Thread.currentThread()::interrupt, "cairn-stop");
        try {
            migrators.stream()
                    .filter(migrator -> !isPreparedInBackground(migrator))
                    .forEach(this::prepare);
        } finally {
            shutdownHook.close();
        }
    }

    @Override
    public synchronized void start() {
        if (!isReady && backgroundThread == null) {
            failure = null;
            backgroundThread = new Thread(this::prepareInBackground, "cairn-migrations");
            backgroundThread.start();
        }
    }

    /** Prepares schemas one after another while the application runs; the first failure ends it. */
    private void prepareInBackground() {
        for (Migrator migrator : migrators) {
            try {
                if (isPreparedInBackground(migrator)) {
                    prepare(migrator);
                }
            } catch (SchemaStartException startFailure) {
                reportBackgroundFailure(migrator, startFailure);
                return;
            }
        }
        acceptTraffic();
    }

    /** Stores and logs a failure, and breaks the liveness. If {@link #stop} has caused it, it is only logged. */
    private void reportBackgroundFailure(Migrator migrator, SchemaStartException startFailure) {
        boolean isStopped;
        synchronized (this) {
            isStopped = !Thread.currentThread().equals(backgroundThread);
            if (!isStopped) {
                failure = new BackgroundFailure(migrator, startFailure);
            }
        }
        if (isStopped) {
            LOG.log(Level.INFO, "The application stops before its schemas are ready: " + startFailure.getMessage());
            return;
        }
        LOG.log(Level.ERROR, startFailure.getMessage(), startFailure.getCause());
        AvailabilityChangeEvent.publish(context, this, LivenessState.BROKEN);
    }

    /** Declares the schemas ready, and declares the readiness that {@link #onApplicationEvent} has revoked. */
    private void acceptTraffic() {
        boolean mustAccept;
        synchronized (this) {
            isReady = true;
            mustAccept = hasRefusedTraffic;
        }
        if (mustAccept) {
            AvailabilityChangeEvent.publish(context, this, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    /**
     * Revokes the states that Spring Boot declares when the application has started: its readiness while migrations
     * still run, and its liveness after a failure.
     */
    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
        boolean mustRefuse;
        boolean mustBreak;
        synchronized (this) {
            mustRefuse = !isReady && event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
            hasRefusedTraffic |= mustRefuse;
            mustBreak = failure != null && event.getState() == LivenessState.CORRECT;
        }
        if (mustRefuse) {
            AvailabilityChangeEvent.publish(context, this, ReadinessState.REFUSING_TRAFFIC);
        }
        if (mustBreak) {
            AvailabilityChangeEvent.publish(context, this, LivenessState.BROKEN);
        }
    }

    /**
     * Brings a schema to the state that its mode requires, and publishes events about it. Does nothing in the mode
     * {@code NONE}.
     *
     * @throws SchemaStartException if the schema can't be brought to this state
     */
    private void prepare(Migrator migrator) {
        String schemaName = migrator.schema().name();
        MigrationMode mode = resolveSettings(migrator).mode();
        if (mode == MigrationMode.NONE) {
            return;
        }
        try {
            context.publishEvent(SchemaStartEvent.ofBeginning(this, schemaName, mode));
            MigrationResult result = prepareInMode(migrator, mode);
            context.publishEvent(SchemaStartEvent.ofReady(this, schemaName, mode, result));
        } catch (RuntimeException preparationFailure) {
            SchemaStartException startFailure = new SchemaStartException(schemaName, preparationFailure);
            publishFailure(mode, startFailure);
            throw startFailure;
        }
    }

    /** Publishes a failure. An exception of a listener does not hide it. */
    private void publishFailure(MigrationMode mode, SchemaStartException startFailure) {
        try {
            context.publishEvent(SchemaStartEvent.ofFailure(this, mode, startFailure));
        } catch (RuntimeException listenerFailure) {
            startFailure.addSuppressed(listenerFailure);
        }
    }

    /** Brings a schema to its state, and returns the result of the upgrade; null in modes that run no migration. */
    private @Nullable MigrationResult prepareInMode(Migrator migrator, MigrationMode mode) {
        switch (mode) {
            case UPGRADE -> {
                return migrator.upgrade();
            }
            case AWAIT -> migrator.awaitCurrent(resolveSettings(migrator).timeout());
            case REQUIRE -> migrator.requireCurrent();
            case CHECK -> {
                migrator.requireCurrent();
                requireNoDrift(migrator);
            }
            case NONE -> {}
        }
        return null;
    }

    private static void requireNoDrift(Migrator migrator) {
        Drift drift = migrator.check();
        if (!drift.isEmpty()) {
            throw new DatabaseNotCurrentException(
                    HistoryPlace.in(migrator.schema().name()),
                    "the database differs from the result of its migrations: " + drift.differences(),
                    "Correct the database, for which check() has the statements; or set cairn.mode=require.");
        }
    }

    /**
     * Interrupts the migrations in the background, and waits at most 20 seconds until they have stopped. The next
     * upgrade continues an interrupted migration.
     */
    @Override
    public void stop() {
        Thread runningThread;
        synchronized (this) {
            runningThread = backgroundThread;
            backgroundThread = null;
        }
        if (runningThread != null) {
            runningThread.interrupt();
            try {
                runningThread.join(SHUTDOWN_TIMEOUT.toMillis());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return backgroundThread != null;
    }
}
