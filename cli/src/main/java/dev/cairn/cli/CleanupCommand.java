package dev.cairn.cli;

import dev.cairn.Consent;
import dev.cairn.Leftover;
import dev.cairn.Migrator;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.schema.RecordedMigration;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn cleanup}. */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        description =
                "Lists what failed runs left behind, such as the copy of a rebuild that was given up, and drops it"
                        + " after a confirmation.")
final class CleanupCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Drops these only, as in loan__cairn_51. Default: all.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final ConfirmationOptions consenting = new ConfirmationOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SchemaDescriptor schema = of.schema();
        Migrator migrator = of.migrator(schema, progress -> {}, Consent.DESTRUCTIVE);
        List<Leftover> found = migrator.leftovers();
        List<Leftover> chosen = names.isEmpty() ? found : chosen(found);
        if (chosen.isEmpty()) {
            tell(List.of(), "Nothing to clean up: no failed run has left anything.");
            return ExitCode.DONE.number();
        }
        chosen.forEach(each -> output.words(each.toString()));
        consenting.require(chosen.size() == 1 ? "It will be dropped." : "These " + chosen.size() + " will be dropped.");
        List<Leftover> dropped =
                migrator.cleanup(chosen.stream().map(Leftover::object).toList());
        tell(
                dropped,
                "Dropped: "
                        + dropped.stream().map(each -> each.object().toString()).collect(Collectors.joining(", "))
                        + ".");
        return ExitCode.DONE.number();
    }

    private List<Leftover> chosen(List<Leftover> found) {
        List<Leftover> chosen = new ArrayList<>();
        for (String name : names) {
            List<Leftover> named =
                    found.stream().filter(each -> isNamed(each.object(), name)).toList();
            if (named.isEmpty()) {
                throw CommandException.usage("No failed run has left " + name + ": "
                        + (found.isEmpty()
                                ? "there is nothing to clean up."
                                : "there is "
                                        + found.stream()
                                                .map(each -> each.object().toString())
                                                .collect(Collectors.joining(", "))
                                        + "."));
            }
            chosen.addAll(named);
        }
        return chosen;
    }

    private static boolean isNamed(ObjectName object, String name) {
        return object.name().equals(name) || object.toString().equals(name);
    }

    private void tell(List<Leftover> dropped, String words) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("dropped", dropped.stream().map(CleanupCommand::object).toList());
        output.tell(object, words);
    }

    private static Map<String, Object> object(Leftover leftover) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("object", leftover.object().toString());
        object.put("kind", leftover.kind());
        object.put("run", leftover.run());
        object.put(
                "migrations",
                leftover.migrations().stream().map(RecordedMigration::name).toList());
        object.put("size", leftover.size());
        return object;
    }
}
