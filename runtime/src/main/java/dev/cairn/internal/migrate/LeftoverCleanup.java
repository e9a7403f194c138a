package dev.cairn.internal.migrate;

import dev.cairn.Migrator.Leftover;
import dev.cairn.catalog.Catalog;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.reflection.ListedObject;
import dev.cairn.internal.reflection.RetainedTable;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.reflection.TableSize;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.token.NameReplacer;
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

/**
 * Finds and drops the objects that runs have left behind beside the objects of the schema: staging copies, views that
 * block the name of a fence, and kept tables whose period is over.
 */
public final class LeftoverCleanup {

    /** The names of views that block a late RENAME of a fence; they contain the state of the run. */
    private static final Pattern FENCE_VIEW_NAME = Pattern.compile("(.+)__cairn_fence_([0-9]{1,18})(?:_[0-9]+)?");

    private final MigratorContext context;
    private final ApplicationSchema application;

    public LeftoverCleanup(MigratorContext context) {
        this.context = context;
        this.application = context.application();
    }

    /** Returns the leftovers of the schema's own objects, with the kept tables whose period is over. */
    public List<Leftover> leftovers() {
        return readLeftovers(false);
    }

    /** Returns the kept tables whose period is not over. */
    public List<Leftover> keptTables() {
        return readLeftovers(true);
    }

    private List<Leftover> readLeftovers(boolean isKept) {
        return context.read(connection -> {
            List<Leftover> allLeftovers = findLeftovers(connection, context.readState(connection));
            Instant now = ServerClock.read(connection).instant();
            return allLeftovers.stream()
                    .filter(leftover ->
                            leftover.keptUntil().filter(now::isBefore).isPresent() == isKept)
                    .toList();
        });
    }

    /**
     * Returns the leftovers and the kept tables of the schema's own objects, because another schema may use the same
     * database. Objects that the migration in progress builds are not leftovers, because the migrator that continues it
     * needs them.
     */
    private List<Leftover> findLeftovers(ServerConnection connection, LedgerState state) {
        new StatusReader(context).requireResumable(state);
        SchemaComparison comparison = new SchemaComparison(context);
        ServerProfile profile = comparison.readProfile(connection);
        Set<ObjectName> ownNames = new HashSet<>();
        SortedSet<String> databases = new TreeSet<>();
        for (Catalog catalog :
                comparison.computeCatalogs(profile, context.connections().readDatabase(connection))) {
            catalog.databases().forEach(database -> databases.add(database.getKey()));
            ownNames.addAll(SchemaReflection.namesOf(catalog));
        }
        List<Leftover> leftovers = new ArrayList<>();
        for (ListedObject listedObject : SchemaReflection.listStaged(connection, databases)) {
            ObjectName object = listedObject.object();
            Optional<RetainedTable> keptTable = RetainedTable.parse(object);
            Matcher fenceViewName = FENCE_VIEW_NAME.matcher(object.name());
            boolean isView = listedObject.kind().equals("view");
            if (isView != fenceViewName.matches()
                    || (keptTable.isPresent() && !listedObject.kind().equals("table"))) {
                // A table with the name of a fence holds rows that the continued run needs.
                continue;
            }
            ObjectName originalName = keptTable
                    .map(RetainedTable::table)
                    .orElseGet(() ->
                            object.withName(isView ? fenceViewName.group(1) : StagingName.originalName(object.name())));
            List<RecordedMigration> migrations = application.migrations().stream()
                    .filter(migration -> buildsStagingCopy(migration, originalName.name()))
                    .toList();
            boolean isNeeded = state.run().map(UnfinishedMigration::number).stream()
                    .anyMatch(number -> migrations.contains(application.migration(number)));
            if (keptTable.isPresent()
                    ? ownNames.contains(originalName) || !migrations.isEmpty()
                    : ownNames.contains(originalName) && !isNeeded) {
                leftovers.add(new Leftover(
                        object.toString(),
                        listedObject.kind(),
                        keptTable
                                .map(RetainedTable::run)
                                .orElseGet(() -> isView
                                        ? Long.parseLong(fenceViewName.group(2))
                                        : StagingName.parseNumber(object.name()).orElse(0)),
                        migrations,
                        isView ? "" : readSize(connection, object),
                        keptTable.map(RetainedTable::until)));
            }
        }
        return leftovers;
    }

