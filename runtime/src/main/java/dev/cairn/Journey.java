package dev.cairn;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.server.ledger.Head;
import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.ledger.Run;
import dev.cairn.server.run.Direction;
import dev.cairn.server.run.Preparation;
import dev.cairn.server.run.Prepared;
import dev.cairn.server.run.RunStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The migrations that lead from where a database stands to where it should be, in the order in which they run.
 *
 * <p>A migration that somebody began and did not end comes first. It is taken to its end, unless it leads away from where
 * one wants to go: then it is taken back, or, where somebody began to take it back, taken forward again. Each of its steps is
 * looked at, so it does not matter how far it came.
 */
record Journey(Application application, int from, List<Leg> legs) {
    /** One migration, one way. */
    record Leg(RecordedMigration migration, Direction direction) {}

    static Journey of(Application application, LedgerState state, int to) {
        int at = state.head().number();
        List<Leg> legs = new ArrayList<>();
        Optional<Run> run = state.run();
        if (run.isPresent()) {
            int number = run.get().number();
            if (to < number || !isTakenForward(application.migration(number), run.get())) {
                legs.add(back(application, number));
            }
            at = number - 1;
        }
        for (int number = at; number > to; number--) {
            legs.add(back(application, number));
        }
        for (int number = at + 1; number <= to; number++) {
            legs.add(new Leg(application.migration(number), Direction.UPGRADE));
        }
        return new Journey(application, state.head().number(), legs);
    }

    /**
     * Whether the migration under way goes on, or turns, to its upgrade. Rows may prevent that it is ever taken back to its
     * beginning, so it turns wherever it is, if looks tell which of its steps are still to be done.
     */
    private static boolean isTakenForward(RecordedMigration migration, Run run) {
        return run.direction() == Run.Direction.UPGRADE || TurnAround.isPossible(migration);
    }

    private static Leg back(Application application, int number) {
        return new Leg(application.migration(number), Direction.DOWNGRADE);
    }

    /** Where the database stands when a leg is done. */
    Head after(Leg leg) {
        int number = leg.migration().number();
        return application.head(leg.direction() == Direction.UPGRADE ? number : number - 1);
    }

    /**
     * What each migration made of an empty database, and all those before it; the first is the empty database. It goes as
     * far as the database has come; what a migration makes that is still to be run is added when it is prepared.
     */
    List<Catalog> catalogs(Preparation preparation, String database) {
        List<Catalog> catalogs = new ArrayList<>(List.of(application.schema().beforeAll(database)));
        int done = from;
        for (Leg leg : legs) {
            done = leg.direction() == Direction.DOWNGRADE
                    ? Math.max(done, leg.migration().number())
                    : done;
        }
        for (int number = 1; number <= done; number++) {
            Catalog before = catalogs.get(number - 1);
            catalogs.add(preparation.after(application.migration(number), Direction.UPGRADE, before));
        }
        return catalogs;
    }

    /** Adds what an upgrade makes to the catalogs: the next one begins there. */
    Prepared prepared(Leg leg, Preparation preparation, List<Catalog> catalogs) {
        int number = leg.migration().number();
        boolean up = leg.direction() == Direction.UPGRADE;
        Prepared prepared = preparation.of(leg.migration(), leg.direction(), catalogs.get(up ? number - 1 : number));
        if (up && catalogs.size() == number) {
            catalogs.add(prepared.after());
        }
        return prepared;
    }

    /** The steps of a leg's migration in the other direction. */
    List<RunStep> otherWay(Leg leg, Preparation preparation, List<Catalog> catalogs) {
        int number = leg.migration().number();
        return leg.direction() == Direction.UPGRADE
                ? preparation
                        .of(leg.migration(), Direction.DOWNGRADE, catalogs.get(number))
                        .steps()
                : preparation
                        .of(leg.migration(), Direction.UPGRADE, catalogs.get(number - 1))
                        .steps();
    }

    /** All of it, as it is recorded. */
    List<Prepared> prepared(MigratorOptions options, String database) {
        Preparation preparation = Preparation.asRecorded(
                application.schema().name(),
                new Engine(application.schema().profile()),
                new Session(database),
                options.placeholders());
        List<Catalog> catalogs = catalogs(preparation, database);
        return legs.stream().map(leg -> prepared(leg, preparation, catalogs)).toList();
    }
}
