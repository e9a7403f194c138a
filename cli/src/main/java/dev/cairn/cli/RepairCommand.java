package dev.cairn.cli;

import dev.cairn.Migrator;
import dev.cairn.Migrator.Repair;
import dev.cairn.Status;
import dev.cairn.Status.OpenStep;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn repair --done=2 --again=3}: records in the ledger whether interrupted steps ran. Cairn can't
 * determine this for these steps, so the user answers. The command does not change the objects of the schema.
 */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = "Shows the steps that were begun and not finished, and asks for each of them whether it ran. The"
                + " next upgrade continues from the answers.")
final class RepairCommand extends ConfirmedCommand {
    /** The value of an option without a step number, which means the only open step. */
    private static final String ONLY_STEP = "";

    @Option(
            names = "--done",
            paramLabel = "STEPS",
            arity = "0..1",
            fallbackValue = ONLY_STEP,
            description =
                    "These steps ran to completion, for example --done=2,3. The number may be omitted if only one step"
                            + " is open.")
    private @Nullable String doneSteps;

    @Option(
            names = "--again",
            paramLabel = "STEPS",
            arity = "0..1",
            fallbackValue = ONLY_STEP,
            description = "These steps did not run, or may run again.")
    private @Nullable String stepsToRepeat;

    private Map<Integer, Repair> answerByStepNumber = Map.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    void validate() {
        answerByStepNumber = parseNumberedAnswers();
    }

    @Override
    int run(SchemaDescriptor schema) {
        Migrator migrator = factory.createMigrator(schema);
        List<OpenStep> openSteps = migrator.openSteps();
        if (openSteps.isEmpty() && answerByStepNumber.isEmpty()) {
            printResult(openSteps, Map.of(), "Nothing to repair: no step is open.");
            return ExitCode.DONE.number();
        }
        Status status = migrator.status();
        requireMigrationInProgress(status);
        if (!openSteps.isEmpty()) {
            output.printText(describeSteps(openSteps));
        }
        status.owner()
                .ifPresent(
                        owner -> output.printRemark(
                                "The migrator " + owner
                                        + " holds the ledger. If it is alive, it may be running these steps: wait until it has ended."));
        Map<Integer, Repair> answers = doneSteps == null && stepsToRepeat == null
                ? askForOutcomes(openSteps)
                : completeAnswers(answerByStepNumber, openSteps);
        if (answers.isEmpty()) {
            printResult(openSteps, answers, "Nothing was changed.");
            return ExitCode.DONE.number();
        }
        if (doneSteps != null || stepsToRepeat != null) {
            confirmationOptions.requireConfirmation(
                    describeAnswers(answers, " will be marked as done.", " will be run again by the next upgrade."));
        }
        migrator.repair(answers);
        printResult(openSteps, answers, describeAnswers(answers, " is marked as done.", " will be run again."));
        return ExitCode.DONE.number();
    }

