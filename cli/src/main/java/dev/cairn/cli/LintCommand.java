package dev.cairn.cli;

import dev.cairn.cli.lint.LintScope;
import dev.cairn.cli.lint.LintScopeOptions;
import dev.cairn.cli.lint.MigrationScopeReader;
import dev.cairn.cli.lint.ScriptScopeReader;
import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.cli.output.TerminalLintReport;
import dev.cairn.finding.Severity;
import dev.cairn.internal.ExitCode;
import dev.cairn.profile.ServerProfile;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintReport;
import dev.cairn.tooling.lint.LintSettings;
import dev.cairn.tooling.lint.Linter;
import dev.cairn.tooling.lint.format.LintFormat;
import dev.cairn.tooling.lint.format.LocatedReport;
import dev.cairn.tooling.lint.format.LocatedReport.LocatedFinding;
import dev.cairn.tooling.project.TextFileWriter;
import dev.cairn.tooling.release.GitRepository;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code cairn lint}: applies the rules to the selected migrations, definitions and queries, and writes the
 * findings in the chosen format. {@code --fail-on} decides which severity fails a build.
 */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = {
            "Finds migrations, definitions and checked queries that a server accepts but that may do harm. Exits with 3"
                    + " if there are findings at or above --fail-on.",
            "Without an argument it checks the last migration, the repeatable migrations, unrecorded changes of the"
                    + " records, the schema, and the checked queries."
        })
final class LintCommand implements Callable<Integer> {
    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "warning",
            description = "The minimum severity that makes the command fail: info, warning, error or never. Default:"
                    + " warning")
    private String failureSeverity = "warning";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "The format of the findings: text, json, sarif, junit, github, gitlab or markdown. Default:"
                    + " text")
    private String format = "text";

    @Option(names = "--output", paramLabel = "FILE", description = "Write the findings to a file.")
    private @Nullable Path outputFile;

    @Mixin
    private final LintScopeOptions scopeOptions = new LintScopeOptions();

    @Mixin
    private final CommandOutput output = new CommandOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Severity> threshold = parseThreshold();
        LintFormat chosenFormat = CommandException.requireValid(() -> LintFormat.parse(format));
        LintScope lintScope = readScope();
        CommandException.requireValid(() -> {
            lintScope.inputs().forEach(LintInput::requireKnownRules);
            return true;
        });
        LintReport report = applyRules(lintScope).filterSubjects(lintScope.subjectFilter());
        LocatedReport locatedReport = LocatedReport.locate(
                lintScope.schemaName(),
                lintScope.inputs().get(0),
                report,
                lintScope.locator(),
                threshold,
                GitRepository.findRoot(scopeOptions.startPath()).orElse(Path.of("")));
        printReport(locatedReport, chosenFormat);
        lintScope.notes().forEach(output::printRemark);
        boolean hasFailures = locatedReport.findings().stream().anyMatch(locatedReport::isFailure);
        return (hasFailures ? ExitCode.ACTION_REQUIRED : ExitCode.DONE).number();
    }

    private LintScope readScope() {
        scopeOptions.requireOneSelection();
        CommandEnvironment environment = CommandEnvironment.of(spec);
        return scopeOptions
                .findScript()
                .map(script -> new ScriptScopeReader(scopeOptions, environment, output).read(script))
                .orElseGet(() -> new MigrationScopeReader(scopeOptions, environment).read());
    }

    /** Applies the rules for each target, and merges the findings. */
    private LintReport applyRules(LintScope lintScope) {
        LintSettings settings = CommandException.requireValid(() -> LintSettings.parse(scopeOptions
                .serverOptions()
                .readSettings(CommandEnvironment.of(spec))
                .fileValues()));
        List<ServerProfile> targets =
                lintScope.inputs().stream().map(LintInput::profile).toList();
        Map<ServerProfile, LintReport> reportByTarget = new LinkedHashMap<>();
        for (LintInput input : lintScope.inputs()) {
            LintSettings targetSettings = targets.size() == 1 ? settings : settings.forTarget(input.profile(), targets);
            reportByTarget.put(
                    input.profile(),
                    new Linter(targetSettings, lintScope.allowances())
                            .lint(scopeOptions
                                    .serverOptions()
                                    .withServerStatistics(input, CommandEnvironment.of(spec))));
        }
        return LintReport.merge(reportByTarget);
    }

    private void printReport(LocatedReport report, LintFormat chosenFormat) {
        if (output.isJson()) {
            report.findings().forEach(locatedFinding -> output.printObject(toJson(locatedFinding)));
        }
        if (outputFile == null) {
            if (chosenFormat == LintFormat.TEXT
                    && output.printsToTerminal()
                    && output.colours().isEnabled()) {
                output.printVerbatim(new TerminalLintReport(report, output.colours(), output.width()).render());
            } else if (chosenFormat == LintFormat.TEXT) {
                output.printText(chosenFormat.render(report, Cairn.readVersion()));
            } else {
                output.printCode(chosenFormat.render(report, Cairn.readVersion()));
            }
            return;
        }
        TextFileWriter.write(outputFile, chosenFormat.render(report, Cairn.readVersion()) + "\n");
        output.printText(report.summary() + ".");
    }

    /**
     * Returns the minimum severity that makes the command fail; empty for {@code never}.
     *
     * @throws CommandException if the option is no severity
     */
    private Optional<Severity> parseThreshold() {
        try {
            return failureSeverity.equals("never") ? Optional.empty() : Optional.of(Severity.parse(failureSeverity));
        } catch (IllegalArgumentException ignored) {
            throw CommandException.usage(
                    "--fail-on must be info, warning, error or never, but was " + failureSeverity + ".");
        }
    }

    private static JsonObject toJson(LocatedFinding locatedFinding) {
        LintFinding finding = locatedFinding.finding();
        JsonObject object = new JsonObject()
                .put("rule", finding.rule().code())
                .put("severity", finding.severity().word())
                .put("subject", finding.subject().name())
                .put("message", finding.message())
                .put("remedy", finding.remedy());
        locatedFinding
                .location()
                .ifPresent(location -> object.put("file", location.formatRelativeTo(Path.of("")))
                        .put("line", location.line())
                        .put("column", location.column()));
        return object;
    }
}
