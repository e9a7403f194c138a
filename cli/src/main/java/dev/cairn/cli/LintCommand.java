package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.JsonObject;
import dev.cairn.cli.option.SchemaOptions;
import dev.cairn.cli.option.ServerOptions;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintReport;
import dev.cairn.tooling.lint.LintSettings;
import dev.cairn.tooling.lint.LintSeverity;
import dev.cairn.tooling.lint.Linter;
import dev.cairn.tooling.lint.SchemaLintInput;
import dev.cairn.tooling.query.CompiledQueries;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Finds migrations, definitions and checked queries that a server accepts but that may do harm."
                + " Exits with 3 if there are findings at or above --fail-on.")
final class LintCommand implements Callable<Integer> {
    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "warning",
            description = "The severity from which findings are a failure: info, warning, error or never. Default:"
                    + " warning")
    private String failOn = "warning";

    @Mixin
    private final SchemaOptions schemas = new SchemaOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<LintSeverity> threshold = threshold();
        SchemaDescriptor schema = schemas.schema();
        LintReport report = new Linter(settings(), LintAllowances.NONE)
                .report(SchemaLintInput.of(
                        schema, CompiledQueries.of(schemas.withClassPath()).ofSchema(schema.name())));
        for (LintFinding finding : report.findings()) {
            output.print(object(finding), text(finding));
        }
        if (report.findings().isEmpty()) {
            output.text("No findings.");
        }
        boolean failed = threshold.isPresent()
                && report.worst()
                        .filter(worst -> worst.compareTo(threshold.get()) >= 0)
                        .isPresent();
        return (failed ? ExitCode.PENDING : ExitCode.DONE).number();
    }

    private Optional<LintSeverity> threshold() {
        try {
            return failOn.equals("never") ? Optional.empty() : Optional.of(LintSeverity.of(failOn));
        } catch (IllegalArgumentException unknown) {
            throw CommandException.usage("--fail-on must be info, warning, error or never, and not " + failOn + ".");
        }
    }

    private LintSettings settings() {
        try {
            return LintSettings.of(server.settings(Cairn.environment(spec)).file());
        } catch (IllegalArgumentException wrong) {
            throw CommandException.usage(String.valueOf(wrong.getMessage()));
        }
    }

    private static String text(LintFinding finding) {
        return finding.subject().name() + ": " + finding.severity().word() + ": ["
                + finding.rule().code() + "] " + finding.message() + ". "
                + finding.remedy();
    }

    private static JsonObject object(LintFinding finding) {
        return new JsonObject()
                .put("rule", finding.rule().code())
                .put("severity", finding.severity().word())
                .put("subject", finding.subject().name())
                .put("message", finding.message())
                .put("remedy", finding.remedy());
    }
}