    /** Requires that there is a run whose steps can be repaired, before a confirmation is asked for. */
    private static void requireMigrationInProgress(Status status) {
        if (status.migrationInProgress().isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED, "Nothing to repair: no migration of " + status.schema() + " is in progress.");
        }
    }

    private static String describeSteps(List<OpenStep> openSteps) {
        List<String> lines = new ArrayList<>();
        for (OpenStep openStep : openSteps) {
            lines.add("Step " + openStep.step() + " of migration " + openStep.migration() + " is unfinished:");
            String statementText =
                    openStep.text().isEmpty() ? "-- a statement that this application does not have" : openStep.text();
            statementText.lines().forEach(line -> lines.add("  " + line));
        }
        return String.join("\n", lines);
    }

    /**
     * Asks for the outcome of each step. The result has no entry for a step whose question is skipped.
     *
     * @throws CommandException if the user can't be asked
     */
    private Map<Integer, Repair> askForOutcomes(List<OpenStep> openSteps) {
        Map<Integer, Repair> answers = new TreeMap<>();
        for (OpenStep openStep : openSteps) {
            String question =
                    "Did step " + openStep.step() + " run to completion? [d]one, run it [a]gain, [s]kip the question: ";
            String answer = CommandEnvironment.of(spec).prompt().apply(question);
            if (answer == null) {
                throw new CommandException(
                        ExitCode.CONSENT_NEEDED, "Answers required: " + describeUsage(openSteps) + ".");
            }
            switch (answer.strip().toLowerCase(Locale.ROOT)) {
                case "d", "done" -> answers.put(openStep.step(), Repair.DONE);
                case "a", "again" -> answers.put(openStep.step(), Repair.AGAIN);
                default -> {
                    // No answer: the step remains open.
                }
            }
        }
        return answers;
    }

    /**
     * Returns the answers of the options that have step numbers.
     *
     * @throws CommandException if a step has two answers, if neither option has a number, or if a number is invalid
     */
    private Map<Integer, Repair> parseNumberedAnswers() {
        if (ONLY_STEP.equals(doneSteps) && ONLY_STEP.equals(stepsToRepeat)) {
            throw CommandException.usage("--done and --again without numbers exclude each other: pass one of them.");
        }
        Map<Integer, Repair> answers = new TreeMap<>();
        addAnswers(answers, doneSteps, Repair.DONE);
        addAnswers(answers, stepsToRepeat, Repair.AGAIN);
        return answers;
    }

    private static void addAnswers(Map<Integer, Repair> answers, @Nullable String stepNumbers, Repair answer) {
        if (stepNumbers == null || stepNumbers.equals(ONLY_STEP)) {
            return;
        }
        for (String stepNumber : stepNumbers.split(",", -1)) {
            putAnswer(answers, parseNumber(stepNumber), answer);
        }
    }

    private static void putAnswer(Map<Integer, Repair> answers, int stepNumber, Repair answer) {
        Repair previousAnswer = answers.put(stepNumber, answer);
        if (previousAnswer != null && previousAnswer != answer) {
            throw CommandException.usage("Step " + stepNumber + " has two answers: pass --done or --again.");
        }
    }

    /**
     * Returns the numbered answers and, for an option without a number, the answer for the only open step. If no step
     * is open, returns the numbered answers alone.
     *
     * @throws CommandException if an option has no number although several steps are open, or if the only open step has
     *     two answers
     */
    private Map<Integer, Repair> completeAnswers(Map<Integer, Repair> numberedAnswers, List<OpenStep> openSteps) {
        boolean areAllNumbered = !ONLY_STEP.equals(doneSteps) && !ONLY_STEP.equals(stepsToRepeat);
        if (areAllNumbered || openSteps.isEmpty()) {
            return numberedAnswers;
        }
        if (openSteps.size() != 1) {
            throw CommandException.usage("There are " + openSteps.size()
                    + " open steps, and each needs its own answer: " + describeUsage(openSteps) + ".");
        }
        Map<Integer, Repair> answers = new TreeMap<>(numberedAnswers);
        putAnswer(answers, openSteps.get(0).step(), ONLY_STEP.equals(doneSteps) ? Repair.DONE : Repair.AGAIN);
        return answers;
    }

    private static int parseNumber(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException ignored) {
            throw CommandException.usage(
                    "Steps must be numbers separated by commas, such as --done=2,3, but were \"" + text + "\".");
        }
    }

    private static String describeUsage(List<OpenStep> openSteps) {
        return "pass --done=STEPS for those that ran, and --again=STEPS for those that did not, for example"
                + openSteps.stream()
                        .map(openStep ->
                                (openStep.equals(openSteps.get(0)) ? " --done=" : " --again=") + openStep.step())
                        .limit(2)
                        .collect(Collectors.joining());
    }

    private static String describeAnswers(Map<Integer, Repair> answers, String doneText, String repeatText) {
        return answers.entrySet().stream()
                .map(answerEntry -> "Step " + answerEntry.getKey()
                        + (answerEntry.getValue() == Repair.DONE ? doneText : repeatText))
                .collect(Collectors.joining(" "));
    }

    private void printResult(List<OpenStep> openSteps, Map<Integer, Repair> answers, String text) {
        output.print(
                new JsonObject()
                        .put("steps", List.copyOf(answers.keySet()))
                        .put("done", selectSteps(answers, Repair.DONE))
                        .put("again", selectSteps(answers, Repair.AGAIN))
                        .put(
                                "open",
                                openSteps.stream().map(RepairCommand::toJson).toList()),
                text);
    }

    private static JsonObject toJson(OpenStep openStep) {
        return new JsonObject()
                .put("migration", openStep.migration())
                .put("step", openStep.step())
                .put("sql", openStep.text());
    }

    private static List<Integer> selectSteps(Map<Integer, Repair> answers, Repair answer) {
        return answers.entrySet().stream()
                .filter(answerEntry -> answerEntry.getValue() == answer)
                .map(Map.Entry::getKey)
                .toList();
    }
}
