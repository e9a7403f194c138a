package dev.cairn.engine.privilege;

import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the system privilege that the server requires for a statement that Cairn keeps as text. The first words of the
 * statement decide. ALTER USER and SET PASSWORD are deliberately absent, because they require a privilege only if they
 * change a user other than the current one, and the first words do not contain the user.
 */
final class OpaqueStatementPrivileges {
    private static final RequiredPrivilege OPERATE_OR_NODE =
            RequiredPrivilege.ofSystem(Privilege.OPERATE, Privilege.NODE);
    private static final RequiredPrivilege GRANT = RequiredPrivilege.ofSystem(Privilege.GRANT);
    private static final RequiredPrivilege OPERATE = RequiredPrivilege.ofSystem(Privilege.OPERATE);

    private static final Map<String, RequiredPrivilege> REQUIREMENT_BY_FIRST_KEYWORDS = Map.ofEntries(
            Map.entry("ADMIN", OPERATE),
            Map.entry("SET GLOBAL", OPERATE),
            Map.entry("SHOW PROC", OPERATE),
            Map.entry("SHOW FRONTENDS", OPERATE_OR_NODE),
            Map.entry("SHOW BACKENDS", OPERATE_OR_NODE),
            Map.entry("SHOW COMPUTE", OPERATE_OR_NODE),
            Map.entry("SHOW BROKER", OPERATE_OR_NODE),
            Map.entry("SHOW ROLES", GRANT),
            Map.entry("SHOW USERS", GRANT),
            Map.entry("SHOW USER", GRANT),
            Map.entry("SHOW ALL AUTHENTICATION", GRANT),
            Map.entry("CREATE USER", GRANT),
            Map.entry("DROP USER", GRANT),
            Map.entry("SHOW SQLBLACKLIST", RequiredPrivilege.ofSystem(Privilege.BLACKLIST)),
            Map.entry("SHOW PLUGINS", RequiredPrivilege.ofSystem(Privilege.PLUGIN)),
            Map.entry("ALTER SYSTEM", RequiredPrivilege.ofSystem(Privilege.NODE)),
            Map.entry("CREATE EXTERNAL RESOURCE", RequiredPrivilege.ofSystem(Privilege.CREATE_RESOURCE)));

    private OpaqueStatementPrivileges() {}

    /** Returns the one required privilege; empty if the first words are unknown. */
    static List<RequiredPrivilege> findRequirements(Statement.OpaqueStatement statement) {
        // The longest known sequence of first words decides.
        for (int keywordCount = statement.keywords().size(); keywordCount > 0; keywordCount--) {
            @Nullable
            RequiredPrivilege requirement = REQUIREMENT_BY_FIRST_KEYWORDS.get(
                    String.join(" ", statement.keywords().subList(0, keywordCount)));
            if (requirement != null) {
                return List.of(requirement);
            }
        }
        return List.of();
    }
}