    /**
     * Returns whether the migration builds a staging copy of an object, or renames it before it drops it, in either
     * direction.
     */
    private static boolean buildsStagingCopy(RecordedMigration migration, String plainName) {
        Set<String> mentionedNames = new HashSet<>();
        List<String> texts = new ArrayList<>(migration.upgrade());
        texts.addAll(migration.downgrade());
        texts.forEach(text -> mentionedNames.addAll(NameReplacer.collectNames(text)));
        return mentionedNames.stream()
                .filter(name -> StagingName.isStaging(name) || StagingName.isRetired(name))
                .anyMatch(name -> StagingName.plainName(name).equals(plainName));
    }

    private static String readSize(ServerConnection connection, ObjectName object) {
        try {
            return TableSize.read(connection, object).toString();
        } catch (ServerRefusalException ignored) {
            // An object of unknown size can be dropped, too.
            return "";
        }
    }

    /**
     * Drops leftovers and kept tables, and returns those that were dropped.
     *
     * @param chosenNames the names of the objects to drop; names of objects that are no longer leftovers are ignored
     */
    public List<Leftover> drop(Collection<String> chosenNames) {
        return context.performOperation(MutatingOperation.CLEANUP, connection -> {
            LedgerState state = context.readState(connection);
            List<Leftover> candidates = selectLeftovers(findLeftovers(connection, state), chosenNames);
            if (candidates.isEmpty()) {
                return List.of();
            }
            requireConsent(candidates);
            return context.ledger()
                    .callWhileHeld(connection, state.profile(), LedgerTransition.UNCHANGED, heldLedger -> {
                        try (ServerConnection dropConnection =
                                context.connections().open()) {
                            List<Leftover> droppedLeftovers = selectLeftovers(
                                    findLeftovers(
                                            dropConnection, heldLedger.entry().state()),
                                    chosenNames);
                            droppedLeftovers.forEach(leftover -> dropLeftover(leftover, heldLedger, dropConnection));
                            heldLedger.release();
                            return droppedLeftovers;
                        } catch (MigrationException failure) {
                            throw heldLedger.releaseAfterFailure(LedgerTransition.UNCHANGED, failure);
                        }
                    });
        });
    }

    private static List<Leftover> selectLeftovers(List<Leftover> leftovers, Collection<String> chosenNames) {
        return leftovers.stream()
                .filter(leftover -> chosenNames.contains(leftover.object()))
                .toList();
    }

    private void requireConsent(List<Leftover> leftovers) {
        if (!context.settings().get(MigratorSettings.ALLOWED_CHANGES).allowsDestructive()) {
            throw new ConsentException(
                    application.where(),
                    "objects that runs left behind would be dropped: "
                            + leftovers.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "Give consent in the options of the migrator, or confirm on the command line.");
        }
    }

    /**
     * Drops a leftover. Its name contains the state of a finished run, so no other object can get that name in the
     * meantime.
     */
    private void dropLeftover(Leftover leftover, HeldLedger heldLedger, ServerConnection connection) {
        heldLedger.requireHeld();
        String kind = leftover.kind().toUpperCase(Locale.ROOT);
        try {
            connection.execute("DROP " + kind + " IF EXISTS " + SqlQuoting.quoteQualifiedName(leftover.object()));
        } catch (ServerRefusalException refusal) {
            throw new StepException(
                    application.where(),
                    leftover.object() + " can't be dropped: " + refusal.getMessage(),
                    "Correct the cause that the server reports, and repeat the operation: it continues with the remaining"
                            + " objects.",
                    refusal);
        }
    }
}
