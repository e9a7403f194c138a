package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.ChangePrivileges;
import dev.cairn.sql.ast.AccessStatement.Direction;
import dev.cairn.sql.ast.AccessStatement.Target;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import java.util.List;
import java.util.Locale;

/** Rules about roles and what they may do. */
final class AccessLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            for (LintedStatement statement : migration.statements()) {
                statement
                        .statement()
                        .filter(ChangePrivileges.class::isInstance)
                        .map(ChangePrivileges.class::cast)
                        .filter(AccessLintCheck::grantsEverything)
                        .ifPresent(grant -> findings.add(
                                LintRule.ALL_PRIVILEGES,
                                statement.subject(),
                                "gives " + grant.grantee().toString().toLowerCase(Locale.ROOT) + " all privileges on "
                                        + Sql.render(grant.target()).replace("`", "")));
            }
        }
        if (findings.settings().isSet(LintSettings.READABLE)) {
            checkReadable(input.catalog(), findings);
        }
    }

    private static boolean grantsEverything(ChangePrivileges change) {
        List<Privilege> each = change.target().kind().privileges();
        boolean several = each.size() > 1 || change.target().kind() == SecuredKind.USER; // among the users is root
        boolean everyPrivilege = change.privileges().contains(Privilege.ALL)
                || (several && change.privileges().containsAll(each));
        return change.direction() == Direction.GRANT && everyPrivilege && isEveryObject(change.target());
    }

    private static boolean isEveryObject(Target target) {
        return target instanceof Target.All
                || (target instanceof Target.Named named
                        && named.names().stream()
                                .anyMatch(name -> name.last().text().equals(Target.Named.ALL)));
    }

    private static void checkReadable(Catalog catalog, LintFindings findings) {
        for (ObjectName name : SchemaObject.names(catalog)) {
            if (!isReadable(catalog, secured(catalog, name))) {
                findings.add(
                        LintRule.UNREADABLE_OBJECT,
                        new LintSubject.SchemaPart(name, ""),
                        "no role of the schema may read " + name.name());
            }
        }
    }

    private static boolean isReadable(Catalog catalog, SecuredObject object) {
        for (Role role : catalog.roles().values()) {
            if (catalog.roleMay(role.name(), Privilege.SELECT, object)) {
                return true;
            }
        }
        return false;
    }

    private static SecuredObject secured(Catalog catalog, ObjectName name) {
        SchemaObject object = SchemaObject.find(catalog, name).orElseThrow();
        SecuredKind kind = object instanceof SchemaObject.OfTable
                ? SecuredKind.TABLE
                : object instanceof SchemaObject.OfView ? SecuredKind.VIEW : SecuredKind.MATERIALIZED_VIEW;
        return new SecuredObject(kind, name.database(), name.name());
    }
}
