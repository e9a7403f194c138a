package dev.cairn.internal.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.look.Reflection;
import dev.cairn.internal.run.prepare.Footprint;
import dev.cairn.internal.run.prepare.PreparedMigration;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.MergedAlter;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Migrations as SQL, for users who run them with other tools than the migrator.
 *
 * <pre>{@code
 * RenderedScript script = migrator.script(1, 3, "shop");
 * Files.writeString(Path.of("shop.sql"), script.text());            // with a mark at each place to wait
 * script.files().forEach((name, text) -> ...);                       // or a file for each stretch between the marks
 * }</pre>
 *
 * @param range describes the heads before and after the script
 * @param ledger the statements for the ledger at the end; empty if the script is empty
 */
public record RenderedScript(String database, String range, List<Part> parts, String ledger) {
    public RenderedScript {
        parts = List.copyOf(parts);
    }

    /**
     * A part of the script that runs without waiting.
     *
     * @param waits the jobs that must have ended before this part begins
     */
    public record Part(List<JobWait> waits, List<ScriptEntry> entries) {
        public Part {
            waits = List.copyOf(waits);
            entries = List.copyOf(entries);
        }
    }

    /**
     * Creates the script of some migrations, in their order.
     *
     * @param ledger the statements for the ledger at the end
     */
    public static RenderedScript of(
            Engine engine, String database, String range, List<PreparedMigration> migrations, String ledger) {
        List<ScriptEntry> entries = new AlterMerger(engine).of(migrations);
        return new RenderedScript(
                database,
                range,
                migrations.isEmpty() ? List.of() : new Stretches(database, entries).parts(),
                migrations.isEmpty() ? "" : ledger);
    }

    /** Returns the number of places where a job must have ended. */
    public int waits() {
        return (int) parts.stream().filter(part -> !part.waits().isEmpty()).count();
    }

    /** Returns the whole script, with a mark at each place to wait; empty if there are no migrations. */
    public String text() {
        if (parts.isEmpty()) {
            return "";
        }
        Writing writing = new Writing(database);
        writing.line("-- Database " + database + ", " + range + ".");
        if (waits() > 0) {
            writing.text.append("""
                --
                -- This script has %s where a job that an earlier statement started must have ended before the next statement
                -- can run. Such a place is marked by "-- wait: ...", with the statement that tells whether the job has ended.
                -- StarRocks has no statement that waits, so don't send the whole script with a plain client:
                --   cairn run-sql FILE           runs it, waits, and resumes where an interrupted run stopped
                --   cairn sql --split=DIR ...    writes a file for each part that a plain client can run at once
                """.formatted(waits() == 1 ? "1 place" : waits() + " places"));
        }
        writing.text.append('\n');
        for (Part part : parts) {
            writing.add(part);
        }
        writing.end(ledger);
        return writing.text.toString();
    }

    /** Returns one file for each part, by name, in the order in which they must run. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Writing writing = new Writing(database);
            writing.line("-- Database " + database + ", " + range + ": part " + (i + 1) + " of " + parts.size() + ".");
            writing.line(
                    i == 0
                            ? "-- Run the parts in the order of their numbers, each after the jobs in its first lines"
                                    + " have ended."
                            : part.waits().isEmpty()
                                    ? "-- Run it when part " + i + " is done."
                                    : "-- Run it when part " + i + " is done, and when these have ended:");
            writing.select(parts.subList(0, i));
            writing.add(part);
            writing.end(i == parts.size() - 1 ? ledger : "");
            files.put(String.format(Locale.ROOT, "%03d.sql", i + 1), writing.text.toString());
        }
        return files;
    }

    /** Divides the entries wherever a statement requires that a job has ended. */
    private static final class Stretches {
        private final String database;
        private final List<ScriptEntry> entries;
        private final boolean changesDatabase;
        private final List<Part> parts = new ArrayList<>();
        private final List<ScriptEntry> current = new ArrayList<>();
        private final Map<JobWait, Footprint> pending = new LinkedHashMap<>();
        private List<JobWait> waits = List.of();

        Stretches(String database, List<ScriptEntry> entries) {
            this.database = database;
            this.entries = entries;
            this.changesDatabase = entries.stream().anyMatch(entry -> statement(entry) instanceof Statement.Use);
        }

        List<Part> parts() {
            Set<JobWait> announced = new HashSet<>();
            for (ScriptEntry entry : entries) {
                Footprint footprint = entry.footprint();
                List<JobWait> needed = new ArrayList<>();
                pending.forEach((wait, earlier) -> {
                    boolean needs = wait.kind() != JobWait.Kind.REFRESH || !isIndifferentToRows(entry);
                    if (needs && footprint.waitsFor(earlier)) {
                        needed.add(wait);
                    }
                });
                cut(needed);
                current.add(entry);
                wait(entry).ifPresent(wait -> {
                    pending.put(wait, footprint);
                    if (statement(entry) instanceof ViewStatement.RefreshMaterializedView) {
                        announced.add(wait);
                    }
                });
            }
            // The first refresh of a view may fail, although the view exists.
            cut(pending.keySet().stream()
                    .filter(wait -> wait.kind() != JobWait.Kind.REFRESH || announced.contains(wait))
                    .toList());
            parts.add(new Part(waits, current));
            return parts;
        }

