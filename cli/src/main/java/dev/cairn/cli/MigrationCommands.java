package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Fleet;
import dev.cairn.FleetResult;
import dev.cairn.FleetResult.Ending;
import dev.cairn.FleetResult.OfDatabase;
import dev.cairn.Migrator;
import dev.cairn.MigratorOptions;
import dev.cairn.Outcome;
import dev.cairn.PlannedMigration;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.ledger.LedgerOptions;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.SchemaLintInput;
import dev.cairn.tooling.lint.format.MigrationReport;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.tooling.report.ReportDocument;
import dev.cairn.upgrade.Progress.PlannedStep;
import dev.cairn.upgrade.RebuildOptions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that run migrations, and the one that shows what they would run. */
final class MigrationCommands {
    private MigrationCommands() {}

    /** {@code cairn plan}. */
    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Shows what an upgrade would run now, with its costs and warnings. Runs nothing.")
    static final class PlanCommand extends MigratorCommand.Reporting {
        @Mixin
        private final FleetOptions databases = new FleetOptions();

        @Override
        int run(SchemaDescriptor schema) {
            Optional<Fleet> fleet = databases.fleet(factory, schema);
            if (fleet.isPresent()) {
                return run(schema, fleet.get());
            }
            List<PlannedMigration> planned = factory.migrator(schema).plan();
            if (planned.isEmpty()) {
                output.text("Nothing to do: " + schema.name() + " is up to date.");
            }
            for (PlannedMigration migration : planned) {
                output.print(object(migration), text(migration));
            }
            report.write(() -> document(schema, planned));
            return ExitCode.DONE.number();
        }

        /** Prints each plan once, with the databases that have it. */
        private int run(SchemaDescriptor schema, Fleet fleet) {
            FleetResult<List<PlannedMigration>> result = fleet.plan();
            Map<String, List<String>> plans = new LinkedHashMap<>();
            for (OfDatabase<List<PlannedMigration>> each : result.with(Ending.DONE)) {
                String plan = Objects.requireNonNull(each.value()).stream()
                        .map(PlanCommand::text)
                        .collect(Collectors.joining("\n"));
                if (!plan.isEmpty()) {
                    plans.computeIfAbsent(plan, text -> new ArrayList<>()).add(each.database());
                }
            }
            plans.forEach((plan, names) -> output.text("-- plan of " + String.join(", ", names) + "\n" + plan));
            return print("Plans", schema, fleet, result, PlanCommand::described);
        }

        private static FleetOutput.Description described(List<PlannedMigration> planned) {
            return new FleetOutput.Description(
                    planned.isEmpty()
                            ? "nothing to do"
                            : MigrationText.counted(planned.size()) + " pending, "
                                    + MigrationText.of(planned.get(0).migration()) + " first",
                    new JsonObject()
                            .put(
                                    "migrations",
                                    planned.stream().map(PlanCommand::object).toList()),
                    ExitCode.DONE);
        }

        private static ReportDocument document(SchemaDescriptor schema, List<PlannedMigration> planned) {
            ReportDocument document = new ReportDocument("Plan of " + schema.name());
            document.paragraph(
                    planned.isEmpty()
                            ? "Nothing to do: " + schema.name() + " is up to date."
                            : "An upgrade runs " + MigrationText.counted(planned.size()) + ".");
            for (PlannedMigration migration : planned) {
                Set<Integer> steps =
                        migration.steps().stream().map(PlannedStep::number).collect(Collectors.toSet());
                new SchemaLintInput(schema, migration.target(), List.of(), new CompiledQueries(List.of()))
                        .recorded(Set.of(migration.migration().name()))
                        .forEach(recorded -> MigrationReport.add(recorded, steps::contains, document));
            }
            return document;
        }

        private static String text(PlannedMigration planned) {
            StringBuilder text = new StringBuilder("-- ").append(MigrationText.of(planned.migration()));
            for (PlannedStep step : planned.steps()) {
                notes(planned, step).forEach(note -> text.append("\n-- note: ").append(note));
                text.append('\n').append(MigrationText.ended(step.text()));
            }
            return text.append('\n').toString();
        }

        private static List<String> notes(PlannedMigration planned, PlannedStep step) {
            return planned.notes().getOrDefault(step.number(), List.of());
        }

