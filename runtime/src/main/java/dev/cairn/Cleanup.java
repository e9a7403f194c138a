package dev.cairn;

import dev.cairn.Migrator.Leftover;
import dev.cairn.catalog.Catalog;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.Transition;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.look.KeptTable;
import dev.cairn.internal.look.ListedObject;
import dev.cairn.internal.look.Reflection;
import dev.cairn.internal.look.ServerClock;
import dev.cairn.internal.look.TableSize;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.token.RenamedText;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the objects that runs have left behind beside the objects of a schema, and drops them. */
final class Cleanup {
    private static final Transition NOTHING = (state, sequence) -> state;

    /** The names of views that block a late RENAME of a fence; they contain the state of the run. */
    private static final Pattern BLOCKING = Pattern.compile("(.+)__cairn_fence_([0-9]{1,18})(?:_[0-9]+)?");

    private final MigratorContext context;
    private final ApplicationSchema application;

    Cleanup(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the leftovers of the schema's own objects, with the kept tables whose period is over. */
    List<Leftover> leftovers() {
        return context.connected(link -> {
            List<Leftover> all = all(link, context.state(link));
            Instant now = ServerClock.of(link).instant();
            return all.stream().filter(leftover -> !isKept(leftover, now)).toList();
        });
    }

    /** Returns the kept tables whose period is not over. */
    List<Leftover> keptTables() {
        return context.connected(link -> {
            List<Leftover> all = all(link, context.state(link));
            Instant now = ServerClock.of(link).instant();
            return all.stream().filter(leftover -> isKept(leftover, now)).toList();
        });
    }

    private static boolean isKept(Leftover leftover, Instant now) {
        return leftover.keptUntil().filter(now::isBefore).isPresent();
    }

    /**
     * Returns the leftovers and the kept tables of the schema's own objects, because another schema may use the same
     * database. Objects that the migration in progress builds are not leftovers, because the migrator that continues it
     * needs them.
     */
    private List<Leftover> all(ServerConnection link, LedgerState state) {
        new StatusReader(context).requireResumable(state);
        SchemaComparison comparison = new SchemaComparison(context);
        ServerProfile profile = comparison.profile(link);
        Set<ObjectName> own = new HashSet<>();
        SortedSet<String> databases = new TreeSet<>();
        for (Catalog catalog : comparison.catalogs(profile, context.links().database(link))) {
            catalog.databases().forEach(database -> databases.add(database.getKey()));
            own.addAll(Reflection.names(catalog));
        }
        List<Leftover> leftovers = new ArrayList<>();
        for (ListedObject listed : Reflection.staged(link, databases)) {
            ObjectName object = listed.object();
            Optional<KeptTable> kept = KeptTable.of(object);
            Matcher blocking = BLOCKING.matcher(object.name());
            boolean view = listed.kind().equals("view");
            if (view != blocking.matches()
                    || (kept.isPresent() && !listed.kind().equals("table"))) {
                // A table with the name of a fence has rows that an interrupted run goes on with.
                continue;
            }
            ObjectName plain = kept.map(KeptTable::table)
                    .orElseGet(() -> object.named(view ? blocking.group(1) : StagingName.origin(object.name())));
            List<RecordedMigration> migrations = application.migrations().stream()
                    .filter(migration -> stages(migration, plain.name()))
                    .toList();
            boolean needed = state.run().map(UnfinishedMigration::number).stream()
                    .anyMatch(number -> migrations.contains(application.migration(number)));
            if (kept.isPresent() ? own.contains(plain) || !migrations.isEmpty() : own.contains(plain) && !needed) {
                leftovers.add(new Leftover(
                        object.toString(),
                        listed.kind(),
                        kept.map(KeptTable::run)
                                .orElseGet(() -> view
                                        ? Long.parseLong(blocking.group(2))
                                        : StagingName.number(object.name()).orElse(0)),
                        migrations,
                        view ? "" : size(link, object),
                        kept.map(KeptTable::until)));
            }
        }
        return leftovers;
    }

    /**
     * Returns whether the migration builds a staging copy of an object, or renames it before it drops it, in either
     * direction.
     */
    private static boolean stages(RecordedMigration migration, String plain) {
        Set<String> staged = new HashSet<>();
        List<String> texts = new ArrayList<>(migration.upgrade());
        texts.addAll(migration.downgrade());
        texts.forEach(text -> staged.addAll(RenamedText.names(text)));
        return staged.stream()
                .filter(name -> StagingName.isStaging(name) || StagingName.isDoomed(name))
                .anyMatch(name -> StagingName.plain(name).equals(plain));
    }

    private static String size(ServerConnection link, ObjectName object) {
        try {
            return TableSize.of(link, object).toString();
        } catch (ServerRefusalException unknown) {
            // An object of unknown size can be dropped, too.
            return "";
        }
    }

    /**
     * Drops leftovers and kept tables, and returns those that were dropped.
     *
     * @param chosen the names of the objects to drop; names of objects that are no longer leftovers are ignored
     */
    List<Leftover> drop(Collection<String> chosen) {
        return context.connected(link -> {
            LedgerState state = context.state(link);
            List<Leftover> candidates = of(all(link, state), chosen);
            if (candidates.isEmpty()) {
                return List.of();
            }
            requireConsent(candidates);
            return context.ledger().holding(link, state.profile(), NOTHING, holding -> {
                try (ServerConnection other = context.links().open()) {
                    List<Leftover> dropped = of(all(other, holding.entry().state()), chosen);
                    dropped.forEach(leftover -> drop(leftover, holding, other));
                    holding.release();
                    return dropped;
                } catch (MigrationException stopped) {
                    throw holding.stopped(NOTHING, stopped);
                }
            });
        });
    }

    private static List<Leftover> of(List<Leftover> leftovers, Collection<String> chosen) {
        return leftovers.stream()
                .filter(leftover -> chosen.contains(leftover.object()))
                .toList();
    }

    private void requireConsent(List<Leftover> leftovers) {
        if (!context.settings().allowed().destructive()) {
            throw new ConsentException(
                    application.where(),
                    "objects that runs left behind would be dropped: "
                            + leftovers.stream().map(Leftover::toString).collect(Collectors.joining("; ")),
                    "Give consent in the options of the migrator, or confirm on the command line.");
        }
    }

    /**
     * Drops a leftover. Its name contains the state of a finished run, so no other object can get that name in the
     * meantime.
     */
    private void drop(Leftover leftover, HeldLedger holding, ServerConnection link) {
        holding.mayProceed();
        String kind = leftover.kind().toUpperCase(Locale.ROOT);
        try {
            link.execute("DROP " + kind + " IF EXISTS " + MigratorContext.quoted(leftover.object()));
        } catch (ServerRefusalException refusal) {
            throw new StepException(
                    application.where(),
                    leftover.object() + " can't be dropped: " + refusal.getMessage(),
                    "Correct the cause that the server reports, and run it again: it continues with the remaining"
                            + " objects.",
                    refusal);
        }
    }
}
