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
import dev.cairn.tooling.grants.RequiredGrants.RoleGrants;
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
                .put("migrator", grants.migrator().statements())
                .put("application", grants.application().statements())
                .put("checker", grants.checker().statements())
                .put(
                        "externalRelations",
                        new JsonObject()
                                .put("migrator", grants.migrator().externalRelations())
                                .put("application", grants.application().externalRelations())
                                .put("checker", grants.checker().externalRelations()));
        output.printObject(object);
        String rebuildComment = grants.rebuildsTables()
                ? "-- with --rebuild-swap-mode fence or swap, it also needs OPERATE ON SYSTEM, to wait for transactions\n"
                : "";
        output.printCode(renderGrants("The migrator", rebuildComment, grants.migrator())
                + renderGrants("The application: its checked queries", "", grants.application())
                + renderGrants("A read-only checker", "", grants.checker()).stripTrailing());
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

    private static String renderGrants(String title, String comment, RoleGrants role) {
        boolean hasAdministrationGrant =
                role.statements().stream().anyMatch(statement -> statement.startsWith("GRANT `user_admin`"));
        return "-- " + title + "\n" + comment + (hasAdministrationGrant ? ADMINISTRATION_COMMENT : "")
                + renderExternalRelations(role.externalRelations()) + String.join(";\n", role.statements()) + ";\n\n";
    }

    /** Renders a comment, because a GRANT names the kind of a relation, and the catalog of the session contains it. */
    private static String renderExternalRelations(List<String> names) {
        return names.isEmpty()
                ? ""
                : "-- it also needs SELECT on relations outside of the schema, by their kind (TABLE, VIEW or MATERIALIZED"
                        + " VIEW), in another\n-- catalog after SET CATALOG and with USAGE on the catalog: "
                        + String.join(", ", names) + "\n";
    }
}
