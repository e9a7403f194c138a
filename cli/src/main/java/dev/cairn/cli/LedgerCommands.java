package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.Migrator.Leftover;
import dev.cairn.Migrator.Repair;
import dev.cairn.Status.OpenStep;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.MigrationText;
import dev.cairn.cli.option.VersionArgument;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that repair the ledger and clean up after failed runs. */
final class LedgerCommands {
    private LedgerCommands() {}

    /** Reports the position that the ledger records now. */
    private static void tellPosition(Output output, SchemaDescriptor schema, int number, String position) {
        output.print(
                new JsonObject().put("schema", schema.name()).put("number", number),
                schema.name() + " is " + position + ".");
    }

    /** A command that asks for a confirmation before it changes anything. */
    private abstract static class ConfirmedCommand extends MigratorCommand {
        @Mixin
        final ConfirmationOptions confirmation = new ConfirmationOptions();
    }

    /** {@code cairn stamp 3}. */
    @Command(
            name = "stamp",
            mixinStandardHelpOptions = true,
            description = "Marks migrations as done, up to the given one, without inspecting the database. Use it for"
                    + " migrations that were run manually.")
    static final class StampCommand extends ConfirmedCommand {
        @Parameters(paramLabel = "VERSION", description = "The migration, by number or name; base is before the first.")
        private String version = "";

        @Option(
                names = "--abandon",
                description = "Discard the progress of an unfinished migration, whose steps were completed or reverted"
                        + " manually.")
        private boolean abandon;

        @Override
        int run(SchemaDescriptor schema) {
            int number = VersionArgument.of(version, schema);
            String position = MigrationText.of(number, schema.migrations());
            confirmation.require("The ledger of " + schema.name() + " will record that the database is " + position
                    + ", regardless of its current state.");
            Migrator migrator = factory.migrator(schema);
            if (abandon) {
                migrator.stampAbandoning(number);
            } else {
                migrator.stamp(number);
            }
            tellPosition(output, schema, number, position);
            return ExitCode.DONE.number();
        }
    }

