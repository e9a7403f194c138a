package dev.cairn.cli.lint;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.SourceArgument;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.cli.output.CommandOutput;
import dev.cairn.internal.ExitCode;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.LintedStatement;
import dev.cairn.tooling.lint.RefusedStatementException;
import dev.cairn.tooling.lint.source.ScriptStatements;
import dev.cairn.tooling.query.CompiledQueries;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads an SQL file to check. Its statements change the compiled schema or, without one, the objects of the SQL files
 * that {@code --definitions} names.
 */
public record ScriptScopeReader(LintScopeOptions options, CommandEnvironment environment, CommandOutput output) {
    /**
     * Returns the statements of a file and what the check compares them with.
     *
     * @throws CommandException if the file has a syntax error, or if a server would refuse one of its statements
     */
    public LintScope read(Path path) {
        SourceArgument.of(path).requirePath("pass an SQL file");
        try {
            ScriptStatements scriptStatements = ScriptStatements.read(path);
            List<Path> definitionFiles = options.schemaOptions().findScripts();
            Optional<SchemaDescriptor> schema =
                    definitionFiles.isEmpty() ? options.schemaOptions().findSchema() : Optional.empty();
            try {
                return schema.isPresent()
                        ? createSchemaScope(scriptStatements, schema.get())
                        : createScope(
                                "",
                                scriptStatements,
                                createStandaloneInput(scriptStatements, definitionFiles),
                                List.of());
            } catch (RefusedStatementException failure) {
                throw new CommandException(
                        ExitCode.FAILED,
                        path + ":"
                                + scriptStatements
                                        .locate(failure.statementNumber(), Span.NONE)
                                        .line() + ": " + failure.getMessage(),
                        failure);
            }
        } catch (SqlSyntaxException failure) {
            throw new CommandException(ExitCode.FAILED, path + ": " + failure.getMessage(), failure);
        }
    }

    private static LintScope createScope(
            String schemaName, ScriptStatements scriptStatements, LintInput input, List<String> notes) {
        return new LintScope(
                schemaName,
                List.of(input),
                LintAllowances.ofCreations(input),
                finding -> scriptStatements
                        .findLocation(finding)
                        .or(() -> findLastCreation(input, finding.subject())
                                .map(creation -> scriptStatements.locate(
                                        creation.subject().number(), Span.NONE))),
                subject -> subject instanceof LintSubject.MigrationStatement
                        || findLastCreation(input, subject).isPresent(),
                notes);
    }

    private LintScope createSchemaScope(ScriptStatements scriptStatements, SchemaDescriptor schema) {
        ReleaseComparator releaseComparator = options.createReleaseComparator(
                schema,
                options.readSources(schema),
                options.serverOptions().findLastAppliedNumber(schema.name(), environment));
        LintInput input = releaseComparator.compareWithReleases(
                options.createInputReader(schema, options.definitionOptions().selectTarget(schema))
                        .createScriptInput(scriptStatements.name(), scriptStatements.statements()));
        return createScope(schema.name(), scriptStatements, input, releaseComparator.createNotes());
    }

    /**
     * Returns the input for an SQL file without compiled classes.
     *
     * @param definitionFiles the files that define the objects that exist before the file; empty if it creates all
     *     objects itself
     */
    private LintInput createStandaloneInput(ScriptStatements scriptStatements, List<Path> definitionFiles) {
        SourceDefinitions sourceDefinitions = ComparisonSideReader.readDefinitions(new ComparisonSide.SqlFiles(
                definitionFiles, options.definitionOptions().createProfile()));
        sourceDefinitions
                .unknownDefinitions()
                .forEach(unknownDefinition -> output.printRemark("Not read: " + unknownDefinition));
        return LintInput.ofScript(
                sourceDefinitions.profile(),
                sourceDefinitions.database(),
                sourceDefinitions.catalog(),
                new CompiledQueries(List.of()),
                scriptStatements.name(),
                scriptStatements.statements());
    }

    /**
     * Returns the last statement of a file that creates the object of a finding; empty if the file does not create it,
     * or the finding is not about an object.
     */
    private static Optional<LintedStatement> findLastCreation(LintInput input, LintSubject subject) {
        return subject instanceof LintSubject.SchemaPart schemaPart
                ? input.findLastCreation(schemaPart.objectName())
                : Optional.empty();
    }
}
