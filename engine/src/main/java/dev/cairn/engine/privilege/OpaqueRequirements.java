package dev.cairn.engine.privilege;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the system privileges that a statement requires which Cairn keeps as text, by the first words of the statement.
 * ALTER USER and SET PASSWORD are missing: users may change their own default roles and passwords.
 */
final class OpaqueRequirements {
    private static final RequiredPrivilege NODES = RequiredPrivilege.onSystem(Privilege.OPERATE, Privilege.NODE);
    private static final RequiredPrivilege ACCOUNTS = RequiredPrivilege.onSystem(Privilege.GRANT);
    private static final RequiredPrivilege OPERATION = RequiredPrivilege.onSystem(Privilege.OPERATE);

    private static final Map<String, RequiredPrivilege> REQUIREMENTS_BY_KEYWORDS = Map.ofEntries(
            Map.entry("ADMIN", OPERATION),
            Map.entry("SET GLOBAL", OPERATION),
            Map.entry("SHOW PROC", OPERATION),
            Map.entry("SHOW FRONTENDS", NODES),
            Map.entry("SHOW BACKENDS", NODES),
            Map.entry("SHOW COMPUTE", NODES),
            Map.entry("SHOW BROKER", NODES),
            Map.entry("SHOW ROLES", ACCOUNTS),
            Map.entry("SHOW USERS", ACCOUNTS),
            Map.entry("SHOW USER", ACCOUNTS),
            Map.entry("SHOW ALL AUTHENTICATION", ACCOUNTS),
            Map.entry("CREATE USER", ACCOUNTS),
            Map.entry("DROP USER", ACCOUNTS),
            Map.entry("SHOW SQLBLACKLIST", RequiredPrivilege.onSystem(Privilege.BLACKLIST)),
            Map.entry("SHOW PLUGINS", RequiredPrivilege.onSystem(Privilege.PLUGIN)),
            Map.entry("ALTER SYSTEM", RequiredPrivilege.onSystem(Privilege.NODE)),
            Map.entry("CREATE EXTERNAL RESOURCE", RequiredPrivilege.onSystem(Privilege.CREATE_RESOURCE)));

    private OpaqueRequirements() {}

    static List<RequiredPrivilege> findRequirements(Statement.OpaqueStatement statement) {
        for (int wordCount = statement.keywords().size(); wordCount > 0; wordCount--) {
            @Nullable
            RequiredPrivilege requirement = REQUIREMENTS_BY_KEYWORDS.get(
                    String.join(" ", statement.keywords().subList(0, wordCount)));
            if (requirement != null) {
                return List.of(requirement);
            }
        }
        return List.of();
    }
}
