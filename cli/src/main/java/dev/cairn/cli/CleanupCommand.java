package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Migrator;
import dev.cairn.Migrator.Leftover;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn cleanup}: lists the objects that runs left behind, and drops them after a confirmation. An
 * old table that a rebuild keeps for a period is dropped before the end of this period only if the user names it.
 */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        description =
                "Lists the objects that runs left behind, such as the copy of an abandoned rebuild, or the old table"
                        + " of one with --keep-old, and drops them after a confirmation.")
final class CleanupCommand extends ConfirmedCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Drops only these objects, for example loan__cairn_51. Default: all but the old tables"
                    + " whose period is not over.")
    private List<String> names = new ArrayList<>();

    @Override
    int run(SchemaDescriptor schema) {
        Migrator migrator = factory.createMigrator(schema, progress -> {}, Consent.DESTRUCTIVE);
        List<Leftover> leftovers = migrator.leftovers();
        List<Leftover> keptLeftovers = migrator.keptTables();
        List<Leftover> chosenLeftovers = leftovers;
        if (names.isEmpty()) {
            keptLeftovers.forEach(keptLeftover -> output.printText(keptLeftover.toString()));
        } else {
            chosenLeftovers = chooseLeftovers(
                    Stream.concat(leftovers.stream(), keptLeftovers.stream()).toList());
        }
        if (chosenLeftovers.isEmpty()) {
            printResult(
                    List.of(),
                    keptLeftovers,
                    "Nothing to clean up: "
                            + (keptLeftovers.isEmpty()
                                    ? "no failed run left any objects."
                                    : "the old tables of rebuilds are kept. Give the name of one to drop it before."));
            return ExitCode.DONE.number();
        }
        chosenLeftovers.forEach(leftover -> output.printText(leftover.toString()));
        confirmationOptions.requireConfirmation(
                chosenLeftovers.size() == 1
                        ? "It will be dropped."
                        : "These " + chosenLeftovers.size() + " will be dropped.");
        List<Leftover> droppedLeftovers =
                migrator.cleanup(chosenLeftovers.stream().map(Leftover::object).toList());
        Set<String> droppedNames =
                droppedLeftovers.stream().map(Leftover::object).collect(Collectors.toSet());
        printResult(
                droppedLeftovers,
                keptLeftovers.stream()
                        .filter(keptLeftover -> !droppedNames.contains(keptLeftover.object()))
                        .toList(),
                "Dropped: " + droppedLeftovers.stream().map(Leftover::object).collect(Collectors.joining(", ")) + ".");
        return ExitCode.DONE.number();
    }

    /**
     * Returns the leftovers that the user has named, each once.
     *
     * @throws CommandException if no leftover has one of the names
     */
    private List<Leftover> chooseLeftovers(List<Leftover> leftovers) {
        Set<Leftover> chosenLeftovers = new LinkedHashSet<>();
        for (String name : names) {
            List<Leftover> namedLeftovers = leftovers.stream()
                    .filter(leftover -> isNamed(leftover.object(), name))
                    .toList();
            if (namedLeftovers.isEmpty()) {
                throw CommandException.usage("No failed run left " + name + ": "
                        + (leftovers.isEmpty()
                                ? "there is nothing to clean up."
                                : "there is "
                                        + leftovers.stream()
                                                .map(Leftover::object)
                                                .collect(Collectors.joining(", "))
                                        + "."));
            }
            chosenLeftovers.addAll(namedLeftovers);
        }
        return List.copyOf(chosenLeftovers);
    }

    /** Returns whether an object has a name, with or without its database. */
    private static boolean isNamed(String objectName, String name) {
        return objectName.substring(objectName.indexOf('.') + 1).equals(name) || objectName.equals(name);
    }

    private void printResult(List<Leftover> droppedLeftovers, List<Leftover> keptLeftovers, String text) {
        output.print(
                new JsonObject()
                        .put(
                                "dropped",
                                droppedLeftovers.stream()
                                        .map(CleanupCommand::toJson)
                                        .toList())
                        .put(
                                "kept",
                                keptLeftovers.stream()
                                        .map(CleanupCommand::toJson)
                                        .toList()),
                text);
    }

    private static JsonObject toJson(Leftover leftover) {
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
