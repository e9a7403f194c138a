package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Source;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivilegeCollector;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.access.RolePrivileges;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks that the roles with which a statement runs may read and change the objects that it reads and changes. */
final class StatementAccessCheck {
    private final DeclaredSchema schema;
    private final List<DeclaredRole> roles;
    private final StatementFindings findings;
    private final RolePrivileges rolePrivileges;
    private final RequiredPrivilegeCollector privilegeCollector;

    /** @param roles the roles with which the statement runs; if the list is empty, privileges are not checked */
    StatementAccessCheck(DeclaredSchema schema, List<DeclaredRole> roles, StatementFindings findings) {
        this.schema = schema;
        this.roles = roles;
        this.findings = findings;
        this.rolePrivileges = new RolePrivileges(schema.root().checkedTarget(), schema.catalog(), roles);
        this.privilegeCollector = new RequiredPrivilegeCollector(
                schema.root().checkedTarget(),
                schema.catalog(),
                schema.session().databaseName());
    }

    /**
     * Checks a table or view that the statement names, and the objects that a view reads with the privileges of its
     * reader.
     *
     * @param change the statement, unless it only reads
     * @param span the place of the name in the statement
     */
    void checkRead(Source relation, @Nullable DmlStatement change, Span span) {
        if (!roles.isEmpty() && !isChangedTable(relation, change)) {
            rolePrivileges.findUnreadableObject(relation).ifPresent(object -> {
                ObjectName objectName = new ObjectName(relation.database(), relation.name());
                String explanation = ", which '" + renderName(objectName) + "' reads with the privileges of its reader";
                reportMissingPrivilege(
                        span,
                        Privilege.SELECT,
                        ObjectName.of(object),
                        ObjectName.of(object).equals(objectName) ? "" : explanation);
            });
        }
    }

    /**
     * Returns whether a relation is the table that UPDATE or DELETE changes: these statements need no SELECT on this
     * table, even where they read it.
     */
    private boolean isChangedTable(Source relation, @Nullable DmlStatement change) {
        return change != null
                && !(change instanceof DmlStatement.Insert)
                && ObjectName.resolve(change.target(), schema.session())
                        .equals(new ObjectName(relation.database(), relation.name()));
    }

    /** Checks the table that INSERT, UPDATE or DELETE changes; its name is at the span. */
    void checkChange(DmlStatement change, Span span) {
        checkPrivileges(privilegeCollector.collectRequirements(change), span);
    }

    /** Checks the object that TRUNCATE or REFRESH changes; its name is at the span. */
    void checkChange(Statement statement, Span span) {
        checkPrivileges(privilegeCollector.collectRequirements(statement), span);
    }

    private void checkPrivileges(List<RequiredPrivilege> requirements, Span span) {
        for (RequiredPrivilege requirement : requirements) {
            Privilege privilege = requirement.alternatives().get(0);
            boolean isChange = privilege != Privilege.SELECT; // objects that are read are checked with their own spans
            if (isChange && !roles.isEmpty() && !rolePrivileges.mayHavePrivilege(privilege, requirement.object())) {
                reportMissingPrivilege(span, privilege, ObjectName.of(requirement.object()), "");
            }
        }
    }

    private void reportMissingPrivilege(Span span, Privilege privilege, ObjectName objectName, String reason) {
        findings.addAt(
                span,
                CompileRule.STATEMENT_ACCESS,
                roles.stream()
                        .map(role -> "'" + role.name() + "'")
                        .collect(Collectors.joining(" and ", roles.size() == 1 ? "The role " : "The roles ", "")),
                describeAction(privilege),
                renderName(objectName),
                reason,
                privilege.sql());
    }

    private static String describeAction(Privilege privilege) {
        return switch (privilege) {
            case SELECT -> "read";
            case INSERT -> "insert into";
            case UPDATE -> "update";
            case DELETE -> "delete from";
            default -> "refresh";
        };
    }

    private String renderName(ObjectName name) {
        return name.toSqlName(schema.session()).toString();
    }
}