        private static JsonObject object(PlannedMigration planned) {
            JsonObject object = MigrationText.object(planned.migration());
            object.put(
                    "steps",
                    planned.steps().stream().map(step -> object(planned, step)).toList());
            return object;
        }

        private static JsonObject object(PlannedMigration planned, PlannedStep step) {
            return new JsonObject()
                    .put("step", step.number())
                    .put("sql", step.text())
                    .put("notes", notes(planned, step));
        }
    }

    /** {@code cairn upgrade}. */
    @Command(
            name = "upgrade",
            mixinStandardHelpOptions = true,
            description = "Runs the pending migrations. After a failure, run it again: it resumes where it stopped.")
    static final class UpgradeCommand extends MigratorCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "VERSION",
                defaultValue = "head",
                description =
                        "The migration to upgrade to: its number, its name, or +n for the next n. Default: the last"
                                + " one")
        private String version = "head";

        @Mixin
        private final FleetOptions databases = new FleetOptions();

        @Mixin
        private final RebuildArguments rebuild = new RebuildArguments();

        @Option(
                names = "--canary",
                paramLabel = "N|NAMES",
                description =
                        "With --each, the databases to upgrade first, by their number or their names, as in eu-1,eu-2."
                                + " The others begin only after all of these succeeded.")
        private @Nullable String canary;

        @Option(
                names = "--stop-after",
                paramLabel = "N",
                description = "With --each, begin no further database after so many failures. Default: begin all")
        private @Nullable Integer stopAfter;

        @Override
        int run(SchemaDescriptor schema) {
            Optional<Fleet> fleet = databases.fleet(factory, schema);
            if (fleet.isPresent()) {
                return run(schema, fleet.get().options(rebuild.applied(factory.options())));
            }
            if (canary != null || stopAfter != null) {
                throw CommandException.usage("--canary and --stop-after are options of --each.");
            }
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                Migrator migrator = factory.migrator(
                        schema, rebuild.applied(factory.options()).listener(drawing));
                Outcome outcome = upgraded(migrator, schema);
                print(output, schema, outcome);
            }
            return ExitCode.DONE.number();
        }

        private int run(SchemaDescriptor schema, Fleet databasesOfFile) {
            if (!VersionArgument.isRelative(version)) {
                VersionArgument.of(version, schema);
            }
            FleetOutput fleetOutput =
                    new FleetOutput(output, databasesOfFile.names().size());
            Fleet fleet = limited(databasesOfFile).listener(fleetOutput);
            return fleetOutput.print(
                    schema.name(),
                    fleet.run(migrator -> version.equals("head") ? migrator.upgrade() : toVersion(migrator, schema)),
                    outcome ->
                            new FleetOutput.Description(text(schema, outcome), object(schema, outcome), ExitCode.DONE));
        }

        private Outcome toVersion(Migrator migrator, SchemaDescriptor schema) {
            return migrator.upgradeTo(
                    VersionArgument.isRelative(version)
                            ? VersionArgument.from(migrator.status().head().number(), version, schema)
                            : VersionArgument.of(version, schema));
        }

        private Fleet limited(Fleet all) {
            Fleet fleet = all;
            if (stopAfter != null) {
                if (stopAfter < 1) {
                    throw CommandException.usage("--stop-after must be at least 1, and not " + stopAfter + ".");
                }
                fleet = fleet.stopAfter(stopAfter);
            }
            if (canary == null) {
                return fleet;
            }
            if (canary.matches("\\d{1,9}")) {
                return fleet.canary(Integer.parseInt(canary));
            }
            String[] names = canary.split(",", -1);
            for (String name : names) {
                if (!fleet.names().contains(name)) {
                    throw CommandException.usage("There is no database '" + name + "' in the file of --each.");
                }
            }
            return fleet.canary(names);
        }

        private Outcome upgraded(Migrator migrator, SchemaDescriptor schema) {
            int number = target(version, migrator, schema, output);
            return version.equals("head") ? migrator.upgrade() : migrator.upgradeTo(number);
        }
    }

    /** {@code cairn downgrade -1}. */
    @Command(
            name = "downgrade",
            mixinStandardHelpOptions = true,
            description = "Reverts migrations, the last one first.")
    static final class DowngradeCommand extends MigratorCommand {
        @Parameters(
                paramLabel = "VERSION",
                description =
                        "The migration to downgrade to: its number, its name, -n to revert n migrations, or base to"
                                + " revert all.")
        private String version = "";

        @Option(names = "--destructive", description = "Allow destructive changes.")
        private boolean destructive;

        @Mixin
        private final RebuildArguments rebuild = new RebuildArguments();

        @Override
        int run(SchemaDescriptor schema) {
            try (ProgressDrawing drawing = ProgressDrawing.on(output)) {
                MigratorOptions options = rebuild.applied(factory.options()).listener(drawing);
                Migrator migrator =
                        factory.migrator(schema, destructive ? options.consent(Consent.DESTRUCTIVE) : options);
                print(output, schema, migrator.downgradeTo(target(version, migrator, schema, output)));
            }
            return ExitCode.DONE.number();
        }
    }

    /**
     * Returns the number of the migration that the argument names. If another migrator holds the ledger, the command
     * says so, because it is about to wait.
     */
    private static int target(String version, Migrator migrator, SchemaDescriptor schema, Output output) {
        int number = VersionArgument.isRelative(version)
                ? VersionArgument.from(migrator.status().head().number(), version, schema)
                : VersionArgument.of(version, schema);
        if (migrator.status().held()) {
            output.text("Another migrator holds the ledger. Waiting until it is done, or its lease of "
                    + LedgerOptions.DEFAULT.lease().toSeconds() + " s ends.");
        }
        return number;
    }

    /** Reports what an upgrade or a downgrade did. */
    private static void print(Output output, SchemaDescriptor schema, Outcome outcome) {
        output.print(object(schema, outcome), text(schema, outcome) + ".");
    }

    private static JsonObject object(SchemaDescriptor schema, Outcome outcome) {
        JsonObject object = new JsonObject();
        object.put("event", "outcome");
        object.put("schema", schema.name());
        object.put("from", outcome.from());
        object.put("to", outcome.to());
        object.put("ran", MigrationText.objects(outcome.ran()));
        return object;
    }

    private static String text(SchemaDescriptor schema, Outcome outcome) {
        String where = schema.name() + " is " + MigrationText.of(outcome.to(), schema.migrations());
        return outcome.isNothing()
                ? "Nothing to do: " + where
                : MigrationText.counted(outcome.ran().size()) + " done: " + where;
    }

    /** Options for rebuilds of tables to which others write. */
    private static final class RebuildArguments {
        private static final Duration LONGEST = Duration.ofDays(3650);

        @Option(
                names = "--rebuild-end",
                paramLabel = "END",
                description = "How a rebuilt table replaces the old one: stopped-writers, swap or fence. Default:"
                        + " stopped-writers, which stops if rows are written meanwhile")
        private @Nullable String end;

        @Option(
                names = "--rebuild-unavailable",
                paramLabel = "SECONDS",
                description = "How long a table may be unavailable with --rebuild-end fence. Default: 30")
        private @Nullable Integer unavailable;

        @Option(
                names = "--rebuild-rounds",
                paramLabel = "N",
                description = "How often what was written meanwhile is copied again at most. Default: 20")
        private @Nullable Integer rounds;

        @Option(
                names = "--rebuild-pause",
                paramLabel = "SECONDS",
                description = "The pause between the copies of two partitions. Default: 0")
        private @Nullable Integer pause;

        @Option(
                names = "--max-parallel",
                paramLabel = "N",
                description = "How many partitions of a table are copied side by side at most. Default: 1")
        private @Nullable Integer maxParallel;

        @Option(
                names = "--sample-above",
                paramLabel = "ROWS",
                description =
                        "Above how many rows in a partition only a sample of its copy is compared. Default: all rows are"
                                + " compared")
        private @Nullable Integer sampleAbove;

        @Option(
                names = "--range-rows",
                paramLabel = "N",
                description =
                        "A table without partitions that has more rows is copied by ranges of so many rows. Default:"
                                + " 10000000")
        private @Nullable Long rangeRows;

        @Option(
                names = "--keep-old",
                paramLabel = "PERIOD",
                description =
                        "How long the old table of a rebuild is kept, as in 7d or 12h; then cairn cleanup drops it."
                                + " Default: it is dropped at once")
        private @Nullable String keepOld;

        @Option(
                names = "--only-between",
                paramLabel = "TIMES",
                description = "The times of day at which copies of rebuilds start, by the clock of the server, as in"
                        + " 22:00-06:00. Default: at all times")
        private @Nullable String onlyBetween;

        @Option(
                names = "--resource-group",
                paramLabel = "NAME",
                description = "The resource group of the copies of rebuilds. Default: as the server classifies them")
        private @Nullable String resourceGroup;

        /** Returns options with the values that were given. */
        MigratorOptions applied(MigratorOptions options) {
            RebuildOptions rebuild = RebuildOptions.DEFAULT.end(end());
            if (rebuild.end() == RebuildOptions.End.STOPPED_WRITERS
                    && (unavailable != null
                            || rounds != null
                            || pause != null
                            || maxParallel != null
                            || sampleAbove != null
                            || rangeRows != null)) {
                throw CommandException.usage(
                        "--rebuild-unavailable, --rebuild-rounds, --rebuild-pause, --sample-above, --max-parallel and"
                                + " --range-rows are options of --rebuild-end swap and fence.");
            }
            if (unavailable != null) {
                rebuild = rebuild.unavailable(Duration.ofSeconds(least("--rebuild-unavailable", unavailable, 1)));
            }
            if (rounds != null) {
                rebuild = rebuild.rounds(least("--rebuild-rounds", rounds, 1));
            }
            if (pause != null) {
                rebuild = rebuild.pause(Duration.ofSeconds(least("--rebuild-pause", pause, 0)));
            }
            if (maxParallel != null) {
                if (maxParallel > 64) {
                    throw CommandException.usage("--max-parallel must be at most 64, and not " + maxParallel + ".");
                }
                rebuild = rebuild.maxParallel(least("--max-parallel", maxParallel, 1));
            }
            if (sampleAbove != null) {
                rebuild = rebuild.sampleAbove(least("--sample-above", sampleAbove, 1));
            }
            if (rangeRows != null) {
                rebuild = rebuild.rangeRows(least("--range-rows", rangeRows, 1));
            }
            if (keepOld != null) {
                rebuild = rebuild.keepOld(period(keepOld));
            }
            if (onlyBetween != null) {
                rebuild = between(rebuild, onlyBetween);
            }
            if (resourceGroup != null) {
                if (resourceGroup.isBlank()) {
                    throw CommandException.usage("--resource-group is the name of a resource group.");
                }
                rebuild = rebuild.resourceGroup(resourceGroup);
            }
            return options.rebuild(rebuild);
        }

        private RebuildOptions.End end() {
            if (end == null) {
                return RebuildOptions.DEFAULT.end();
            }
            for (RebuildOptions.End each : RebuildOptions.End.values()) {
                if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(end)) {
                    return each;
                }
            }
            throw CommandException.usage("--rebuild-end is stopped-writers, swap or fence, and not '" + end + "'.");
        }

        private static RebuildOptions between(RebuildOptions rebuild, String text) {
            String[] times = text.split("-", -1);
            try {
                if (times.length == 2) {
                    return rebuild.onlyBetween(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
                }
            } catch (DateTimeParseException | IllegalArgumentException notTimes) {
                // The message below says what is expected.
            }
            throw CommandException.usage(
                    "--only-between is two different times, such as 22:00-06:00, and not '" + text + "'.");
        }

        private static Duration period(String text) {
            if (text.matches("[0-9]{1,4}[mhd]")) {
                long number = Long.parseLong(text.substring(0, text.length() - 1));
                Duration period = switch (text.charAt(text.length() - 1)) {
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
                if (period.compareTo(LONGEST) <= 0) {
                    return period;
                }
            }
            throw CommandException.usage(
                    "--keep-old is a number with m, h or d, such as 7d, and at most 3650d, and not '" + text + "'.");
        }

        private static <N extends Number> N least(String option, N value, int least) {
            if (value.longValue() < least) {
                throw CommandException.usage(option + " must be at least " + least + ", and not " + value + ".");
            }
            return value;
        }
    }
}