        private void cut(List<JobWait> needed) {
            if (!needed.isEmpty()) {
                parts.add(new Part(waits, current));
                current.clear();
                waits = needed;
                needed.forEach(pending::remove);
            }
        }

        /** A view can be created over a materialized view whose refresh is not complete. */
        private static boolean isIndifferentToRows(ScriptEntry entry) {
            Statement statement = statement(entry);
            return statement instanceof ViewStatement.CreateView
                    || statement instanceof ViewStatement.CreateMaterializedView
                    || entry.step() instanceof RunStep.OfGrants;
        }

        private Optional<JobWait> wait(ScriptEntry entry) {
            if (!(entry.step() instanceof RunStep.OfStatement sent)
                    || sent.step().object() == null) {
                return Optional.empty();
            }
            return kind(sent.step().waitsFor())
                    .map(kind -> new JobWait(
                            kind,
                            Objects.requireNonNull(sent.step().object()),
                            !changesDatabase && sent.step().object().database().equals(database)));
        }

        private static Optional<JobWait.Kind> kind(WaitCondition wait) {
            return switch (wait) {
                case NOTHING, LOAD -> Optional.empty();
                case COLUMN_JOB -> Optional.of(JobWait.Kind.COLUMN);
                case ROLLUP_JOB -> Optional.of(JobWait.Kind.ROLLUP);
                case OPTIMIZE_JOB -> Optional.of(JobWait.Kind.OPTIMIZE);
                case HIDDEN_JOB -> Optional.of(JobWait.Kind.HIDDEN);
                case REFRESH -> Optional.of(JobWait.Kind.REFRESH);
            };
        }
    }

    private static @Nullable Statement statement(ScriptEntry entry) {
        return entry.step() instanceof RunStep.OfStatement sent
                ? sent.step().action().statement()
                : null;
    }

    /** Writes entries, and the session settings that they need. */
    private static final class Writing {
        private final StringBuilder text = new StringBuilder();
        private final String database;
        private Map<String, String> settings = Map.of();
        private List<RecordedMigration> migrations = List.of();

        Writing(String database) {
            this.database = database;
        }

        void line(String line) {
            text.append(line).append('\n');
        }

        /** Selects the database that the previous parts have selected. */
        void select(List<Part> before) {
            for (int i = before.size() - 1; i >= 0; i--) {
                List<ScriptEntry> entries = before.get(i).entries();
                for (int j = entries.size() - 1; j >= 0; j--) {
                    if (statement(entries.get(j)) instanceof Statement.Use use) {
                        line(Sql.render(use) + ";");
                        return;
                    }
                }
            }
        }

        void add(Part part) {
            part.waits().forEach(wait -> text.append(wait.lines()));
            part.entries().forEach(this::add);
        }

        private void add(ScriptEntry entry) {
            set(entry.settings());
            if (!entry.migrations().equals(migrations)) {
                migrations = entry.migrations();
                migrations.forEach(migration -> line("-- " + database + ", " + migration.name()
                        + (entry.direction() == Direction.DOWNGRADE ? ", back" : ": " + migration.title())));
            }
            line(lines(entry.step()));
        }

        private void set(Map<String, String> required) {
            if (!required.equals(settings)) {
                settings.keySet().stream()
                        .filter(name -> !required.containsKey(name))
                        .forEach(name -> line("SET " + name + " = DEFAULT;"));
                required.forEach((name, value) -> {
                    if (!value.equals(settings.get(name))) {
                        line("SET " + name + " = " + SqlQuoting.setting(value) + ";");
                    }
                });
                settings = required;
            }
        }

        private String lines(RunStep step) {
            if (step instanceof RunStep.OfCode code) {
                return SqlScript.CODE + moment(code.moment())
                        + " the statements of its migration, runs here; it can't be expressed in SQL.";
            }
            if (step instanceof RunStep.OfGrants grants) {
                String accepted = grants.lossAccepted() ? new Marker.GrantLossAccepted().line() + "\n" : "";
                return accepted
                        + new Marker.Grants(local(grants.from()), local(grants.to())).line()
                        + "\n"
                        + new Marker.Grants(
                                        grants.from().toString(), grants.to().toString())
                                .byHand();
            }
            if (step instanceof RunStep.OfCounter counter) {
                Marker.Counter marker = new Marker.Counter(local(counter.from()), local(counter.to()));
                return marker.line() + "\n" + marker.byHand();
            }
            return ((RunStep.OfStatement) step).step().text() + ";";
        }

