package dev.cairn.embedded.server;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.embedded.account.UserAccess;
import dev.cairn.embedded.show.SessionSnapshot;
import dev.cairn.engine.privilege.ReadPrivilegeCollector;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Statement;
import java.util.List;

/** Checks whether a user may run a statement. If an object does not exist, the engine refuses the statement later. */
final class PrivilegeChecker {
    private final UserAccess access;
    private final RequiredPrivilegeCollector privilegeCollector;
    private final ReadPrivilegeCollector readPrivilegeCollector;

    PrivilegeChecker(SessionSnapshot snapshot) {
        this.access = snapshot.access();
        this.privilegeCollector = new RequiredPrivilegeCollector(
                snapshot.profile(), snapshot.catalog(), snapshot.session().databaseName());
        this.readPrivilegeCollector = new ReadPrivilegeCollector(snapshot.profile(), snapshot.catalog());
    }

    /**
     * Requires that the user may run a statement. Root lacks only the privilege to drop a system database.
     *
     * @throws Refusal with the server's error
     */
    void requirePrivileges(Statement statement) {
        if (!access.isRoot() || statement instanceof Statement.DropDatabase) {
            access.requirePrivileges(privilegeCollector.collectRequirements(statement));
        }
    }

    void requirePrivileges(DmlStatement dmlStatement) {
        if (!access.isRoot()) {
            access.requirePrivileges(privilegeCollector.collectRequirements(dmlStatement));
        }
    }

    /** Requires the privileges to read the relations of an analyzed query. */
    void requireReadPrivileges(List<Dependency> dependencies) {
        if (!access.isRoot()) {
            access.requirePrivileges(readPrivilegeCollector.collectRequirements(dependencies));
        }
    }
}
