package dev.cairn.processor.check.query;

import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.engine.privilege.RequiredPrivileges;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.access.RolePermissions;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks whether the roles with which a statement runs may read and change what it does. */
final class StatementAccess {
    private final DeclaredSchema schema;
    private final List<DeclaredRole> roles;
    private final StatementFindings findings;
    private final RolePermissions permissions;
    private final RequiredPrivileges required;

    /** @param roles if there are none, privileges are not checked */
    StatementAccess(DeclaredSchema schema, List<DeclaredRole> roles, StatementFindings findings) {
        this.schema = schema;
        this.roles = roles;
        this.findings = findings;
        this.permissions = new RolePermissions(schema.root().profile(), schema.catalog(), schema.session(), roles);
        this.required = new RequiredPrivileges(
                schema.root().profile(), schema.catalog(), schema.session().database());
    }

    /**
     * Checks a table or view that the statement names.
     *
     * @param change the statement, unless it only reads
     */
    void checkRead(Source relation, @Nullable Manipulation change, Span at) {
        if (!roles.isEmpty() && !isChangedTable(relation, change)) {
            permissions.unreadable(relation).ifPresent(object -> {
                ObjectName name = new ObjectName(relation.database(), relation.name());
                String through = ", which '" + displayName(name) + "' reads with the privileges of its reader";
                report(at, Privilege.SELECT, name(object), name(object).equals(name) ? "" : through);
            });
        }
    }

    /** UPDATE and DELETE need no SELECT on their own table, wherever they name it. */
    private boolean isChangedTable(Source relation, @Nullable Manipulation change) {
        return change != null
                && !(change instanceof Manipulation.Insert)
                && ObjectName.of(change.target(), schema.session())
                        .equals(new ObjectName(relation.database(), relation.name()));
    }

    /** Checks the object that a statement changes, and whose name has a span. */
    void checkChange(Manipulation change, Span at) {
        check(required.requirementsOf(change), at);
    }

    /** Checks the object that TRUNCATE or REFRESH changes, and whose name has a span. */
    void checkChange(Statement statement, Span at) {
        check(required.requirementsOf(statement), at);
    }

    private void check(List<RequiredPrivilege> all, Span at) {
        for (RequiredPrivilege needed : all) {
            Privilege privilege = needed.alternatives().get(0);
            boolean changes = privilege != Privilege.SELECT; // what is read has places of its own
            if (changes && !roles.isEmpty() && !permissions.may(privilege, needed.object())) {
                report(at, privilege, name(needed.object()), "");
            }
        }
    }

    private void report(Span at, Privilege privilege, ObjectName object, String reason) {
        findings.addAt(
                at,
                FindingCode.STATEMENT_ACCESS,
                roles.stream()
                        .map(role -> "'" + role.name() + "'")
                        .collect(Collectors.joining(" and ", roles.size() == 1 ? "The role " : "The roles ", "")),
                action(privilege),
                displayName(object),
                reason,
                privilege.sql());
    }

    private static String action(Privilege privilege) {
        return switch (privilege) {
            case SELECT -> "read";
            case INSERT -> "insert into";
            case UPDATE -> "update";
            case DELETE -> "delete from";
            default -> "refresh";
        };
    }

    private static ObjectName name(SecuredObject object) {
        return new ObjectName(Objects.requireNonNull(object.database()), Objects.requireNonNull(object.name()));
    }

    private String displayName(ObjectName name) {
        return name.toSqlName(schema.session()).toString();
    }
}
