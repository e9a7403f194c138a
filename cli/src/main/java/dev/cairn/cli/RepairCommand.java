package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.OpenStep;
import dev.cairn.Repair;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn repair --done=2 --again=3}. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description =
                "Shows the steps that were begun and not finished, and asks for each of them whether it ran, if only"
                        + " you can find out. The next upgrade continues from the answers.")
final class RepairCommand implements Callable<Integer> {
    /** Stands for the only open step, where no number is given. */
    private static final String ONLY = "";

    @Option(
            names = "--done",
            paramLabel = "STEPS",
            arity = "0..1",
            fallbackValue = ONLY,
            description = "These steps ran to their end, as in --done=2,3. The number may be left out where only one is"
                    + " open.")
    private @Nullable String done;

    @Option(
            names = "--again",
            paramLabel = "STEPS",
            arity = "0..1",
            fallbackValue = ONLY,
            description = "These steps did not run, or may run again.")
    private @Nullable String again;

    @Mixin
    private final MigratorFactory of = new MigratorFactory();

    @Mixin
    private final ConfirmationOptions consenting = new ConfirmationOptions();

    @Mixin
    private final Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        Map<Integer, Repair> numbered = numbered();
        SchemaDescriptor schema = of.schema();
        Migrator migrator = of.migrator(schema);
        List<OpenStep> open = migrator.openSteps();
        if (open.isEmpty() && numbered.isEmpty()) {
            tell(open, Map.of(), "Nothing to repair: no step was begun and not ended.");
            return ExitCode.DONE.number();
        }
        output.words(words(open));
        Map<Integer, Repair> answers = done == null && again == null ? asked(open) : given(numbered, open);
        if (answers.isEmpty()) {
            tell(open, answers, "Nothing was changed.");
            return ExitCode.DONE.number();
        }
        if (done != null || again != null) {
            consenting.require(words(answers, " will be taken for done.", " will be run again by the next upgrade."));
        }
        migrator.repair(answers);
        tell(open, answers, words(answers, " is taken for done.", " will be run again."));
        return ExitCode.DONE.number();
    }

    private static String words(List<OpenStep> open) {
        List<String> lines = new ArrayList<>();
        for (OpenStep step : open) {
            lines.add("Step " + step.step() + " of migration " + step.migration() + " was begun and not ended:");
            String text = step.text().isEmpty() ? "-- a statement that this application does not have" : step.text();
            text.lines().forEach(line -> lines.add("  " + line));
        }
        return String.join("\n", lines);
    }

    /** One question for each step. */
    private Map<Integer, Repair> asked(List<OpenStep> open) {
        Map<Integer, Repair> answers = new TreeMap<>();
        for (OpenStep step : open) {
            String question =
                    "Did step " + step.step() + " run to its end? [d]one, run it [a]gain, [s]kip the question: ";
            String answer = Cairn.surroundings(command).answer().apply(question);
            if (answer == null) {
                throw new CommandException(ExitCode.CONSENT_NEEDED, "Answers required: " + example(open) + ".");
            }
            switch (answer.strip().toLowerCase(Locale.ROOT)) {
                case "d", "done" -> answers.put(step.step(), Repair.DONE);
                case "a", "again" -> answers.put(step.step(), Repair.AGAIN);
                default -> {
                    // Left open: Cairn looks for itself, or asks again.
                }
            }
        }
        return answers;
    }

    /** The answers that name their steps. */
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
            throw CommandException.usage("There are " + open.size() + " open steps, and each has an answer of its own: "
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

    private static String words(Map<Integer, Repair> answers, String ofDone, String ofAgain) {
        return answers.entrySet().stream()
                .map(each -> "Step " + each.getKey() + (each.getValue() == Repair.DONE ? ofDone : ofAgain))
                .collect(Collectors.joining(" "));
    }

    private void tell(List<OpenStep> open, Map<Integer, Repair> answers, String words) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("steps", List.copyOf(answers.keySet()));
        object.put("done", numbers(answers, Repair.DONE));
        object.put("again", numbers(answers, Repair.AGAIN));
        object.put("open", open.stream().map(RepairCommand::object).toList());
        output.tell(object, words);
    }

    private static Map<String, Object> object(OpenStep step) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("migration", step.migration());
        object.put("step", step.step());
        object.put("sql", step.text());
        return object;
    }

    private static List<Integer> numbers(Map<Integer, Repair> answers, Repair answer) {
        return answers.entrySet().stream()
                .filter(each -> each.getValue() == answer)
                .map(Map.Entry::getKey)
                .toList();
    }
}