    /** {@code cairn baseline}. */
    @Command(
            name = "baseline",
            mixinStandardHelpOptions = true,
            description =
                    "Creates the ledger of an existing database that already contains the result of the migrations."
                            + " Compares the database first; if anything differs, nothing is changed.")
    static final class BaselineCommand extends ConfirmedCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "VERSION",
                defaultValue = "head",
                description =
                        "The migration that the database corresponds to, by number or name. Default: the last one")
        private String version = "head";

        @Override
        int run(SchemaDescriptor schema) {
            int number = VersionArgument.of(version, schema);
            String position = MigrationText.of(number, schema.migrations());
            confirmation.require("A ledger of " + schema.name()
                    + " will be created, which records that the database is " + position + ".");
            factory.migrator(schema).baseline(number);
            tellPosition(output, schema, number, position);
            return ExitCode.DONE.number();
        }
    }

    /** {@code cairn repair --done=2 --again=3}. */
    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description =
                    "Shows the steps that were begun and not finished, and asks for each of them whether it ran. The"
                            + " next upgrade continues from the answers.")
    static final class RepairCommand extends ConfirmedCommand {
        /** The value of an option without a step number, which means the only open step. */
        private static final String ONLY = "";

        @Option(
                names = "--done",
                paramLabel = "STEPS",
                arity = "0..1",
                fallbackValue = ONLY,
                description =
                        "These steps ran to completion, as in --done=2,3. The number may be omitted if only one step"
                                + " is open.")
        private @Nullable String done;

        @Option(
                names = "--again",
                paramLabel = "STEPS",
                arity = "0..1",
                fallbackValue = ONLY,
                description = "These steps did not run, or may run again.")
        private @Nullable String again;

        private Map<Integer, Repair> numbered = Map.of();

        @Spec
        private CommandSpec command = CommandSpec.create();

        @Override
        void validate() {
            numbered = numbered();
        }

        @Override
        int run(SchemaDescriptor schema) {
            Migrator migrator = factory.migrator(schema);
            List<OpenStep> open = migrator.openSteps();
            if (open.isEmpty() && numbered.isEmpty()) {
                print(open, Map.of(), "Nothing to repair: no step is open.");
                return ExitCode.DONE.number();
            }
            output.text(text(open));
            Map<Integer, Repair> answers = done == null && again == null ? askOutcomes(open) : given(numbered, open);
            if (answers.isEmpty()) {
                print(open, answers, "Nothing was changed.");
                return ExitCode.DONE.number();
            }
            if (done != null || again != null) {
                confirmation.require(
                        text(answers, " will be marked as done.", " will be run again by the next upgrade."));
            }
            migrator.repair(answers);
            print(open, answers, text(answers, " is marked as done.", " will be run again."));
            return ExitCode.DONE.number();
        }

        private static String text(List<OpenStep> open) {
            List<String> lines = new ArrayList<>();
            for (OpenStep step : open) {
                lines.add("Step " + step.step() + " of migration " + step.migration() + " is unfinished:");
                String text =
                        step.text().isEmpty() ? "-- a statement that this application does not have" : step.text();
                text.lines().forEach(line -> lines.add("  " + line));
            }
            return String.join("\n", lines);
        }

        /** Asks for the outcome of each step. */
        private Map<Integer, Repair> askOutcomes(List<OpenStep> open) {
            Map<Integer, Repair> answers = new TreeMap<>();
            for (OpenStep step : open) {
                String question =
                        "Did step " + step.step() + " run to completion? [d]one, run it [a]gain, [s]kip the question: ";
                String answer = Cairn.environment(command).answer().apply(question);
                if (answer == null) {
                    throw new CommandException(ExitCode.CONSENT_NEEDED, "Answers required: " + example(open) + ".");
                }
                switch (answer.strip().toLowerCase(Locale.ROOT)) {
                    case "d", "done" -> answers.put(step.step(), Repair.DONE);
                    case "a", "again" -> answers.put(step.step(), Repair.AGAIN);
                    default -> {
                        // No answer: the step remains open.
                    }
                }
            }
            return answers;
        }

        /** The answers with step numbers. */
        private Map<Integer, Repair> numbered() {
            if (ONLY.equals(done) && ONLY.equals(again)) {
                throw CommandException.usage("A step has one answer: pass --done or --again.");
            }
            Map<Integer, Repair> answers = new TreeMap<>();
            add(answers, done, Repair.DONE);
            add(answers, again, Repair.AGAIN);
            return answers;
        }

        private static void add(Map<Integer, Repair> answers, @Nullable String steps, Repair answer) {
            if (steps == null || steps.equals(ONLY)) {
                return;
            }
            for (String number : steps.split(",", -1)) {
                if (answers.put(number(number), answer) != null) {
                    throw CommandException.usage("Step " + number + " has two answers: pass --done or --again.");
                }
            }
        }

        private Map<Integer, Repair> given(Map<Integer, Repair> numbered, List<OpenStep> open) {
            if (!ONLY.equals(done) && !ONLY.equals(again)) {
                return numbered;
            }
            if (open.size() != 1) {
                throw CommandException.usage("There are " + open.size() + " open steps, and each needs its own answer: "
                        + example(open) + ".");
            }
            Map<Integer, Repair> answers = new TreeMap<>(numbered);
            answers.put(open.get(0).step(), ONLY.equals(done) ? Repair.DONE : Repair.AGAIN);
            return answers;
        }

        private static int number(String text) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException wrong) {
                throw CommandException.usage(
                        "Steps are numbers separated by commas, as in --done=2,3, and not \"" + text + "\".");
            }
        }

        private static String example(List<OpenStep> open) {
            return "pass --done=STEPS for those that ran, and --again=STEPS for those that did not, as in"
                    + open.stream()
                            .map(step -> (step.equals(open.get(0)) ? " --done=" : " --again=") + step.step())
                            .limit(2)
                            .collect(Collectors.joining());
        }

        private static String text(Map<Integer, Repair> answers, String ofDone, String ofAgain) {
            return answers.entrySet().stream()
                    .map(entry -> "Step " + entry.getKey() + (entry.getValue() == Repair.DONE ? ofDone : ofAgain))
                    .collect(Collectors.joining(" "));
        }

        private void print(List<OpenStep> open, Map<Integer, Repair> answers, String text) {
            output.print(
                    new JsonObject()
                            .put("steps", List.copyOf(answers.keySet()))
                            .put("done", numbers(answers, Repair.DONE))
                            .put("again", numbers(answers, Repair.AGAIN))
                            .put(
                                    "open",
                                    open.stream().map(RepairCommand::object).toList()),
                    text);
        }

        private static JsonObject object(OpenStep step) {
            return new JsonObject()
                    .put("migration", step.migration())
                    .put("step", step.step())
                    .put("sql", step.text());
        }

        private static List<Integer> numbers(Map<Integer, Repair> answers, Repair answer) {
            return answers.entrySet().stream()
                    .filter(entry -> entry.getValue() == answer)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** {@code cairn unlock}. */
    @Command(
            name = "unlock",
            mixinStandardHelpOptions = true,
            description =
                    "Takes over the ledger of a dead migrator. A migrator that is still alive stops before its next"
                            + " step.")
    static final class UnlockCommand extends ConfirmedCommand {
        @Override
        int run(SchemaDescriptor schema) {
            confirmation.require("The ledger of " + schema.name() + " will be taken from its owner.");
            Optional<String> owner = factory.migrator(schema).unlock();
            output.print(
                    new JsonObject().put("owner", owner.orElse("")),
                    owner.map(name -> "The ledger was taken from " + name + ".").orElse("The ledger had no owner."));
            return ExitCode.DONE.number();
        }
    }

    /** {@code cairn cleanup}. */
    @Command(
            name = "cleanup",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the objects that runs left behind, such as the copy of an abandoned rebuild, or the old table"
                            + " of one with --keep-old, and drops them after a confirmation.")
    static final class CleanupCommand extends ConfirmedCommand {
        @Parameters(
                arity = "0..*",
                paramLabel = "NAME",
                description = "Drops only these objects, for example loan__cairn_51. Default: all but the old tables"
                        + " whose period is not over.")
        private List<String> names = new ArrayList<>();

        @Override
        int run(SchemaDescriptor schema) {
            Migrator migrator = factory.migrator(schema, progress -> {}, Consent.DESTRUCTIVE);
            List<Leftover> leftovers = migrator.leftovers();
            List<Leftover> kept = migrator.keptTables();
            List<Leftover> chosen = leftovers;
            if (names.isEmpty()) {
                kept.forEach(table -> output.text(table.toString()));
            } else {
                chosen = chosen(Stream.concat(leftovers.stream(), kept.stream()).toList());
            }
            if (chosen.isEmpty()) {
                print(
                        List.of(),
                        kept,
                        "Nothing to clean up: "
                                + (kept.isEmpty()
                                        ? "no failed run left any objects."
                                        : "the old tables of rebuilds are kept. Give the name of one to drop it before."));
                return ExitCode.DONE.number();
            }
            chosen.forEach(leftover -> output.text(leftover.toString()));
            confirmation.require(
                    chosen.size() == 1 ? "It will be dropped." : "These " + chosen.size() + " will be dropped.");
            List<Leftover> dropped =
                    migrator.cleanup(chosen.stream().map(Leftover::object).toList());
            Set<String> gone = dropped.stream().map(Leftover::object).collect(Collectors.toSet());
            print(
                    dropped,
                    kept.stream()
                            .filter(table -> !gone.contains(table.object()))
                            .toList(),
                    "Dropped: " + dropped.stream().map(Leftover::object).collect(Collectors.joining(", ")) + ".");
            return ExitCode.DONE.number();
        }

        private List<Leftover> chosen(List<Leftover> leftovers) {
            List<Leftover> chosen = new ArrayList<>();
            for (String name : names) {
                List<Leftover> named = leftovers.stream()
                        .filter(leftover -> isNamed(leftover.object(), name))
                        .toList();
                if (named.isEmpty()) {
                    throw CommandException.usage("No failed run left " + name + ": "
                            + (leftovers.isEmpty()
                                    ? "there is nothing to clean up."
                                    : "there is "
                                            + leftovers.stream()
                                                    .map(Leftover::object)
                                                    .collect(Collectors.joining(", "))
                                            + "."));
                }
                chosen.addAll(named);
            }
            return chosen;
        }

        private static boolean isNamed(String object, String name) {
            return object.substring(object.indexOf('.') + 1).equals(name) || object.equals(name);
        }

        private void print(List<Leftover> dropped, List<Leftover> kept, String text) {
            output.print(
                    new JsonObject()
                            .put(
                                    "dropped",
                                    dropped.stream().map(CleanupCommand::object).toList())
                            .put(
                                    "kept",
                                    kept.stream().map(CleanupCommand::object).toList()),
                    text);
        }

        private static JsonObject object(Leftover leftover) {
            JsonObject object = new JsonObject()
                    .put("object", leftover.object())
                    .put("kind", leftover.kind())
                    .put("run", leftover.run())
                    .put(
                            "migrations",
                            leftover.migrations().stream()
                                    .map(RecordedMigration::name)
                                    .toList())
                    .put("size", leftover.size());
            leftover.keptUntil().map(Instant::toString).ifPresent(until -> object.put("keptUntil", until));
            return object;
        }
    }

    /** Asks for a confirmation before something that is not easily undone. */
    private static final class ConfirmationOptions {
        @Option(
                names = {"-y", "--yes"},
                description = "Don't ask for a confirmation.")
        private boolean yes;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec command = CommandSpec.create();

        /** Continues only after a confirmation. */
        void require(String consequence) {
            if (yes) {
                return;
            }
            String answer = Cairn.environment(command).answer().apply(consequence + " Continue? [y/N] ");
            if (answer == null) {
                throw new CommandException(
                        ExitCode.CONSENT_NEEDED, consequence + " Confirmation required: pass --yes.");
            }
            String reply = answer.strip();
            if (!reply.equalsIgnoreCase("y") && !reply.equalsIgnoreCase("yes")) {
                throw new CommandException(ExitCode.CONSENT_NEEDED, "Nothing was done.");
            }
        }
    }
}
