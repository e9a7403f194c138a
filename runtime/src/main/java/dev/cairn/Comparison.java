package dev.cairn;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.plan.Plan;
import dev.cairn.server.ledger.LedgerEntry;
import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.link.Link;
import dev.cairn.server.look.Drift;
import dev.cairn.server.look.DriftCheck;
import dev.cairn.server.look.Live;
import dev.cairn.server.look.Reflection;
import dev.cairn.server.run.Direction;
import dev.cairn.server.run.Preparation;

/** Compares what a server holds with what it should hold. */
final class Comparison {
    private final Workplace workplace;
    private final Application application;

    Comparison(Workplace workplace) {
        this.workplace = workplace;
        this.application = workplace.application();
    }

    Drift check() {
        return workplace.connected(link -> {
            LedgerState state =
                    workplace.ledger().read(link).map(LedgerEntry::state).orElseGet(() -> LedgerState.first(""));
            if (!application.knows(state.head())) {
                throw new Standings(workplace).foreign(state.head());
            }
            return check(link, state.head().number());
        });
    }

    /** What is not as it is after a migration. */
    Drift check(Link link, int number) {
        String database = workplace.links().database(link);
        ServerProfile profile = profile(link);
        Preparation preparation = Preparation.asRecorded(
                application.schema().name(),
                new Engine(profile),
                new Session(database),
                workplace.options().placeholders());
        Catalog wanted = application.schema().beforeAll(database);
        for (int each = 1; each <= number; each++) {
            wanted = preparation.after(application.migration(each), Direction.UPGRADE, wanted);
        }
        Live live = reflection(profile).all(link, wanted);
        return new DriftCheck(profile, database).between(live, wanted);
    }

    /** What leads from the objects as they are to the records. */
    record Difference(ServerProfile profile, Catalog live, Plan plan) {}

    Plan diff() {
        return workplace.connected(link -> difference(link).plan());
    }

    Difference difference(Link link) {
        String database = workplace.links().database(link);
        ServerProfile profile = profile(link);
        Catalog declared = new Declaring(workplace).declared(profile, database);
        Live live = reflection(profile).all(link, declared);
        Plan plan = new DriftCheck(profile, database).between(live, declared).mending();
        return new Difference(profile, live.catalog(), plan);
    }

    ServerProfile profile(Link link) {
        return workplace.server(link).profile(application.schema().profile());
    }

    private Reflection reflection(ServerProfile profile) {
        return new Reflection(workplace.links(), profile)
                .connections(workplace.options().run().connections());
    }
}
