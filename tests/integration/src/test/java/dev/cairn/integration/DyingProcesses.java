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
    Migrator living() {
        return Migrator.of(schema, database.dataSource(), OPTIONS);
    }

    Migrator behind(Relay relay) {
        String url = database.endpoint().by(relay.host(), relay.port()).url(database.name());
        return Migrator.of(schema, url, HiddenSettings.with(OPTIONS, new MortalTicker(relay)));
    }

    Relay relay() {
        return Relay.to(database.endpoint().host(), database.endpoint().port());
    }

    /** Starts processes until one of them completes the upgrade. */
    void upgrade(Moment moment) {
        int change = 1;
        while (!lives(change, moment)) {
            living().unlock();
            change++;
        }
        assertThat(change).as("deaths").isGreaterThan(2);
    }

    /** Returns whether an upgrade ends before its process dies at a change. */
    private boolean lives(int change, Moment moment) {
        try (Relay relay = relay()) {
            relay.endAt(change, moment);
            try {
                behind(relay).upgrade();
                return true;
            } catch (UncertainStepException asks) {
                // A load that the server knows is never asked about.
                assertThat(moment).as(asks::toString).isEqualTo(Moment.BEFORE);
                living().repair(asks.where().step(), Repair.AGAIN);
                return false;
            } catch (MigrationException died) {
                assertThat(relay.cuts()).as(died::toString).isPositive();
                return false;
            }
        }
    }
}
