package dev.cairn.cli;

import dev.cairn.cli.option.CommandException;
import dev.cairn.cli.option.VersionRange;
import dev.cairn.cli.output.JsonObject;
import dev.cairn.internal.ExitCode;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.profile.ServerCondition;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.tooling.grants.RequiredGrants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code cairn grants 12:head}: prints the least privileges of a migrator, an application and a checker.
 * They follow from the migrations and the queries alone, without a connection.
 */
@Command(
        name = "grants",
        mixinStandardHelpOptions = true,
        description = "Prints the least GRANT statements with which the migrator, the application and a read-only"
                + " checker work: for the migrations, for the checked queries of the compiled classes and of the"
                + " class path, and for \"cairn check\". Connects to no server.")
final class GrantsCommand extends MigratorCommand {
    private static final String ADMINISTRATION_COMMENT =
            "-- user_admin may grant any privilege to anyone, including itself; StarRocks has no weaker right to read roles\n";

    @Parameters(
            arity = "0..1",
            paramLabel = "FROM:TO",
            defaultValue = "base:head",
            description = "The migrations to run, by number or name; base is before the first, head the last. Either"
                    + " may be omitted. Default: base:head")
    private String range = "base:head";

    @Option(
            names = "--target",
            paramLabel = "SERVERS",
            description = "The servers that will run the migrations: one of the targets of the schema, such as \"3.5"
                    + " shared-data\". Default: the first one")
    private @Nullable String targetServers;

    @Override
    int run(SchemaDescriptor schema) {
        VersionRange versionRange = VersionRange.parse(range, schema);
        RequiredGrants grants = RequiredGrants.calculate(
                schema,
                selectTarget(schema),
                factory.resolveDatabaseName(schema),
                new Placeholders(factory.collectPlaceholders()),
                new RequiredGrants.MigrationRange(versionRange.startNumber(), versionRange.endNumber()),
                factory.readQueries());
        JsonObject object = new JsonObject()
                .put("migrator", grants.migratorStatements())
                .put("application", grants.applicationStatements())
                .put("checker", grants.checkerStatements());
        output.printObject(object);
        String rebuildComment = grants.rebuildsTables()
                ? "-- with --rebuild-swap-mode fence or swap, it also needs OPERATE ON SYSTEM, to wait for transactions\n"
                : "";
        output.printCode(renderGrants("The migrator", rebuildComment, grants.migratorStatements())
                + renderGrants("The application: its checked queries", "", grants.applicationStatements())
                + renderGrants("A read-only checker", "", grants.checkerStatements())
                        .stripTrailing());
        return ExitCode.DONE.number();
    }

    /**
     * Returns the first target of a schema that the option includes.
     *
     * @throws CommandException if the option includes no target of the schema
     */
    private ServerProfile selectTarget(SchemaDescriptor schema) {
        ServerCondition serverCondition = targetServers == null ? null : parseCondition(targetServers);
        return schema.targets().stream()
                .filter(target -> serverCondition == null || serverCondition.includes(target))
                .findFirst()
                .orElseThrow(
                        () -> CommandException.usage(targetServers + " is not one of the targets of " + schema.name()));
    }

    private static ServerCondition parseCondition(String servers) {
        return CommandException.requireValid(() -> ServerCondition.of(servers));
    }

    private static String renderGrants(String title, String comment, List<String> statements) {
        boolean hasAdministrationGrant =
                statements.stream().anyMatch(statement -> statement.startsWith("GRANT `user_admin`"));
        return "-- " + title + "\n" + comment + (hasAdministrationGrant ? ADMINISTRATION_COMMENT : "")
                + String.join(";\n", statements) + ";\n\n";
    }
}
