package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.HiddenSettings;
import dev.cairn.Migrator;
import dev.cairn.Migrator.Repair;
import dev.cairn.MigratorOptions;
import dev.cairn.integration.relay.Moment;
import dev.cairn.integration.relay.Relay;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import java.time.Duration;

/** Processes that upgrade one database after the other, each of which dies one change later than the one before. */
record DyingProcesses(SchemaDescriptor schema, FreshDatabase database) {
    /** Options with frequent polls; a lease ends by time only if its owner could not release it. */
    static final MigratorOptions OPTIONS = MigratorOptions.DEFAULT
            .lease(Duration.ofSeconds(5))
            .pollIntervals(Duration.ofMillis(2), Duration.ofMillis(200));

    /** Returns a migrator without faults. */
    Migrator createLivingMigrator() {
        return Migrator.of(schema, database.dataSource(), OPTIONS);
    }

    Migrator createMigrator(Relay relay) {
        String url = database.endpoint().by(relay.host(), relay.port()).url(database.name());
        return Migrator.of(schema, url, HiddenSettings.with(OPTIONS, new MortalTicker(relay)));
    }

    Relay createRelay() {
        return Relay.to(database.endpoint().host(), database.endpoint().port());
    }

    /** Starts processes until one of them completes the upgrade. */
    void upgrade(Moment moment) {
        int change = 1;
        while (!isUpgraded(change, moment)) {
            createLivingMigrator().unlock();
            change++;
        }
        assertThat(change).as("deaths").isGreaterThan(2);
    }

    /** Returns whether an upgrade ends before its process dies at a change. */
    private boolean isUpgraded(int change, Moment moment) {
        try (Relay relay = createRelay()) {
            relay.endAt(change, moment);
            try {
                createMigrator(relay).upgrade();
                return true;
            } catch (UncertainStepException failure) {
                // The outcome of a load is only uncertain if the server does not know the load.
                assertThat(moment).as(failure::toString).isEqualTo(Moment.BEFORE);
                createLivingMigrator().repair(failure.where().step(), Repair.AGAIN);
                return false;
            } catch (MigrationException failure) {
                assertThat(relay.cuts()).as(failure::toString).isPositive();
                return false;
            }
        }
    }
}