        /** Returns the name without the database in which the script runs, because it may have another name there. */
        private String local(ObjectName name) {
            return name.database().equals(database) ? name.name() : name.toString();
        }

        private static String moment(MigrationStep.Moment moment) {
            return moment == MigrationStep.Moment.BEFORE_UPGRADE || moment == MigrationStep.Moment.BEFORE_DOWNGRADE
                    ? "before"
                    : "after";
        }

        void end(String ledger) {
            set(Map.of());
            if (!ledger.isEmpty()) {
                text.append('\n');
                line(ledger);
            }
        }
    }

    /**
     * Merges ALTER TABLE statements of the same table over a range of migrations, to reduce the number of jobs. A
     * statement moves up to an earlier one of its table if no statement in between has a conflicting footprint.
     */
    private static final class AlterMerger {
        private final Engine engine;

        AlterMerger(Engine engine) {
            this.engine = engine;
        }

        List<ScriptEntry> of(List<PreparedMigration> migrations) {
            List<ScriptEntry> all = entries(migrations);
            List<ScriptEntry> merged = new ArrayList<>();
            all.forEach(entry -> add(entry, merged));
            return leadToTheSame(migrations, merged) ? merged : all;
        }

        private static List<ScriptEntry> entries(List<PreparedMigration> migrations) {
            List<ScriptEntry> entries = new ArrayList<>();
            for (PreparedMigration prepared : migrations) {
                for (RunStep step : prepared.steps()) {
                    entries.add(new ScriptEntry(
                            List.of(prepared.migration()),
                            prepared.direction(),
                            prepared.migration().session(),
                            step));
                }
            }
            return entries;
        }

        private void add(ScriptEntry entry, List<ScriptEntry> merged) {
            for (int i = merged.size() - 1; i >= 0; i--) {
                Optional<ScriptEntry> both = merged(merged.get(i), entry);
                if (both.isPresent()) {
                    merged.set(i, both.get());
                    return;
                }
                if (entry.footprint().waitsFor(merged.get(i).footprint())) {
                    break;
                }
            }
            merged.add(entry);
        }

        private Optional<ScriptEntry> merged(ScriptEntry first, ScriptEntry second) {
            if (!(first.step() instanceof RunStep.OfStatement one)
                    || !(second.step() instanceof RunStep.OfStatement other)
                    || !first.settings().equals(second.settings())
                    || !Objects.equals(one.session().database(), other.session().database())) {
                return Optional.empty();
            }
            Optional<Step> both = new MergedAlter(
                            one.step().action(), other.step().action())
                    .step(engine, one.session(), one.before(), other.after());
            return both.map(step -> new ScriptEntry(
                    both(first.migrations(), second.migrations()),
                    first.direction(),
                    first.settings(),
                    new RunStep.OfStatement(one.number(), step, one.session(), one.before(), other.after())));
        }

        private static List<RecordedMigration> both(List<RecordedMigration> some, List<RecordedMigration> others) {
            Set<RecordedMigration> all = new LinkedHashSet<>(some);
            all.addAll(others);
            return List.copyOf(all);
        }

        /** Simulates the statements in their new order, and compares the result with that of the migrations. */
        private boolean leadToTheSame(List<PreparedMigration> migrations, List<ScriptEntry> entries) {
            List<RunStep.OfStatement> statements = entries.stream()
                    .map(ScriptEntry::step)
                    .filter(RunStep.OfStatement.class::isInstance)
                    .map(RunStep.OfStatement.class::cast)
                    .toList();
            if (statements.isEmpty()) {
                return true;
            }
            Simulation simulation = new Simulation(
                    engine, statements.get(0).session(), migrations.get(0).before());
            try {
                statements.forEach(statement -> simulation.play(statement.step().action()));
            } catch (Refusal refusal) {
                return false;
            }
            return shown(simulation.catalog())
                    .equals(shown(migrations.get(migrations.size() - 1).after()));
        }

        private Map<String, String> shown(Catalog catalog) {
            return Reflection.names(catalog).stream()
                    .collect(Collectors.toMap(
                            Object::toString,
                            name -> SchemaObject.find(catalog, name)
                                    .map(object -> object.shown(engine.profile()))
                                    .orElse(""),
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    /**
     * One step of a script.
     *
     * @param migrations the migrations of the step: several if statements were merged
     * @param settings the settings of the session in which it runs
     */
    public record ScriptEntry(
            List<RecordedMigration> migrations, Direction direction, Map<String, String> settings, RunStep step) {
        public ScriptEntry {
            migrations = List.copyOf(migrations);
        }

        Footprint footprint() {
            return Footprint.of(step);
        }
    }
}
