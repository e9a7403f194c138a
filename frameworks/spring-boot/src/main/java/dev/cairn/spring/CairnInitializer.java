package dev.cairn.spring;

import dev.cairn.Drift;
import dev.cairn.Migrator;
import dev.cairn.Outcome;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.NotCurrentException;
import dev.cairn.upgrade.Where;
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
 * Brings each schema to the state that its {@link MigrationMode} requires before beans that use its database are made; or,
 * with {@code cairn.background}, while the application runs. Then the application refuses traffic until all schemas are ready,
 * and a failure makes its liveness state broken, as it would have prevented the start otherwise.
 */
public final class CairnInitializer
        implements InitializingBean, SmartLifecycle, ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
    private static final Logger LOG = System.getLogger("dev.cairn.spring");
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);

    private final List<Migrator> migrators;
    private final SchemaSettingsResolver settings;
    private final ApplicationContext context;

    private @Nullable Thread background;
    private boolean ready;
    private boolean refused;
    private @Nullable SchemaStartException failure;

    CairnInitializer(List<Migrator> migrators, SchemaSettingsResolver settings, ApplicationContext context) {
        this.migrators = List.copyOf(migrators);
        this.settings = settings;
        this.context = context;
    }

    /** Returns whether all schemas are in the state that their modes require. */
    public synchronized boolean isReady() {
        return ready;
    }

    /** Returns why a schema can't become ready in the background. */
    public synchronized Optional<SchemaStartException> failure() {
        return Optional.ofNullable(failure);
    }

    private List<Migrator> inBackground(boolean background) {
        return migrators.stream()
                .filter(migrator -> settings(migrator).isInBackground() == background)
                .toList();
    }

    private EffectiveSchemaSettings settings(Migrator migrator) {
        return settings.of(migrator.schema().name());
    }

    @Override
    public void afterPropertiesSet() {
        settings.requireKnown(Stream.concat(
                        migrators.stream().map(Migrator::schema),
                        context.getBeansOfType(SchemaDescriptor.class).values().stream())
                .map(SchemaDescriptor::name)
                .collect(Collectors.toCollection(TreeSet::new)));
        inBackground(false).forEach(this::prepare);
        synchronized (this) {
            ready = inBackground(true).isEmpty();
        }
    }

    @Override
    public synchronized void start() {
        if (!ready && background == null) {
            background = new Thread(this::prepareInBackground, "cairn-migrations");
            background.start();
        }
    }

    private void prepareInBackground() {
        try {
            inBackground(true).forEach(this::prepare);
            becomeReady();
        } catch (SchemaStartException failed) {
            synchronized (this) {
                failure = failed;
            }
            LOG.log(Level.ERROR, failed.getMessage(), failed.getCause());
            AvailabilityChangeEvent.publish(context, this, LivenessState.BROKEN);
        }
    }

    private void becomeReady() {
        boolean accept;
        synchronized (this) {
            ready = true;
            accept = refused;
        }
        if (accept) {
            AvailabilityChangeEvent.publish(context, this, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    /** Spring Boot declares an application ready when it has started, which is too early while migrations run. */
    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        boolean refuse;
        synchronized (this) {
            refuse = !ready && event.getState() == ReadinessState.ACCEPTING_TRAFFIC;
            refused |= refuse;
        }
        if (refuse) {
            AvailabilityChangeEvent.publish(context, this, ReadinessState.REFUSING_TRAFFIC);
        }
    }

    private void prepare(Migrator migrator) {
        String schema = migrator.schema().name();
        MigrationMode mode = settings(migrator).mode();
        if (mode == MigrationMode.NONE) {
            return;
        }
        context.publishEvent(SchemaStartEvent.began(this, schema, mode));
        try {
            Outcome outcome = prepare(migrator, mode);
            context.publishEvent(SchemaStartEvent.ready(this, schema, mode, outcome));
        } catch (RuntimeException failed) {
            SchemaStartException cause = new SchemaStartException(schema, failed);
            context.publishEvent(SchemaStartEvent.failed(this, mode, cause));
            throw cause;
        }
    }

    /** Returns the migrations that were run; null in modes that run none. */
    private @Nullable Outcome prepare(Migrator migrator, MigrationMode mode) {
        switch (mode) {
            case UPGRADE -> {
                return migrator.upgrade();
            }
            case AWAIT -> migrator.awaitCurrent(settings(migrator).timeout());
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
            throw new NotCurrentException(
                    Where.in(migrator.schema().name()),
                    "the database differs from the result of its migrations: " + drift.differences(),
                    "Correct the database, for which check() has the statements; or set cairn.mode=require.");
        }
    }

    /** A migration that is interrupted leaves a state from which the next upgrade continues. */
    @Override
    public void stop() {
        Thread running;
        synchronized (this) {
            running = background;
            background = null;
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(SHUTDOWN.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return background != null;
    }
}
